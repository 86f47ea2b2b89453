/** Whether a `Content-Type` says JSON: `application/json`, or a type such as `application/problem+json`. */
export function isJson(contentType: string | undefined): boolean {
  return /^application\/(?:[a-z\-.]+\+)?json\s*(?:;|$)/i.test(contentType ?? "");
}

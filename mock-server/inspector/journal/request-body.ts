import type { JournalEntry } from "../../world/journal/journal-entry.ts";

/** The body of a request in the journal as text; `undefined` if it had none. */
export function bodyText(
  { requestBody, requestHeaders = {} }: Pick<JournalEntry, "requestBody" | "requestHeaders">,
): string | undefined {
  if (requestBody === undefined) return undefined;
  const json = JSON.stringify(requestBody);
  if (typeof requestBody !== "string") return json;
  // The journal shows a string of JSON like a text. Its length tells which it was.
  const length = requestHeaders["content-length"];
  if (length === byteLength(requestBody)) return requestBody;
  return length === byteLength(json) || isJson(requestBody) ? json : requestBody;
}

const byteLength = (text: string): string => String(new TextEncoder().encode(text).length);

/** Whether a text would have been parsed. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The headers that belong to the body and the format of the answer, without the token. */
export function plainHeaders(
  { requestHeaders = {} }: Pick<JournalEntry, "requestHeaders">,
): [string, string][] {
  return ["accept", "content-type"].flatMap((name) => {
    const value = requestHeaders[name];
    return value === undefined || value === "*/*" ? [] : [[name, value] as [string, string]];
  });
}

import type { Redactor } from "../http/redact.ts";
import { attempt } from "../support/attempt.ts";
import { isObject } from "../support/is-object.ts";

/**
 * The server's message: the `error` field (D), the `title` and `detail` of problem+json, which proxies
 * send, or a plain text that is not HTML.
 */
export function serverMessageIn(body: string | undefined, redactor: Redactor): string | undefined {
  const parsed = parse(body);
  if (isObject(parsed)) {
    const { error, title, detail } = parsed;
    if (error !== undefined && error !== null && error !== "") {
      return redactor.shown(typeof error === "string" ? error : JSON.stringify(error));
    }
    const words = [title, detail].filter((part) => typeof part === "string" && part !== "");
    if (words.length > 0) return redactor.shown(words.join(": "));
  }
  const text = (body ?? "").trim();
  return text === "" || text.startsWith("<") ? undefined : redactor.shown(text);
}

/** Whether a body is an error as Kinabase sends it, `{"error": "..."}` (D), and not a proxy's page. */
export function isKinabaseEnvelope(body: string | undefined): boolean {
  const parsed = parse(body);
  return isObject(parsed) && typeof parsed["error"] === "string";
}

function parse(body: string | undefined): unknown {
  // Only objects are parsed: deeply nested arrays could take a parser very long.
  if (body === undefined || !/^\s*\{/.test(body)) return undefined;
  return attempt(() => JSON.parse(body));
}

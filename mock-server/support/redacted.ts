import type { JsonValue } from "../../src/wire/types.ts";
import { structureProblem } from "./json-structure.ts";

/** The replacement for a secret or a token. */
export const MASK = "[redacted]";

/** The names of secret values, in any letter case and with any separators. */
const HIDDEN =
  /^(?:app[\s_-]?secret|secret|(?:access|refresh|bearer)?[\s_-]?token|authorization)$/i;

const NAMES =
  "(?:app[\\s_-]?)?secret|(?:access[\\s_-]?|refresh[\\s_-]?|bearer[\\s_-]?)?token|authorization";

/** `"appSecret": "…`, also if the value is cut off or not quoted. */
const IN_JSON = new RegExp(
  `("(?:${NAMES})"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*(?:"|\\\\?$)|[^",}\\]\\s]+)`,
  "gi",
);

/**
 * `\"appSecret\":\"…`, as in JSON inside a string of JSON, however often it is escaped. A full stop alone, as at the
 * end of `The path is "/token".`, is not a value.
 */
const IN_ESCAPED = new RegExp(
  `((?:${NAMES})\\\\*["'][\\s:=>"'\\\\]*)(?!\\.(?:\\s|$))[^\\s"'\\\\,;&<>{}]+`,
  "gi",
);

/** `appSecret=…`, as in a form or a query. */
const IN_FORM = new RegExp(`\\b((?:${NAMES})=)[^&\\s"]+`, "gi");

const PART = String.raw`[^\s"'\\,;&<>{}[\]]+`;

/**
 * A name and a value with any separators: malformed JSON, XML, or a multipart form. A quote within the value
 * does not end it.
 */
const ANYHOW = new RegExp(
  `((?:${NAMES})\\s*[:=>"'\\\\][\\s:=>"'\\\\]*(?:bearer\\s+)?)${PART}(?:["'\\\\]+${PART})*`,
  "gi",
);

/** An App Secret under any name: 64 bytes in base64 (S), also when it is escaped in JSON or in a URL. */
const APP_SECRET = /(?:[a-z\d+]|\\{0,8}\/|%2[bf]){86}(?:=|%3d){2}/gi;

/** Anything that starts like a JWT. */
const JWT = /\beyJ[\w-]{5,}(?:\.[\w-]*){0,2}/g;

/** Whether this is the name of a secret value, such as `appSecret`. */
export function isSecretName(name: PropertyKey): boolean {
  return typeof name === "string" && HIDDEN.test(name);
}

/** Redacts secrets and tokens in a string. */
export function redactedText(text: string): string {
  return text
    .replace(IN_JSON, `$1"${MASK}"`)
    .replace(IN_FORM, `$1${MASK}`)
    .replace(APP_SECRET, MASK)
    .replace(JWT, MASK);
}

/** Redacts a string that is not JSON. It may remove too much, but never leaves a secret. */
export function looselyRedacted(text: string): string {
  return redactedText(text.replace(ANYHOW, `$1${MASK}`));
}

/** Prepares a body for the journal: parsed if it is JSON, with secrets and tokens redacted. */
export function redactedBody(text: string): JsonValue {
  let body: JsonValue;
  try {
    body = JSON.parse(text);
  } catch {
    return looselyRedacted(text);
  }
  return structureProblem(body) === undefined ? redacted(body) : looselyRedacted(text);
}

function redacted(value: JsonValue): JsonValue {
  if (typeof value === "string") return redactedText(value).replace(IN_ESCAPED, `$1${MASK}`);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(redacted);
  return Object.fromEntries(
    Object.entries(value).map(([name, of]) => [
      redactedText(name),
      isSecretName(name) && of !== null ? MASK : redacted(of),
    ]),
  );
}

import type { JsonValue } from "../../src/wire/types.ts";

/** What stands in place of a secret or a token. */
const MASK = "[redacted]";

/** The names of what is never shown, in any case and with any separators. */
const HIDDEN =
  /^(?:app[\s_-]?secret|secret|(?:access|refresh|bearer)?[\s_-]?token|authorization)$/i;

const NAMES =
  "(?:app[\\s_-]?)?secret|(?:access[\\s_-]?|refresh[\\s_-]?|bearer[\\s_-]?)?token|authorization";

/** `"appSecret": "…`, also where the text ends before the value does, or the value is not quoted. */
const IN_JSON = new RegExp(
  `("(?:${NAMES})"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*(?:"|\\\\?$)|[^",}\\]\\s]+)`,
  "gi",
);

/** `appSecret=…`, as a form or a query has it. */
const IN_FORM = new RegExp(`\\b((?:${NAMES})=)[^&\\s"]+`, "gi");

/**
 * A name, something between, and a value: as programs send it that meant to send JSON, and as XML or a
 * multipart form has it.
 */
const ANYHOW = new RegExp(
  `((?:${NAMES})\\s*[:=>"'\\\\][\\s:=>"'\\\\]*(?:bearer\\s+)?)[^\\s"'\\\\,;&<>{}]+`,
  "gi",
);

/** What begins as a token does, wherever it is. */
const JWT = /\beyJ[\w-]{5,}(?:\.[\w-]*){0,2}/g;

/** A text without the secrets and tokens in it. */
export function redactedText(text: string): string {
  return text
    .replace(IN_JSON, `$1"${MASK}"`)
    .replace(IN_FORM, `$1${MASK}`)
    .replace(JWT, MASK);
}

/** The same for what is no JSON: rather a word too much is taken out than a secret left in. */
export function looselyRedacted(text: string): string {
  return redactedText(text).replace(ANYHOW, `$1${MASK}`);
}

/** A body as a journal may keep it: as JSON where it is JSON, and without secrets and tokens. */
export function redactedBody(text: string): JsonValue {
  let body: JsonValue;
  try {
    body = JSON.parse(text);
  } catch {
    return looselyRedacted(text);
  }
  return redacted(body);
}

function redacted(value: JsonValue): JsonValue {
  if (typeof value === "string") return redactedText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(redacted);
  return Object.fromEntries(
    Object.entries(value).map(([name, of]) => [
      name,
      HIDDEN.test(name) && of !== null ? MASK : redacted(of),
    ]),
  );
}

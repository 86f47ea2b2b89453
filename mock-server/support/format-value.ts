import { looselyRedacted, redactedText } from "./redacted.ts";

/** Formats a value for a message: as JSON, shortened, with secrets and tokens redacted. */
export function formatValue(value: unknown): string {
  // As JSON it would be `{}`.
  if (value instanceof Promise) return "a Promise; await it";
  return shortened(looselyRedacted(asJson(value) ?? asText(value)));
}

/** The beginning of a text that is too long for a message. */
export function shortened(text: string, longest = 80): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function asJson(value: unknown): string | undefined {
  try {
    const json = JSON.stringify(value);
    // JSON turns NaN, Infinity and invalid dates into null.
    return json === "null" && value !== null ? undefined : json;
  } catch {
    return undefined;
  }
}

function asText(value: unknown): string {
  try {
    return String(value);
  } catch {
    // An object without a prototype, or whose own methods fail.
    return typeof value;
  }
}

/** A path in a JSON value: `["records", 3, "data"]`. */
export type Path = readonly PropertyKey[];

/** Formats a path for a message: `records[3].data`. Secrets and tokens in names are redacted. */
export function pathText(path: Path): string {
  return path
    .map((part) =>
      typeof part === "number" ? `[${part}]` : `.${shortened(redactedText(String(part)))}`
    )
    .join("")
    .replace(/^\./, "");
}

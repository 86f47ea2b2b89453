import { looselyRedacted, redactedText } from "./redacted.ts";

/** Formats a value for a message: as JSON, shortened, with secrets and tokens redacted. */
export function formatValue(value: unknown): string {
  const text = looselyRedacted(
    asJson(value) ?? (String(value)),
  );
  return shortened(text);
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
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

/** A path in a JSON value: `["records", 3, "data"]`. */
export type Path = readonly PropertyKey[];

/** Formats a path for a message: `records[3].data`. */
export function pathText(path: Path): string {
  return path
    .map((part) =>
      typeof part === "number" ? `[${part}]` : `.${shortened(redactedText(String(part)))}`
    )
    .join("")
    .replace(/^\./, "");
}

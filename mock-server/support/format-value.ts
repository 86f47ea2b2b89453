import { looselyRedacted } from "./redacted.ts";

/** A value as a message shows it: as JSON, without secrets and tokens, cut where it is long. */
export function formatValue(value: unknown): string {
  const text = looselyRedacted(
    asJson(value) ?? (String(value)),
  );
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function asJson(value: unknown): string | undefined {
  try {
    const json = JSON.stringify(value);
    // It says null of NaN, of Infinity and of a date that is none.
    return json === "null" && value !== null ? undefined : json;
  } catch {
    return undefined;
  }
}

/** Where something is in a JSON value: `["records", 3, "data"]`. */
export type Path = readonly PropertyKey[];

/** A path as a message shows it: `records[3].data`. */
export function pathText(path: Path): string {
  return path
    .map((part) => typeof part === "number" ? `[${part}]` : `.${String(part)}`)
    .join("")
    .replace(/^\./, "");
}

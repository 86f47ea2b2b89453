// Saved now, before a test runner can replace it.
const RealDate = Date;

/** Formats a time as a UTC date and time of day; an invalid time as the number. */
export function utc(time: number): { date: string; clock: string; iso: string } {
  const of = new RealDate(time);
  if (Number.isNaN(of.getTime())) return { date: "", clock: String(time), iso: "" };
  const iso = of.toISOString();
  const [date = "", rest = ""] = iso.split("T");
  return { date, clock: rest.slice(0, 8), iso };
}

const UNITS = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1000]] as const;

/** Formats a duration in its two largest units, in whole seconds: `59 min 12 s`. */
export function span(milliseconds: number): string {
  let rest = Math.abs(milliseconds);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 || parts.length > 0) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

/** Formats a number with its noun: `1 record`, `1,200 records`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Formats a number with thousands separators. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

const LONGEST = 160;

/** Formats any value for a table cell, shortened if it is long. */
export function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

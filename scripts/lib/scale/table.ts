import type { Day, Sharing } from "./simulate-day.ts";

/** The days as a Markdown table, one column for each. */
export function scaleTable(days: readonly (readonly [Sharing, Day])[]): string {
  const rows: [string, (day: Day) => string][] = [
    ["token requests", ({ tokens }) => whole(tokens)],
    ["responses with 429", ({ refused }) => whole(refused)],
    ["calls that succeeded", ({ succeeded }) => whole(succeeded)],
    ["calls that failed", ({ failed }) => whole(failed)],
    ["interactive calls: median time", ({ interactive }) => seconds(interactive, 0.5)],
    ["interactive calls: 95% within", ({ interactive }) => seconds(interactive, 0.95)],
    ["interactive calls: 99% within", ({ interactive }) => seconds(interactive, 0.99)],
    ["batches: median time", ({ bulk }) => seconds(bulk, 0.5)],
    ["batches: 99% within", ({ bulk }) => seconds(bulk, 0.99)],
  ];
  const lines = [
    ["", ...days.map(([sharing]) => `isolates share ${sharing}`)],
    ["---", ...days.map(() => "---:")],
    ...rows.map(([name, show]) => [name, ...days.map(([, day]) => show(day))]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const whole = (value: number): string => value.toLocaleString("en");

/** A quantile in seconds. */
function seconds(sorted: readonly number[], share: number): string {
  const ms = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

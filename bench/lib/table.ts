// The tables that the runner prints and that docs/performance.md shows.
import { type Row, RUNTIMES } from "./measure.ts";

const COLUMNS = [...RUNTIMES, "any"] as const;
const HEADINGS = { node: "Node", bun: "Bun", deno: "Deno", any: "" } as const;

/** A table with aligned columns: the median, and what it should reach. */
export function tableOf(rows: readonly Row[]): string {
  const used = COLUMNS.filter((column) => rows.some(({ figures }) => figures[column]));
  const lines = [
    ["", ...used.map((column) => HEADINGS[column]), "before", "aim"],
    ...rows.map(({ name, figures, aims = {}, before = {} }) => [
      name,
      ...used.map((column) => shown(figures[column]?.value)),
      used.map((column) => shown(before[column])).join(" / ").replace(/^[ /]+$/, ""),
      used.map((column) => shown(aims[column])).join(" / ").replace(/^[ /]+$/, ""),
    ]),
  ];
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines.map((line) =>
    line.map((cell, i) => i === 0 ? cell.padEnd(widths?.[i] ?? 0) : cell.padStart(widths?.[i] ?? 0))
      .join("  ")
  ).join("\n");
}

/** Three significant digits. */
export function shown(value: number | undefined): string {
  if (value === undefined) return "";
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 2 });
}

// The tables that the runner prints and that docs/performance.md shows.
import { type Row, RUNTIMES } from "./measure.ts";

const COLUMNS = [...RUNTIMES, "any"] as const;
const HEADINGS = { node: "Node", bun: "Bun", deno: "Deno", any: "now" } as const;

/** A table with aligned columns: the medians, those before, and what they should reach. */
export function tableOf(rows: readonly Row[]): string {
  const lines = cellsOf(rows);
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines.map((line) =>
    line.map((cell, i) => i === 0 ? cell.padEnd(widths?.[i] ?? 0) : cell.padStart(widths?.[i] ?? 0))
      .join("  ")
  ).join("\n");
}

/** The same table in Markdown, as `deno fmt` writes it. */
export function markdownOf(rows: readonly Row[]): string {
  const [head = [], ...lines] = cellsOf(rows);
  const widths = head.map((_, i) =>
    Math.max(3, ...[head, ...lines].map((line) => line[i]?.length ?? 0))
  );
  const row = (line: readonly string[]) =>
    `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [row(head), row(widths.map((width) => "-".repeat(width))), ...lines.map(row)].join("\n");
}

function cellsOf(rows: readonly Row[]): string[][] {
  const used = COLUMNS.filter((column) => rows.some(({ figures }) => figures[column]));
  const together = (values: Row["aims"] = {}) => {
    const known = used.map((column) => shown(values[column]));
    return known.every((value) => value === "") ? "" : known.join(" / ");
  };
  return [
    ["", ...used.map((column) => HEADINGS[column]), "before", "aim"],
    ...rows.map(({ name, figures, aims, before }) => [
      name,
      ...used.map((column) => shown(figures[column]?.value)),
      together(before),
      together(aims),
    ]),
  ];
}

/** Three significant digits. */
export function shown(value: number | undefined): string {
  if (value === undefined) return "";
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 2 });
}

// npm run bench:charts
// Draws a chart of each measure in bench/results.json, and writes the tables of docs/performance.md. Look at each
// picture afterward.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "../scripts/lib/project.ts";
import { RUNTIMES } from "./lib/measure.ts";
import { type Results, RESULTS_FILE, resultsSchema } from "./lib/results.ts";
import { markdownOf, shown } from "./lib/table.ts";

const FOLDER = "docs/performance";
const WIDTH = 760;
const LABELS = 280;
const VALUES = 60;
const BAR = 14;
const GAP = 12;
const COLUMNS = [...RUNTIMES, "any"] as const;
const COLORS = { node: "#3c873a", bun: "#c2703d", deno: "#3b6ea8", any: "#5b5f97" } as const;
const NAMES = { node: "Node", bun: "Bun", deno: "Deno", any: "" } as const;

type Drawn = Results["measures"][string];

const results = resultsSchema.parse(JSON.parse(readFileSync(inRoot(RESULTS_FILE), "utf8")));
mkdirSync(inRoot(FOLDER), { recursive: true });
for (const [id, measure] of Object.entries(results.measures)) {
  const file = path.posix.join(FOLDER, `${id}.svg`);
  writeFileSync(inRoot(file), chartOf(measure));
  console.log(file);
}

// The tables of the page, between their comments.
const page = inRoot("docs/performance.md");
writeFileSync(
  page,
  readFileSync(page, "utf8").replace(
    /(<!-- table: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, id: string, end: string) => {
      const measure = results.measures[id];
      if (measure === undefined) throw new Error(`docs/performance.md: no results of ${id}`);
      return `${begin}\n${markdownOf(measure.rows)}\n\n![${
        measure.title.replaceAll("`", "")
      }](performance/${id}.svg)\n\n${end}`;
    },
  ),
);

/** One group of bars a row, one bar a runtime, and a mark at each aim. */
function chartOf({ title, unit, better, rows }: Drawn): string {
  const values = rows.flatMap(({ figures, aims = {}, before = {} }) =>
    COLUMNS.flatMap((column) => [
      figures[column]?.value ?? 0,
      aims[column] ?? 0,
      before[column] ?? 0,
    ])
  );
  const [least, most] = [Math.min(0, ...values), Math.max(...values)];
  const x = (value: number) =>
    LABELS + (value - least) / (most - least) * (WIDTH - LABELS - VALUES);
  const parts: string[] = [];
  let y = 64;
  for (const { name, figures, aims = {}, before = {} } of rows) {
    const columns = COLUMNS.filter((column) => figures[column] !== undefined);
    const middle = y + columns.length * BAR / 2 + 4;
    parts.push(`<text x="${LABELS - 12}" y="${middle}" text-anchor="end">${escaped(name)}</text>`);
    for (const column of columns) {
      const value = figures[column]?.value ?? 0;
      const [from, to] = [Math.min(x(0), x(value)), Math.max(x(0), x(value))];
      const was = before[column];
      const aim = aims[column];
      // Beside the bar, unless the mark of the aim is there.
      const end = aim !== undefined && x(aim) > to - 2 && x(aim) < to + 34 ? x(aim) : to;
      parts.push(
        ...was === undefined
          ? []
          : [box(Math.min(x(0), x(was)), Math.max(x(0), x(was)), y, BAR - 2, COLORS[column], 0.25)],
        box(from, to, y, BAR - 2, COLORS[column], 1),
        ...aim === undefined
          ? []
          : [`<path d="M${x(aim)} ${y - 1}v${BAR}" stroke="#111" stroke-width="2"/>`],
        `<text x="${end + 5}" y="${y + BAR - 4}" font-size="11">${shown(value)}</text>`,
      );
      y += BAR;
    }
    y += GAP;
  }
  const reference = unit === "times" && least <= 1 && most >= 1
    ? `<path d="M${x(1)} 56V${y - GAP + 4}" stroke="#999" stroke-dasharray="3 3"/>`
    : "";
  const used = COLUMNS.filter((column) =>
    column !== "any" && rows.some((row) => row.figures[column])
  );
  const legend = [
    ...used.map((column, i) =>
      `<rect x="${WIDTH - 170 + i * 58}" y="${38}" width="10" height="10" fill="${
        COLORS[column]
      }"/>` +
      `<text x="${WIDTH - 156 + i * 58}" y="47" font-size="11">${NAMES[column]}</text>`
    ),
    `<text x="16" y="47" font-size="11" fill="#555">${unit}; ${better} is better; black mark: aim; pale bar: before</text>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" ` +
    `font-family="system-ui, sans-serif" font-size="12" fill="#222">\n` +
    `<rect width="${WIDTH}" height="${y}" fill="#fff"/>\n` +
    `<text x="16" y="26" font-size="15" font-weight="600">${escaped(title)}</text>\n` +
    `${[...legend, reference, ...parts].filter((part) => part !== "").join("\n")}\n</svg>\n`;
}

function box(
  from: number,
  to: number,
  y: number,
  height: number,
  fill: string,
  opacity: number,
): string {
  return `<rect x="${round(from)}" y="${y}" width="${
    round(Math.abs(to - from))
  }" height="${height}" fill="${fill}" ` +
    `opacity="${opacity}"/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("`", "").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

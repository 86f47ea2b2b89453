// npm run docs:scale
// Simulates a day of a deployment with and without the Durable Object, prints a table, and writes it and its chart
// into docs/scale.md and docs/scale.svg. It takes several minutes. Afterwards, run npm run fmt.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { inRoot } from "./lib/project.ts";
import { scaleChart } from "./lib/scale/chart.ts";
import { type Day, type Sharing, simulateDay } from "./lib/scale/simulate-day.ts";
import { scaleTable } from "./lib/scale/table.ts";

const SHARINGS: readonly Sharing[] = ["nothing", "a token", "a token and a budget"];

const { values } = parseArgs({
  options: {
    isolates: { type: "string", default: "1000" },
    hours: { type: "string", default: "24" },
    // Only prints.
    dry: { type: "boolean", default: false },
  },
});

Bun.plugin({
  name: "cloudflare:workers",
  setup(build) {
    const exports = { DurableObject: class {}, env: {} };
    build.module("cloudflare:workers", () => ({ exports, loader: "object" }));
  },
});
// The digest of a secret runs outside the simulated clock.
crypto.subtle.digest = () => Promise.resolve(new ArrayBuffer(32));

const cloudflare = await import("../src/cloudflare.ts");
const days: (readonly [Sharing, Day])[] = [];
for (const sharing of SHARINGS) {
  const start = performance.now();
  const random = seededRandom(1);
  const [isolates, hours] = [Number(values.isolates), Number(values.hours)];
  days.push([sharing, await simulateDay({ isolates, hours, sharing, random, cloudflare })]);
  console.error(`${sharing}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
const table = scaleTable(days);
console.log(table);
if (!values.dry) {
  const file = inRoot("docs/scale.md");
  const [before, after] = readFileSync(file, "utf8").split(
    /(?<=<!-- table -->\n)[^]*(?=<!-- \/table -->)/,
  );
  if (before === undefined || after === undefined) {
    throw new Error(`${file} has no place for the table`);
  }
  writeFileSync(file, `${before}\n${table}\n\n${after}`);
  writeFileSync(inRoot("docs/scale.svg"), scaleChart(days));
}
process.exit(0); // the simulated visitors still wait

/** The same numbers in each run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { type Measure, type Row, type RuntimeName, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";
import { bodyOf, readers } from "./stream.ts";

const KINDS = ["drain", "stream", "json"] as const;
const ROUNDS = 5;
type Kind = typeof KINDS[number];

export const measure: Measure = {
  id: "stream-memory",
  title: "Memory of reading 100,000 records, above reading the bytes alone",
  unit: "MB",
  better: "lower",
  note:
    "The peak of the resident memory of a fresh process, minus that of one that only reads the bytes.",
  async run(lab) {
    const peaks: Record<Kind, Record<RuntimeName, number[]>> = {
      drain: { node: [], bun: [], deno: [] },
      stream: { node: [], bun: [], deno: [] },
      json: { node: [], bun: [], deno: [] },
    };
    for (let round = 0; round < ROUNDS; round++) {
      for (const kind of KINDS) {
        const found = await lab.inEachRuntime<number>("stream-memory", { rounds: 1, input: kind });
        for (const runtime of RUNTIMES) peaks[kind][runtime].push(...found[runtime]);
      }
    }
    const above = (kind: Kind) =>
      Object.fromEntries(RUNTIMES.map((runtime) => {
        const drained = figure(peaks.drain[runtime]).value;
        return [runtime, figure(peaks[kind][runtime].map((peak) => peak - drained))];
      }));
    return [
      {
        name: "stream()",
        figures: above("stream"),
        aims: { node: 20, bun: 20, deno: 20 },
        before: { node: -19, bun: 30, deno: -4 },
      },
      { name: "response.json()", figures: above("json") },
    ] satisfies Row[];
  },
};

/** Returns the peak of the resident memory, in megabytes. */
export async function program(input: unknown): Promise<number> {
  const body = bodyOf("compact");
  await readers(body)[String(input)]?.();
  return peakKilobytes() / 1000;
}

/** On Linux, `maxRSS` may be that of the process that started this one. */
function peakKilobytes(): number {
  const status = "/proc/self/status";
  if (!existsSync(status)) return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1]);
}

import process from "node:process";
import { type Measure, type Row, type RuntimeName, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";

const ROUNDS = 11;

export const measure: Measure = {
  id: "import",
  title: "Import of the built client, above the import of an empty module",
  unit: "ms",
  better: "lower",
  note:
    "Processor time of `import()` in a fresh process. jose, which the client imports, is part of it.",
  async run(lab) {
    const empty = lab.file("empty.mjs", "export {};\n");
    const files = {
      "the client (`.`)": `${lab.dist}/mod.js`,
      "jose/jwt/decode alone": lab.file("jose.mjs", JOSE),
    };
    const times = new Map<string, Record<RuntimeName, number[]>>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const file of [empty, ...Object.values(files)]) {
        const found = await lab.inEachRuntime<number>("import", { rounds: 1, input: file });
        const known = times.get(file) ?? { node: [], bun: [], deno: [] };
        for (const runtime of RUNTIMES) known[runtime].push(...found[runtime]);
        times.set(file, known);
      }
    }
    const above = (file: string) =>
      Object.fromEntries(RUNTIMES.map((runtime) => {
        const base = figure(times.get(empty)?.[runtime] ?? []).value;
        return [runtime, figure((times.get(file)?.[runtime] ?? []).map((ms) => ms - base))];
      }));
    return Object.entries(files).map(([name, file], i): Row => ({
      name,
      figures: above(file),
      ...i === 0
        ? { aims: { node: 3, bun: 4, deno: 1 }, before: { node: 25, bun: 6, deno: 5 } }
        : {},
    }));
  },
};

const JOSE = 'export { decodeJwt } from "jose/jwt/decode";\n';

/** Returns the milliseconds of one import. */
export async function program(input: unknown): Promise<number> {
  const file = String(input);
  const { user, system } = process.cpuUsage();
  await import(file);
  const used = process.cpuUsage({ user, system });
  return (used.user + used.system) / 1000;
}

import process from "node:process";
import { type Measure, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";

export const measure: Measure = {
  id: "first-token",
  title: "From the start of a program to its first token, with the mock in process",
  unit: "ms",
  better: "lower",
  note:
    "Processor time from the first line of a fresh process: import of the built client and mock, an app, and a client's " +
    "`token()`.",
  async run(lab) {
    const found = await lab.inEachRuntime<number>("first-token", { rounds: 11, input: lab.dist });
    return [{
      name: "first token",
      figures: Object.fromEntries(RUNTIMES.map((runtime) => [runtime, figure(found[runtime])])),
      aims: { node: 60, bun: 25, deno: 25 },
    }];
  },
};

/** Returns the milliseconds of processor time. */
export async function program(dist: unknown): Promise<number> {
  const start = process.cpuUsage();
  const { createClient } = await import(`${dist}/mod.js`);
  const { createMockServer } = await import(`${dist}/mock-server/mod.js`);
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Start", description: "Measured" });
  const token: unknown = await createClient(app.clientOptions()).token();
  const { user, system } = process.cpuUsage(start);
  if (typeof token !== "string") throw new Error("no token");
  return (user + system) / 1000;
}

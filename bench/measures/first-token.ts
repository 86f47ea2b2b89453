import process from "node:process";
import { type Measure, type Row, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";

export const measure: Measure = {
  id: "first-token",
  title: "From the start of a program to its first token, with the mock in process",
  unit: "ms",
  better: "lower",
  note:
    "Processor time from the first line of a fresh process to the result of a client's `token()`: with the import of the " +
    "built mock and an app of it, and with a `fetch` that returns a token at once.",
  async run(lab) {
    const rows: Row[] = [];
    for (
      const [name, withMock] of [["with the mock", true], ["the client alone", false]] as const
    ) {
      const input = { dist: lab.dist, withMock };
      const found = await lab.inEachRuntime<number>("first-token", { rounds: 11, input });
      rows.push({
        name,
        figures: Object.fromEntries(RUNTIMES.map((runtime) => [runtime, figure(found[runtime])])),
        ...withMock ? { aims: { node: 60, bun: 25, deno: 25 } } : {},
      });
    }
    return rows;
  },
};

/** Returns the milliseconds of processor time. */
export async function program(input: { dist: string; withMock: boolean }): Promise<number> {
  const start = process.cpuUsage();
  const { createClient } = await import(`${input.dist}/mod.js`);
  const options = input.withMock ? await mockOptions(input.dist) : stubOptions();
  const token: unknown = await createClient(options).token();
  const { user, system } = process.cpuUsage(start);
  if (typeof token !== "string") throw new Error("no token");
  return (user + system) / 1000;
}

async function mockOptions(dist: string): Promise<unknown> {
  const { createMockServer } = await import(`${dist}/mock-server/mod.js`);
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Start", description: "Measured" });
  return app.clientOptions();
}

/** A `fetch` that returns a token at once. */
function stubOptions(): unknown {
  const token = `e30.${btoa(JSON.stringify({ exp: 4102444800 })).replaceAll("=", "")}.c2ln`;
  return {
    appId: "018f2f4e-7b1a-7c3e-9a53-1d2b3c4d5e6f",
    appSecret: btoa("x".repeat(64)),
    fetch: () => Promise.resolve(Response.json({ token })),
  };
}

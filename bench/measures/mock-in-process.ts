import { Hono } from "hono";
import { compare, ratios, type Times } from "../lib/compare.ts";
import { authorized, mockWithRecords } from "../lib/mock-with-records.ts";
import { type Measure, type Row, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const BARE = "bare";
const AIMS = { node: 2, bun: 4, deno: 3 };
const BEFORE = { node: 10, bun: 44, deno: 27 };

export const measure: Measure = {
  id: "mock-in-process",
  title: "The mock's authorized GET of one record in process, compared with a bare Hono route",
  unit: "times",
  better: "lower",
  note:
    "Processor time of one call with its Request and `response.json()`, divided by that of a route that returns " +
    "`c.json(record)`. Each call gets another record. The journal is on, and the token is checked every time.",
  async run(lab) {
    const found = await lab.inEachRuntime<Record<string, Times>>("mock-in-process", { rounds: 3 });
    const row = (size: number, name: string): Row => ({
      name: `${name}, ${size.toLocaleString("en")} records`,
      figures: Object.fromEntries(
        RUNTIMES.map((runtime) => [
          runtime,
          figure(found[runtime].flatMap((of) => ratios(of[size] ?? {}, BARE)[name] ?? [])),
        ]),
      ),
      ...name === "as a server" && size <= 100_000 ? { aims: AIMS } : {},
      ...name === "as a server" && size === 1_000 ? { before: BEFORE } : {},
    });
    return ["as a server", "as a fetch"].flatMap((name) => SIZES.map((size) => row(size, name)));
  },
};

/** The times at each number of records. */
export async function program(): Promise<Record<string, Times>> {
  const results: Record<string, Times> = {};
  for (const size of SIZES) results[size] = await timesWith(size);
  return results;
}

async function timesWith(size: number): Promise<Times> {
  const mock = mockWithRecords(size);
  const headers = await authorized(mock);
  let turn = 0;
  // Far from the record before.
  const next = () => `${mock.baseUrl}collections/people/record-${turn++ * 7919 % size}`;

  const bare = new Hono();
  const data = { name: "Ada", note: "A record of ordinary size", amount: 36.5, open: true };
  const record = { id: "record-1", numericId: 2, data, external: null };
  bare.get("/api/v1/collections/:collection/:id", (c) => c.json(record));
  const checked = async (response: Response) => {
    const { id } = await response.json();
    if (typeof id !== "string") throw new Error(`no record: ${response.status}`);
  };
  return compare({
    [BARE]: async () => await checked(await bare.fetch(new Request(next(), { headers }))),
    "as a server": async () =>
      await checked(await mock.fetch(new Request(next(), { headers }), {})),
    "as a fetch": async () => await checked(await mock.fetch(next(), { headers })),
  }, { rounds: 9, calls: 1_000 });
}

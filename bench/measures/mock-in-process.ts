import { Hono } from "hono";
import { createMockServer } from "../../mock-server/mod.ts";
import { compare, ratios, type Times } from "../lib/compare.ts";
import { type Measure, type Row, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";

const BARE = "bare Hono route";

export const measure: Measure = {
  id: "mock-in-process",
  title: "The mock's authorized GET of one record in process, compared with a bare Hono route",
  unit: "times",
  better: "lower",
  note: "x",
  async run(lab) {
    const found = await lab.inEachRuntime<Times>("mock-in-process", { rounds: 3 });
    const names = Object.keys(found.node[0] ?? {}).filter((name) => name !== BARE);
    return names.map((name): Row => ({
      name,
      figures: Object.fromEntries(
        RUNTIMES.map((runtime) => [
          runtime,
          figure(found[runtime].flatMap((times) => ratios(times, BARE)[name] ?? [])),
        ]),
      ),
    }));
  },
};

export async function program(): Promise<Times> {
  const record = {
    id: "018f2f4e-7b1a-7c3e-9a53-1d2b3c4d5e6f",
    numericId: 7,
    data: { name: "Ada", note: "A record of ordinary size", amount: 36.5, open: true },
    external: null,
  };
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Bench", description: "Measured" });
  mock.tenant.collections.create({ slug: "people", name: "People" }).records.add(record);
  const { appId, appSecret } = app;
  const answer = await mock.fetch(`${mock.baseUrl}token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ appId, appSecret }),
  });
  const { token } = await answer.json();
  const url = `${mock.baseUrl}collections/people/${record.id}`;
  const headers = { authorization: `Bearer ${token}` };
  const bare = new Hono();
  bare.get("/api/v1/collections/:collection/:id", (c) => c.json(record));
  const check = await (await mock.fetch(url, { headers })).json();
  if (check.id !== record.id) throw new Error("wrong " + JSON.stringify(check));
  return compare({
    [BARE]: async () => await (await bare.fetch(new Request(url, { headers }))).json(),
    "mock, as fetch": async () => await (await mock.fetch(url, { headers })).json(),
    "mock, as a server": async () =>
      await (await mock.fetch(new Request(url, { headers }), {})).json(),
  }, { rounds: 9, calls: 1000 });
}

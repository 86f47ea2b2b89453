// The object of examples/mock-worker with a storage in memory.
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { createTenantTable, type Sql } from "../../examples/mock-worker/tenant-table.ts";
import { demoCredentials } from "../../mock-server/mod.ts";
import "./worker-modules.ts";

const { DurableMock } = await import("../../examples/mock-worker/durable-mock.ts");

function createSql(): Sql {
  const database = new Database(":memory:");
  return {
    exec(query, ...values) {
      const rows: Record<string, unknown>[] = Object(database.query(query).all(...values));
      return rows;
    },
  };
}

/** An object, and the alarms that it sets. The runtime forgets an alarm before it calls `alarm()`. */
function createObject(sql: Sql = createSql()) {
  const alarms: number[] = [];
  let alarm: number | null = null;
  const storage = {
    sql,
    getAlarm: async () => alarm,
    async setAlarm(time: number) {
      alarm = time;
      alarms.push(time);
    },
  };
  const env = { CONTROL_KEY: crypto.randomUUID() };
  const object = Reflect.construct(DurableMock, [{ storage }, env]);
  const fetch = (path: string, init?: RequestInit): Promise<Response> =>
    object.fetch(new Request(`http://localhost${path}`, init));
  /** Sends a request of the demo's app. */
  const call = async (method: string, path: string, body?: object) => {
    const credentials = JSON.stringify(demoCredentials());
    const headers = { "content-type": "application/json" };
    const token = await fetch("/api/v1/token", { method: "POST", headers, body: credentials });
    const { token: value }: { token: string } = Object(await token.json());
    const authorized = { ...headers, authorization: `Bearer ${value}` };
    const init = { method, headers: authorized, ...(body && { body: JSON.stringify(body) }) };
    return await fetch(`/api/v1${path}`, init);
  };
  async function fire(): Promise<void> {
    alarm = null;
    await object.alarm();
  }
  return { call, alarms, fire };
}

test("mock-worker > requests without a pause do not move the alarm that saves their changes", async () => {
  const sql = createSql();
  const { call, alarms, fire } = createObject(sql);
  const add = (fullName: string) => call("POST", "/collections/people", { data: { fullName } });
  for (const name of ["Ada", "Grace", "Jean"]) expect((await add(name)).status).toBe(200);
  expect(alarms.length).toBe(1);
  await fire();
  // The demo has 50.
  const later = createObject(sql);
  expect(await (await later.call("GET", "/collections/people")).json())
    .toMatchObject({ totalRecords: 53 });
  await add("Mary");
  expect(alarms.length).toBe(2);
});

test("mock-worker > reading and a new token save nothing, whatever a collection is called", async () => {
  const { call, alarms } = createObject();
  expect((await call("GET", "/collections")).status).toBe(200);
  expect(alarms.length).toBe(0);
  // It does not exist, but it could.
  await call("POST", "/collections/token", { data: {} });
  expect(alarms.length).toBe(1);
});

test.each([499_990, 499_991])("mock-worker > a large snapshot is stored whole: %i", (length) => {
  const table = createTenantTable(createSql());
  const snapshot = { text: `${"a".repeat(length)}${"😀".repeat(400_000)}` };
  table.write([["one", snapshot], ["two", {}]]);
  expect(table.read()).toEqual([["one", snapshot], ["two", {}]]);
});

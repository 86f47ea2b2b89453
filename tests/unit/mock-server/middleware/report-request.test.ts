import { expect, test } from "bun:test";
import { createClient } from "../../../../mod.ts";
import { createMockServer, type JournalEntry, type Tenant } from "../../../../mock-server/mod.ts";

/** Creates a mock, and the list of what its listener received. */
function listening() {
  const heard: { entry: JournalEntry; tenant: Tenant }[] = [];
  const mock = createMockServer({
    control: true,
    onRequest: (entry, tenant) => void heard.push({ entry, tenant }),
  });
  return { mock, heard };
}

test("the listener receives the entries of all tenants, with their tenant", async () => {
  const { mock, heard } = listening();
  const other = mock.createTenant();
  const app = await other.apps.create({ name: "Import", description: "Nightly import" });
  await createClient(app.clientOptions()).status();
  await mock.fetch(`${mock.baseUrl}status`);
  expect(heard.map(({ entry: { method, path, status } }) => [method, path, status])).toEqual([
    ["POST", "/token", 200],
    ["GET", "/status", 200],
    ["GET", "/status", 401],
  ]);
  expect(heard.map(({ tenant }) => tenant.id)).toEqual([other.id, other.id, mock.tenant.id]);
  expect(heard.slice(0, 2).map(({ entry }) => entry)).toEqual(other.journal.entries());
  expect(JSON.stringify(heard[0]?.entry)).not.toContain(app.appSecret);
});

test("an entry is complete: it has the reason of a failure, and the fault", async () => {
  const { mock, heard } = listening();
  await mock.fetch(`${mock.baseUrl}nothing`);
  expect(heard[0]?.entry).toMatchObject({
    status: 401,
    responseBody: { error: expect.stringContaining("bearer token") },
  });
  mock.faults.add({ kind: "drop" });
  await expect(mock.fetch(`${mock.baseUrl}status`)).rejects.toThrow();
  expect(heard[1]?.entry).toMatchObject({ fault: "drop", duration: 0 });
  expect(heard[1]?.entry.status).toBeUndefined();
});

test("a listener cannot change the journal, and its errors change no response", async () => {
  for (
    const onRequest of [
      (entry: JournalEntry) => {
        Object.assign(entry, { path: "/changed" });
        throw new Error("thrown");
      },
      () => Promise.reject(new Error("rejected")),
    ]
  ) {
    const mock = createMockServer({ onRequest });
    expect((await mock.fetch(`${mock.baseUrl}status`)).status).toBe(401);
    expect(mock.journal.entries().map(({ path }) => path)).toEqual(["/status"]);
  }
});

test("requests for the control API are not reported", async () => {
  const { mock, heard } = listening();
  expect((await mock.fetch("http://localhost/__mock/tenants")).status).toBe(200);
  expect(heard).toEqual([]);
});

test("a listener that is not a function is refused", () => {
  expect(() => Reflect.apply(createMockServer, undefined, [{ onRequest: "log" }]))
    .toThrow('onRequest: expected a function, got "log"');
});

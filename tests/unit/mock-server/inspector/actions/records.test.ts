import { expect, test } from "bun:test";
import { createMockServer, type MockServer } from "../../../../../mock-server/mod.ts";

const ORIGIN = "http://localhost:8787";

async function post(mock: MockServer, action: string, fields: Record<string, string>) {
  return await mock.fetch(
    new Request(`${ORIGIN}/__mock/inspector/${action}`, {
      method: "POST",
      headers: { origin: ORIGIN },
      body: new URLSearchParams({ collection: "people", ...fields }),
    }),
  );
}

function filled() {
  const mock = createMockServer({ control: true });
  const people = mock.tenant.collections.create({
    slug: "people",
    name: "People",
    fields: { name: "text" },
  });
  people.records.add({ id: "r1", data: { name: "Ada" }, external: [{ key: "hr", id: "7" }] });
  return { mock, people };
}

test("a form that is only checked changes nothing", async () => {
  const { mock, people } = filled();
  const before = JSON.stringify(await mock.tenant.snapshot());
  const snapshot = JSON.stringify({ version: 1, apiEnabled: false, apps: [], collections: [] });
  const forms: [string, Record<string, string>][] = [
    ["apps", { name: "a", description: "b" }],
    ["collections", { name: "a" }],
    ["records", { json: "{}" }],
    ["records/edit", { recordId: "r1", json: '{"name":"Grace"}' }],
    ["records/import", { json: '[{"data":{}}]' }],
    ["clock/set", { time: "2020-01-01" }],
    ["tenant/restore", { json: snapshot }],
    ["faults", { kind: "drop" }],
    ["chaos", { rate: "1", seed: "1" }],
  ];
  mock.clock.freeze();
  const time = mock.clock.now();
  for (const [action, fields] of forms) {
    expect([action, (await post(mock, action, { ...fields, check: "1" })).status < 400])
      .toEqual([action, true]);
  }
  expect(JSON.stringify(await mock.tenant.snapshot())).toBe(before);
  expect([mock.clock.now(), mock.faults.list(), mock.faults.chaos(), people.records.count()])
    .toEqual([time, [], undefined, 1]);
});

test("an export can be imported into another collection", async () => {
  const { mock } = filled();
  const copies = mock.tenant.collections.create({ slug: "copies", name: "Copies" });
  const response = await post(mock, "records/export", {});
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="people.json"');
  expect(response.headers.get("cache-control")).toBe("no-store");
  const json = await response.text();
  const imported = await post(mock, "records/import", { collection: "copies", json });
  expect(imported.headers.get("location")).toContain("done=recordsImported");
  expect(copies.records.list()).toEqual(JSON.parse(json));
  const again = await post(mock, "records/import", { collection: "copies", json });
  expect(again.status).toBe(422);
  expect(await again.text()).toContain("[0].id: &quot;r1&quot; is already used");
  expect(copies.records.count()).toBe(1);
});

test("a refused record, field or collection is named, and the form keeps its text", async () => {
  const { mock, people } = filled();
  const cases: [string, Record<string, string>, string][] = [
    ["records", { json: "" }, "Expected JSON, got nothing."],
    ["records", { json: "{nam" }, "This is not valid JSON."],
    ["records", { json: "[]" }, "JSON: expected an object, got []."],
    ["records", { json: '{"nme":1}' }, "Unknown field data.nme. Did you mean &quot;name&quot;?"],
    ["records/edit", { recordId: "r1", record: "r1", json: '{"name":1}' }, "data.name: expected"],
    ["records/import", { json: '[{"data":{}},{}]' }, "[1].data is missing."],
    ["collections", { name: " " }, "Enter a name."],
    ["collections", { name: "People" }, "people is already used in this tenant."],
    ["collections", { name: "!" }, "Expected letters, digits and hyphens"],
    ["clock/set", { time: "2026-13-01" }, "Expected a time such as"],
    ["tenant/restore", { json: '{"version":2}' }, "version: expected 1, got 2."],
  ];
  for (const [action, fields, message] of cases) {
    const response = await post(mock, action, fields);
    const page = await response.text();
    expect([action, response.status, page.includes(message)]).toEqual([action, 422, true]);
  }
  expect(people.records.list()).toMatchObject([{ data: { name: "Ada" } }]);
  expect(mock.tenant.collections.list()).toHaveLength(1);
});

test("records that were deleted meanwhile are neither changed nor deleted again", async () => {
  const { mock } = filled();
  for (const action of ["records/edit", "records/delete"]) {
    const gone = await post(mock, action, { recordId: "r2", json: "{}" });
    expect([gone.status, (await gone.text()).includes("does not exist any more")]).toEqual([
      409,
      true,
    ]);
  }
});

test("a form of a collection that is gone does not change another one", async () => {
  const { mock, people } = filled();
  const collection = "gone";
  const before = people.records.list();
  const forms: [string, Record<string, string>][] = [
    ["records", { json: "{}" }],
    ["records/edit", { recordId: "r1", json: '{"name":"Grace"}' }],
    ["records/delete", { recordId: "r1" }],
    ["records/import", { json: '[{"data":{}}]' }],
    ["records/export", {}],
  ];
  for (const [action, fields] of forms) {
    expect([action, (await post(mock, action, { ...fields, collection })).status])
      .toEqual([action, 409]);
  }
  expect(people.records.list()).toEqual(before);
});

test("a record is deleted with its telemetry, after a question that names it", async () => {
  const { mock, people } = filled();
  const ask = await mock.fetch(`${ORIGIN}/?collection=people&record=r1&dialog=delete:r1`);
  const question = await ask.text();
  expect(question).toContain("Delete this record?");
  expect(question).toContain("Record <strong>1</strong> of People");
  const gone = await mock.fetch(`${ORIGIN}/?collection=people&record=r1&dialog=delete:r2`);
  expect(await gone.text()).not.toContain("<dialog");
  expect(people.records.count()).toBe(1);
  const deleted = await post(mock, "records/delete", { recordId: "r1", record: "r1" });
  expect([deleted.status, deleted.headers.get("location")]).toEqual([
    303,
    "/?tenant=default&collection=people&done=recordDeleted",
  ]);
  expect(people.records.list()).toEqual([]);
});

import { describe, expect, test } from "bun:test";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { mockWithApp } from "../mock-with-app.ts";

describe("updatedAfter", () => {
  const NOON = "2026-01-31T12:00:00.000Z";

  test("without a zone is UTC, and so is a date; an offset counts", async () => {
    const clock = createManualClock({ start: NOON });
    const { people, send } = await mockWithApp({ clock });
    people.records.add({ data: {} });
    const total = async (updatedAfter: string) => {
      const query = new URLSearchParams({ updatedAfter });
      return (await send("GET", `collections/people?${query}`)).body.totalRecords;
    };
    for (
      const before of [
        "2026-01-31T11:59:59",
        "2026-01-31T11:59:59.999",
        "2026-01-31T11:59:59Z",
        "2026-01-31T13:59:59+02:00",
        "2026-01-31T09:59:59-02:00",
        "2026-01-31",
      ]
    ) expect([before, await total(before)]).toEqual([before, 1]);
    for (
      const after of [
        "2026-01-31T12:00:00",
        "2026-01-31T12:00:00.001",
        "2026-01-31T14:00:00+02:00",
        "2026-01-31T10:00:00-02:00",
        "2026-02-01",
      ]
    ) expect([after, await total(after)]).toEqual([after, 0]);
  });
});

test("an unknown record is 404, and the error names it", async () => {
  const { send } = await mockWithApp();
  for (
    const [method, body] of [["GET", undefined], ["PATCH", {}], ["DELETE", undefined]] as const
  ) {
    const { status, body: { error } } = await send(method, "collections/people/nobody", body);
    expect([status, error]).toEqual([404, 'Record "nobody" does not exist in this collection.']);
  }
});

test("a record is added with its links, read, changed and deleted", async () => {
  const { people, send } = await mockWithApp();
  const external = [{ key: "crm", id: "1" }];
  const { body: { id } } = await send("POST", "collections/people", { data: { a: 1 }, external });
  const path = `collections/people/${id}`;
  expect((await send("GET", path)).body)
    .toEqual({ id, numericId: 1, data: { a: 1 }, external });
  expect((await send("PATCH", path, { data: { b: 2 }, external: [] })).body)
    .toEqual({ id, numericId: 1, data: { a: 1, b: 2 }, external: null });
  expect((await send("DELETE", path)).body).toEqual({});
  expect(people.records.count()).toBe(0);
});

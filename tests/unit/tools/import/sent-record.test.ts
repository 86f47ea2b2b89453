import { expect, test } from "bun:test";
import { changeOf, newRecord } from "../../../../tools/import/sent-record.ts";

const data = { name: "Ada" };
const own = { key: "crm", id: "7" };
const link = { key: "shop", id: "7" };

test("a new record is linked to its key, before the row's other links", () => {
  const row = { row: 2, data, key: "7" };
  expect(newRecord(row, "crm")).toEqual({ data, external: [own] });
  expect(newRecord({ ...row, external: [link] }, "crm")).toEqual({ data, external: [own, link] });
  expect(newRecord({ ...row, external: [link, own] }, "crm"))
    .toEqual({ data, external: [link, own] });
  const other = { key: "crm", id: "8" };
  expect(newRecord({ ...row, external: [other] }, "crm")).toEqual({ data, external: [own, other] });
});

test("a new record without a service or without a key has only the row's links", () => {
  expect(newRecord({ row: 2, data, key: "7" }, undefined)).toEqual({ data });
  expect(newRecord({ row: 2, data }, "crm")).toEqual({ data });
  expect(newRecord({ row: 2, data, external: null }, "crm")).toEqual({ data });
  expect(newRecord({ row: 2, data, external: [link] }, undefined)).toEqual({
    data,
    external: [link],
  });
  expect("external" in newRecord({ row: 2, data, external: [] }, undefined)).toBe(false);
});

test("a change sends links only if the record lacks one of the row's, and then all of them", () => {
  const existing = { id: "x", external: [own] };
  const change = (external: readonly { key: string; id: string }[] | null | undefined) =>
    changeOf({ row: 2, data, external: external && [...external] }, existing);
  for (const none of [undefined, null, [], [own], [{ ...own }]]) {
    const sent = change(none);
    expect(sent).toEqual({ id: "x", data });
    expect("external" in sent).toBe(false);
  }
  expect(change([own, link])).toEqual({ id: "x", data, external: [own, link] });
  expect(change([{ key: "crm", id: "8" }]))
    .toEqual({ id: "x", data, external: [own, { key: "crm", id: "8" }] });
});

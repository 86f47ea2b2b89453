import { describe, expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

const PATHS = ["collections/friends/ada", "collections/friends/ext/crm/1"];

async function started(behaviors: object) {
  const seed = {
    collections: [{
      slug: "friends",
      name: "Friends",
      records: [{ id: "ada", data: { name: "Ada" }, external: [{ key: "crm", id: "1" }] }],
    }],
  };
  const { mock, send } = await mockWithApp({ seed, behaviors });
  const records = mock.tenant.collections.list()[0]?.records;
  const [record] = records?.list() ?? [];
  return { record, records, send };
}

describe("the response to a PATCH", () => {
  const cases = [["record", 200], ["empty", 200], ["204", 204]] as const;
  for (const [option, expected] of cases) {
    for (const path of PATHS) {
      test(`of ${path}: ${option}`, async () => {
        const { record, records, send } = await started({ "update.answer": option });
        const { status, text, body } = await send("PATCH", path, { data: { age: 36 } });
        const changed = { ...record, data: { name: "Ada", age: 36 } };
        expect(status).toBe(expected);
        if (option === "record") expect(body).toEqual(changed);
        else expect(text).toBe("");
        expect(records?.list()).toEqual([Object(changed)]);
      });
    }
  }
});

describe("the response to a DELETE", () => {
  const cases = [["object", 200], ["empty", 200], ["204", 204], ["record", 200]] as const;
  for (const [option, expected] of cases) {
    for (const path of PATHS) {
      test(`of ${path}: ${option}`, async () => {
        const { record, records, send } = await started({ "delete.answer": option });
        const { status, text, body } = await send("DELETE", path);
        expect(status).toBe(expected);
        if (option === "record") expect(body).toEqual(record);
        else expect(text).toBe(option === "object" ? "{}" : "");
        expect(records?.count()).toBe(0);
      });
    }
  }
});

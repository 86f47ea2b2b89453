// The JSON example of a seed in docs/testing.md is loaded by a mock.
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createMockServer } from "../../mock-server/mod.ts";
import { root } from "./blocks.ts";

const text = readFileSync(path.join(root, "docs/testing.md"), "utf8");
const examples = [...text.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json = ""]) => json);

test("the example of a seed is complete and valid", () => {
  expect(examples).toHaveLength(1);
  const seed: object = JSON.parse(examples[0] ?? "");
  const [people] = createMockServer({ seed }).tenant.collections.list();
  expect(people?.records.list().map(({ numericId }) => numericId)).toEqual([7, 8]);
  // As a real one (S): the contract holds with the app of the example too.
  expect(examples[0]).toMatch(/"appSecret": "[A-Za-z\d+/]{86}=="/);
  const names = ["$schema", "apps", "collections", "behaviors"];
  expect(Object.keys(seed).toSorted()).toEqual(names.toSorted());
});

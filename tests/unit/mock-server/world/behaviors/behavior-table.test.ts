import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { behaviorTable } from "../../../../../mock-server/mod.ts";

test("the documentation of each behavior is its question in the table", () => {
  const source = readFileSync(
    new URL("../../../../../mock-server/world/behaviors/behavior-settings.ts", import.meta.url),
    "utf8",
  );
  const documented = [...source.matchAll(/\/\*\* ([^*]+) \*\/\n\s+"([a-z.-]+)":/g)]
    .map(([, question, id]) => [id, question]);
  const questions = Object.entries(behaviorTable).map(([id, { question }]) => [id, question]);
  expect(documented).toEqual(questions);
});

test("the default of each behavior is one of its options, and not the only one", () => {
  for (const [id, { options, default: option }] of Object.entries(behaviorTable)) {
    expect([id, Object.keys(options)]).toEqual([id, expect.arrayContaining([option])]);
    expect(Object.keys(options).length).toBeGreaterThan(1);
  }
});

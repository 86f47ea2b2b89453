import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { behaviorTable, createMockServer } from "../../../../../mock-server/mod.ts";

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

test("each behavior says what is asked, what each option means, and how surely it is known", () => {
  for (const [id, { question, options, evidence, probe }] of Object.entries(behaviorTable)) {
    expect([id, question]).toEqual([id, expect.stringMatching(/^[A-Z].*\?$/)]);
    const meanings = Object.values(options);
    for (const meaning of meanings) expect([id, meaning]).toEqual([id, expect.stringMatching(/./)]);
    // No two options mean the same.
    expect([id, new Set(meanings).size]).toEqual([id, meanings.length]);
    expect([id, evidence]).toEqual([id, expect.stringMatching(/^[OA]$/)]);
    expect([id, probe]).toEqual([id, expect.stringMatching(/^(?:safe|opt-in|impossible)$/)]);
  }
});

test("a mock can have each option of each behavior", () => {
  for (const [id, { options }] of Object.entries(behaviorTable)) {
    for (const option of Object.keys(options)) {
      const { tenant } = createMockServer({ behaviors: { [id]: option } });
      expect(tenant.behaviors.all()).toHaveProperty([id], option);
    }
  }
});

import { expect, test } from "bun:test";
import { fieldHint } from "../../../../../mock-server/world/collections/fields.ts";

test("a hint lists some of many fields, and shortens their names", () => {
  const names = Array.from({ length: 500 }, (_, i) => `field ${i}`);
  expect(fieldHint(undefined, names)).toMatch(/^Known fields: field 0, .*, field 14, …$/);
  expect(fieldHint(undefined, names.slice(0, 15))).toMatch(/, field 14\.$/);
  expect(fieldHint(undefined, ["x".repeat(100)])).toBe(`Known fields: ${"x".repeat(80)}….`);
  expect(fieldHint(undefined, ["a", "b"])).toBe("Known fields: a, b.");
  expect(fieldHint(undefined, [])).toBe("This collection has no fields.");
  expect(fieldHint("jobTitle", ["a"])).toBe('Did you mean "jobTitle"?');
});

import { expect, test } from "bun:test";
import { nameHint } from "../../../../mock-server/support/name-hint.ts";

const hint = (name: string, names: readonly string[]) =>
  nameHint(name, names, { known: "fields", none: "This collection has no fields." });

test("a hint lists some of many names, and shortens them", () => {
  const names = Array.from({ length: 500 }, (_, i) => `field ${i}`);
  expect(hint("other", names)).toMatch(/^Known fields: field 0, .*, field 14, …$/);
  expect(hint("other", names.slice(0, 15))).toMatch(/, field 14\.$/);
  expect(hint("other", ["x".repeat(100)])).toBe(`Known fields: ${"x".repeat(80)}….`);
  expect(hint("other", ["a", "b"])).toBe("Known fields: a, b.");
  expect(hint("other", [])).toBe("This collection has no fields.");
});

test("a hint names only a similar name, if there is one", () => {
  expect(hint("JobTitle", ["a", "jobTitle"])).toBe('Did you mean "jobTitle"?');
});

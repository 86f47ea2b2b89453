import { expect, test } from "bun:test";
import fc from "fast-check";
import { cellOf, valueOf } from "../../../../tools/csv/cell.ts";

test("text stays readable unless it could be read as something else", () => {
  for (const text of ["Ada", "2026-01-31", "+49 171", "007", "a,b", 'say "hi"', "-", "nullable"]) {
    expect(cellOf(text)).toBe(text);
  }
  expect(["", "12", "-1.5", "true", "null", "[]", '{"a":1}', '"quoted"', " 12"].map(cellOf))
    .toEqual([
      '""',
      '"12"',
      '"-1.5"',
      '"true"',
      '"null"',
      '"[]"',
      '"{\\"a\\":1}"',
      '"\\"quoted\\""',
      '" 12"',
    ]);
});

test("other values are JSON, and a missing value is an empty cell", () => {
  expect([undefined, null, true, 1.5, [1, "a"], { id: "x" }].map(cellOf))
    .toEqual(["", "null", "true", "1.5", '[1,"a"]', '{"id":"x"}']);
});

test("cells of other programs are read as they are meant", () => {
  expect(["1.50", "12345678901234567890", "1e3", "1e400", "0123", "TRUE", "[x]"].map(valueOf))
    .toEqual([1.5, "12345678901234567890", 1000, "1e400", "0123", "TRUE", "[x]"]);
});

test("every value is read back unchanged", () => {
  // JSON has no -0.
  const value = fc.jsonValue({ stringUnit: "binary" }).map((of) => JSON.parse(JSON.stringify(of)));
  fc.assert(fc.property(value, (of) => expect(valueOf(cellOf(of))).toEqual(of)), {
    numRuns: 300,
  });
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.float().map(String),
    fc.string({ unit: fc.constantFrom("\ud800", "\udc00", '"', "\\", " ", "\n", "1", "e", "-") }),
  );
  fc.assert(fc.property(text, (of) => expect(valueOf(cellOf(of))).toBe(of)), { numRuns: 1_000 });
});

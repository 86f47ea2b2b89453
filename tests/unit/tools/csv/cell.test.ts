import { expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import { cellOf, valueOf } from "../../../../tools/csv/cell.ts";

// The machine may be busy.
setDefaultTimeout(60_000);

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

test("JSON with a number that is not exact stays text", () => {
  const inexact = ['{"n":12345678901234567890}', "[0.12345678901234567]", "[1e999]", "1e-400"];
  expect(inexact.map(valueOf)).toEqual(inexact);
  const exact = [
    '{"n":"12345678901234567890"}',
    "[9007199254740992]",
    "1.2345678901234568e+16",
    "0e5",
  ];
  expect(exact.map(valueOf)).toEqual([
    { n: "12345678901234567890" },
    [9_007_199_254_740_992],
    12_345_678_901_234_568,
    0,
  ]);
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

for (
  const [cell, value] of [
    ["", undefined],
    // White space around JSON is not part of it.
    [" 12", 12],
    ["\t[1]", [1]],
    [" x", " x"],
    ["12 ", 12],
    ["t", "t"],
    ["true", true],
    ["false", false],
    ["null", null],
    ["-0", -0],
    // At most 15 digits are exact, without those that say nothing.
    ["123456789012345", 123456789012345],
    ["0.000123456789012345", 0.000123456789012345],
    ["1234567890123450", 1234567890123450],
    ["1234567890123456", 1234567890123456],
    ["12345678901234567", "12345678901234567"],
    ["0.1234567890123456", 0.1234567890123456],
    ["0.12345678901234567", "0.12345678901234567"],
    ["1.234567890123450000", 1.23456789012345],
    ["1.23456789012340", 1.2345678901234],
    ["1.23456789012345e10", 12345678901.2345],
    ["1.23456789012345E+10", 12345678901.2345],
    ["1.234567890123456e10", 12345678901.23456],
    ["0.000000123456789012345", 1.23456789012345e-7],
    ["1.000000000000000055", "1.000000000000000055"],
    ["1e20", 1e20],
    ["1E20", 1e20],
    ["1.5e123456789012345678", "1.5e123456789012345678"],
    ["-1e-7", -1e-7],
    [" 1234567890123456 ", 1234567890123456],
    ["1e999", "1e999"],
  ] as const
) {
  test(`the cell ${JSON.stringify(cell)} is read as it is meant`, () => {
    expect<unknown>(valueOf(cell)).toEqual(value);
  });
}

test("a text with half of a character is JSON, so that it survives UTF-8", () => {
  expect(cellOf("a\ud800")).toBe('"a\\ud800"');
  expect(cellOf("a\u{1f600}")).toBe("a\u{1f600}");
});

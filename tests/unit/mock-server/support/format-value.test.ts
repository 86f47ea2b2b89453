import { expect, test } from "bun:test";
import { formatValue, pathText } from "../../../../mock-server/support/format-value.ts";

const VALUES: [value: unknown, text: string][] = [
  ['a "b"', '"a \\"b\\""'],
  [{ a: [1, null] }, '{"a":[1,null]}'],
  [null, "null"],
  [undefined, "undefined"],
  [NaN, "NaN"],
  [-Infinity, "-Infinity"],
  [new Date(NaN), "Invalid Date"],
  [10n, "10"],
];

for (const [value, text] of VALUES) {
  test(`a message shows ${text}`, () => expect(formatValue(value)).toBe(text));
}

test("a message shows no secret, even inside a text", () => {
  const seed = { apps: [{ appSecret: "A".repeat(86) + "==" }] };
  for (const given of [seed, JSON.stringify(seed)]) expect(formatValue(given)).not.toContain("AAA");
});

test("a message shows the beginning of a long text", () => {
  expect(formatValue("x".repeat(100))).toBe(`"${"x".repeat(79)}…`);
});

const SECRET = `${"A".repeat(86)}==`;
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl";

test("a path shows names and indexes", () => {
  expect(pathText(["records", 3, "data", "jobTitle"])).toBe("records[3].data.jobTitle");
});

test("a name in a path is shortened", () => {
  expect(pathText(["data", "x".repeat(1_000)])).toHaveLength("data.".length + 80 + 1);
});

test("a name in a path is no secret and no token", () => {
  expect(pathText(["data", SECRET])).toBe("data.[redacted]");
  expect(pathText(["data", JWT])).toBe("data.[redacted]");
});

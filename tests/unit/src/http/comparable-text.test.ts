import { expect, test } from "bun:test";
import { comparableText } from "../../../../src/http/comparable-text.ts";

for (
  const [escape, character] of [
    ["&amp;", "&"],
    ["&lt;", "<"],
    ["&gt;", ">"],
    ["&quot;", '"'],
    ["&apos;", "'"],
    ["&plus;", "+"],
    ["&sol;", "/"],
    ["&equals;", "="],
    ["&EQUALS;", "="],
    ["&#43;", "+"],
    ["&#x2b;", "+"],
    ["%2B", "+"],
    ["%25252B", "+"],
    ["\\u002B", "+"],
    ["\\\\\\\\u002b", "+"],
  ] as const
) {
  test(`${escape} is ${character}, and what follows keeps its place`, () => {
    const { text, decoded, start } = comparableText(`one${escape}two`);
    expect(decoded).toBe(`one${character}two`);
    expect(text).toBe(decoded);
    expect([0, 3, 4, 7].map(start)).toEqual([0, 3, 3 + escape.length, 6 + escape.length]);
  });
}

test.each(["&copy;", "&amp", "&valueOf;", "&__proto__;", "&;"])("%s stays as it is", (text) => {
  expect(comparableText(`one${text}%2B`)).toMatchObject({ decoded: `one${text}+` });
});

test("texts are compared in lower case and in the alphabet of base64", () => {
  expect(comparableText("AbC-_ /")).toMatchObject({ text: "abc+/+/", decoded: "AbC-_ /" });
});

test("backslashes do not count", () => {
  const { decoded, start } = comparableText('a\\\\b\\"c');
  expect(decoded).toBe('ab"c');
  expect([0, 1, 2, 3, 4].map(start)).toEqual([0, 3, 5, 6, 7]);
});

test("three different encodings around each other are decoded, so that the time is bounded", () => {
  expect(comparableText(nested("+", 3)).decoded).toBe("+");
  expect(comparableText(nested("+", 4)).decoded).toBe("&#43;");
});

/** A character that is escaped in turns as in a URL and as in HTML. */
function nested(character: string, rounds: number): string {
  if (rounds === 0) return character;
  const escaped = rounds % 2 === 0
    ? [...character].map((of) => `&#${of.charCodeAt(0)};`)
    : [...character].map((of) => `%${of.charCodeAt(0).toString(16)}`);
  return nested(escaped.join(""), rounds - 1);
}

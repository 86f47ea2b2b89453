import * as fc from "fast-check";
import { once } from "./once.ts";

/** Texts that often show mistakes: names of JavaScript, parts of URLs, white space, other alphabets. */
const ODD: readonly string[] = [
  "",
  " ",
  "0",
  "-1",
  "null",
  "undefined",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "id",
  "data",
  "all",
  "bulk",
  "ext",
  ".",
  "..",
  "/",
  "//",
  "\\",
  "%",
  "%2f",
  "%00",
  "%zz",
  "?a=b#c",
  "*",
  "$&",
  "$1",
  "{limit}",
  "{at}",
  '"',
  "'",
  "<b>",
  "\u0000",
  "\n",
  "\u001b[31m",
  "\u2028",
  "\uFEFF",
  "\uD800",
  "é",
  "値😀",
  "İ",
  "2026-01-31",
  "2026-01-31T12:00:00Z",
  "2026-02-30T25:00:00Z",
  "00000000-0000-4000-8000-000000000000",
];

/** Any text, often an odd one, and sometimes a long one. */
export const anyText = once((): fc.Arbitrary<string> => {
  // Not `unit: "binary"` of fc.string, which takes a second to create. Half of a pair is possible, too.
  const points = fc.array(fc.oneof(fc.nat(0xff), fc.nat(0xffff), fc.nat(0x10ffff)), {
    maxLength: 8,
  })
    .map((all) => String.fromCodePoint(...all));
  const long = fc.record({
    text: fc.constantFrom("x", "é", "%", "a/", " ", '"', "\\"),
    times: fc.nat(3_000),
  })
    .map(({ text, times }) => text.repeat(times));
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...ODD) },
    { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
    { weight: 3, arbitrary: points },
    { weight: 1, arbitrary: long },
  );
});

/** A short word of letters, digits and hyphens. */
export const word = once((): fc.Arbitrary<string> => fc.stringMatching(/^[a-z][a-z\d-]{0,8}$/));

/** A change of a text. The position counts from its start and wraps around its end. */
export interface TextEdit {
  kind: "cut" | "insert" | "remove" | "twice";
  at: number;
  text: string;
}

/** A change that mostly breaks the syntax of a text. */
export function textEdit(): fc.Arbitrary<TextEdit> {
  return fc.record({
    kind: fc.constantFrom("cut", "insert", "remove", "twice"),
    at: fc.nat(5_000),
    text: fc.oneof(fc.constantFrom(...'{}[],:"\\0-.eE \n\t\u0000\uFEFF/u'), anyText()),
  });
}

/** Applies a change to a text. */
export function editText(text: string, { kind, at, text: piece }: TextEdit): string {
  const place = at % (text.length + 1);
  const [head, tail] = [text.slice(0, place), text.slice(place)];
  switch (kind) {
    case "cut":
      return head;
    case "insert":
      return head + piece + tail;
    case "remove":
      return head + tail.slice(1);
    case "twice":
      return text + text;
  }
}

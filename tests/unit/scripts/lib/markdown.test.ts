import { expect, test } from "bun:test";
import { partsOf, proseOf } from "../../../../scripts/lib/markdown.ts";

test("lines and code blocks come in order, with their line numbers", () => {
  expect(partsOf("# Title\n```js mark\nlet a;\n\n```\nend")).toEqual([
    { line: 1, text: "# Title" },
    { line: 2, language: "js", code: "let a;\n" },
    { line: 6, text: "end" },
  ]);
});

test("a block with a longer fence may contain a shorter one", () => {
  expect(partsOf("````md\n```js\n```\n````")).toEqual([
    { line: 1, language: "md", code: "```js\n```" },
  ]);
});

test("a code block without an end is an error", () => {
  expect(() => proseOf("a\n```js\nlet a;")).toThrow("line 2 has no end");
});

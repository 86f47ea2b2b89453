import { expect, test } from "bun:test";
import { filesIn, partsOf, proseOf, sectionsOf } from "../../../../scripts/lib/markdown.ts";

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

test("a section has the blocks between its heading and the next", () => {
  const block = (code: string) => `\`\`\`js\n${code}\n\`\`\``;
  const sections = sectionsOf(`# Title\n${block("a")}\n## One\n${block("b")}\n### Two\n`);
  expect(sections.map(({ heading, blocks }) => [heading, blocks.map(({ code }) => code)])).toEqual([
    ["", ["a"]],
    ["One", ["b"]],
    ["Two", []],
  ]);
});

test("the first line of a block names its file", () => {
  const codes = [
    "// src/a.ts\nlet a;",
    "# .github/b.yml (untested)\non: push",
    "<!-- c.html -->\n<p>",
    "// By default, e.g. this.\nlet d;",
    "let e;\n// f.ts",
  ];
  expect(filesIn(codes.map((code) => ({ line: 1, language: "", code })))).toEqual({
    "src/a.ts": "// src/a.ts\nlet a;\n",
    ".github/b.yml": "# .github/b.yml (untested)\non: push\n",
    "c.html": "<!-- c.html -->\n<p>\n",
  });
});

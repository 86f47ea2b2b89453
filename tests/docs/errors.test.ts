// docs/errors.md has a section for each error of the client. The example of a section causes its error, and
// the section quotes the remedy that this error has.
import { afterAll, expect, spyOn, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as errors from "../../src/errors/mod.ts";
import { createBlockFolder } from "./block-folder.ts";
import { allBlocks, type Block, root } from "./blocks.ts";
import { runBlock } from "./run-block.ts";

const FILE = "docs/errors.md";

interface Section {
  code: string;
  text: string;
  /** The quoted texts, each on one line. */
  quotes: string[];
  blocks: Block[];
}

const blocks = allBlocks().filter(({ file }) => file === FILE);
const sections = sectionsOf(readFileSync(path.join(root, FILE), "utf8"));
const folder = createBlockFolder(blocks);
afterAll(() => folder.close());

test("docs/errors.md has one section for each code, and names its class", () => {
  const named = sections.map(({ code, text }) => [code, /Class `(\w+)`/.exec(text)?.[1]]);
  expect(named.toSorted()).toEqual(classes().toSorted());
});

for (const { code, text, quotes, blocks } of sections) {
  test(`the example of ${code} causes this error and quotes its remedy`, async () => {
    expect(text).toContain("Likely cause: ");
    expect(blocks.length).toBe(1);
    const printed: unknown[] = [];
    for (const block of blocks) printed.push(...await printedBy(block));
    expect(printed[0]).toBe(code);
    expect(quotes.length).toBe(1);
    const [quote = ""] = quotes;
    // A quote may end early, if the next sections contain the rest.
    if (quote.endsWith(" …")) expect(printed.at(-1)).toStartWith(quote.slice(0, -2));
    else expect(printed.at(-1)).toBe(quote);
  });
}

/** The code and the name of each class. */
function classes(): [code: string, name: string][] {
  const details = { report: undefined, issues: [], timeout: 0, scope: "call" };
  return Object.values(errors).flatMap((value): [string, string][] => {
    if (!("prototype" in value) || !(value.prototype instanceof errors.KinabaseError)) return [];
    const error: unknown = Reflect.construct(value, ["an example", details]);
    return error instanceof errors.KinabaseError ? [[error.code, error.name]] : [];
  });
}

async function printedBy(block: Block): Promise<unknown[]> {
  const log = spyOn(console, "log").mockImplementation(() => {});
  try {
    await runBlock(folder, block);
    return log.mock.calls.flat();
  } finally {
    log.mockRestore();
  }
}

/** The sections whose heading is a code. */
function sectionsOf(markdown: string): Section[] {
  const lines = markdown.split(/\r?\n/);
  const starts = lines.flatMap((line, index) => line.startsWith("## ") ? [index] : []);
  return starts.flatMap((start, at) => {
    const end = starts[at + 1] ?? lines.length;
    const [, code] = /^## `(\w+)`$/.exec(lines[start] ?? "") ?? [];
    if (code === undefined) return [];
    const text = lines.slice(start, end).join("\n");
    const quotes = [...text.matchAll(/(?:^> ?.*\n?)+/gm)].map(([quote]) =>
      quote.replace(/^> ?/gm, "").replace(/\s+/g, " ").trim()
    );
    const own = blocks.filter(({ line }) => line > start && line <= end);
    return [{ code, text, quotes, blocks: own }];
  });
}

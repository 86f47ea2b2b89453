// Each TypeScript block of the README, of docs/ and of the examples is type-checked and run as a test.
import { afterAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { partsOf } from "../../scripts/lib/markdown.ts";
import { createBlockFolder } from "./block-folder.ts";
import { allBlocks, documentationFiles, root } from "./blocks.ts";
import { runBlock } from "./run-block.ts";

const blocks = allBlocks();
const folder = createBlockFolder(blocks.filter(({ ignored }) => ignored === undefined));
afterAll(() => folder.close());

for (const block of blocks) {
  const name = `${block.file}:${block.line}`;
  if (block.ignored) test.skip(`${name} # SKIP ${block.ignored}`, () => {});
  else if (block.ignored === "") {
    test(name, () => {
      throw new Error("A block that is ignored needs a reason, in an HTML comment above it");
    });
  } else {
    test(name, async () => {
      expect(folder.typeErrors(block)).toBe("");
      await runBlock(folder, block);
    }, 60_000);
  }
}

test("blocks of JavaScript are only on pages that other tests run", () => {
  const pages = documentationFiles().filter((file) =>
    partsOf(readFileSync(path.join(root, file), "utf8"))
      .some((part) => "code" in part && /^(?:m?js|jsx|javascript)$/.test(part.language))
  );
  // tests/pages and scripts/test-runners.ts
  expect(pages.toSorted()).toEqual(["docs/runners.md", "docs/tutorial.md"]);
});

test("there are code blocks to check", () => expect(blocks.length).toBeGreaterThan(0));

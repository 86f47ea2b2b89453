import { expect, test } from "bun:test";
import { linesOf } from "../../../../tools/import/lines.ts";

async function* each(chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

for (
  const [chunks, lines] of [
    [[], []],
    [[""], []],
    [["a"], ["a"]],
    [["a\n"], ["a"]],
    [["a\r\nb\r\n"], ["a", "b"]],
    [["a\n\nb"], ["a", "", "b"]],
    [["\n"], [""]],
    [["a", "b\nc", "d", "\n", "e"], ["ab", "cd", "e"]],
    [["a\r", "\nb\r"], ["a", "b"]],
    // Only a break ends a line.
    [["a\rb\r\r\nc"], ["a\rb\r", "c"]],
  ] as const
) {
  test(`the lines of ${JSON.stringify(chunks)}`, async () => {
    expect(await Array.fromAsync(linesOf(each(chunks)))).toEqual([...lines]);
  });
}

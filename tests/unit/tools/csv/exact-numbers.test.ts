import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { inexactNumber } from "../../../../tools/csv/exact-numbers.ts";

test("digits in a string are no number, also after an escaped quote", () => {
  const long = "12345678901234567890";
  expect(inexactNumber(`{"a":"${long}","b":"\\"${long}"}`)).toBeUndefined();
  expect(inexactNumber(`{"a":"\\\\","b":${long}}`)).toBe(long);
});

test("a long string needs no stack on Node", async () => {
  const source = new URL("../../../../tools/csv/exact-numbers.ts", import.meta.url);
  const code = new Bun.Transpiler({ loader: "ts" }).transformSync(readFileSync(source, "utf8"));
  const node = Bun.spawn(["node", "--input-type=module"], {
    stdin: new Blob([
      code,
      'console.log(inexactNumber(JSON.stringify("1e" + "x".repeat(10_000_000))));',
    ]),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([
    new Response(node.stdout).text(),
    new Response(node.stderr).text(),
  ]);
  expect([out, err]).toEqual(["undefined\n", ""]);
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inRoot } from "../../../scripts/lib/project.ts";
import { run } from "../../../scripts/lib/run.ts";
import { deno } from "../../../scripts/lib/tools.ts";
import { readJsonObject } from "../../../cli/json-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kinabase-json-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(text: string): Promise<string> {
  const file = path.join(folder, `${crypto.randomUUID()}.json`);
  await writeFile(file, text);
  return file;
}

test("an object is read, also after a byte order mark", async () => {
  expect(await readJsonObject(await written('\uFEFF{"a":1}'))).toEqual({ a: 1 });
});

test("an empty file holds nothing", async () => {
  for (const text of ["", "\uFEFF", " \n"]) {
    expect(await readJsonObject(await written(text))).toBeUndefined();
  }
});

test("another JSON value is refused", async () => {
  for (const [text, found] of [["[]", "an array"], ["null", "null"], ["3", "3"]] as const) {
    expect(await readJsonObject(await written(text)).catch(String))
      .toBe(`TypeError: expected a JSON object, got ${found}`);
  }
});

test("the error for invalid JSON quotes nothing of the file, which may hold secrets", async () => {
  const file = await written('{"appSecret": c2VjcmV0c2VjcmV0c2VjcmV0}');
  const error = await readJsonObject(file).catch(String);
  expect(error).toContain("it is not valid JSON");
  expect(error).not.toContain("c2Vj");
  // V8, unlike the engine of Bun, quotes the text around the mistake.
  const program = `import { readJsonObject } from "./cli/json-file.ts";
await readJsonObject(${JSON.stringify(file)}).catch((error) => console.log(error.message));`;
  const [command, ...first] = deno();
  const args = [...first, "eval", "--no-lock", program];
  const { output } = await run(command, args, { cwd: inRoot() });
  expect(output).toContain("it is not valid JSON");
  expect(output).not.toContain("c2Vj");
}, 60_000);

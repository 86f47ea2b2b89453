import { afterAll, expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { openOutputFile, writeOutput } from "../../../cli/output-file.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kinabase-output-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isWindows = process.platform === "win32";
const never = new AbortController().signal;
const leftovers = () => readdirSync(folder).filter((name) => name.endsWith(".tmp"));

test("a file keeps its mode, and is unchanged until the text is complete", async () => {
  const file = path.join(folder, "seed.json");
  writeFileSync(file, "before");
  chmodSync(file, 0o600);
  async function* chunks() {
    yield "aft";
    expect(readFileSync(file, "utf8")).toBe("before");
    yield "er";
  }
  await writeOutput(file, chunks(), never);
  expect(readFileSync(file, "utf8")).toBe("after");
  if (!isWindows) expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(leftovers()).toEqual([]);
});

test("when the text fails, the file is unchanged and no temporary file is left", async () => {
  const file = path.join(folder, "failed.csv");
  async function* chunks() {
    yield "some";
    throw new Error("the response was cut off");
  }
  await expect(writeOutput(file, chunks(), never)).rejects.toThrow("the response was cut off");
  const output = await openOutputFile("--out", file);
  expect(leftovers()).toHaveLength(1);
  // A second Ctrl-C ends the program at once.
  process.listeners("exit").at(-1)?.(130);
  expect(readdirSync(folder)).not.toContain("failed.csv");
  expect(leftovers()).toEqual([]);
  await output.discard();
});

test.skipIf(isWindows)(
  "a symbolic link stays one, and the file it leads to is written",
  async () => {
    const file = path.join(folder, "real.csv");
    const link = path.join(folder, "dangling.csv");
    symlinkSync("real.csv", link);
    for (const text of ["new", "replaced"]) {
      await writeOutput(link, [text], never);
      expect([lstatSync(link).isSymbolicLink(), readFileSync(file, "utf8")]).toEqual([true, text]);
    }
  },
);

test.skipIf(isWindows)("a pipe is written, and not replaced by a file", async () => {
  const pipe = path.join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const reader = Bun.spawn(["cat", pipe], { stdout: "pipe" });
  await writeOutput(pipe, ["a\n", "b\n"], never);
  expect(await new Response(reader.stdout).text()).toBe("a\nb\n");
  expect(statSync(pipe).isFIFO()).toBe(true);
});

test("a file that cannot be written is named, with what to do", async () => {
  await expect(writeOutput(folder, ["a"], never)).rejects.toThrow(
    `--out ${folder}: it is a folder, not a file. Choose another file.`,
  );
  const missing = path.join(folder, "none", "a.csv");
  await expect(openOutputFile("--write-profile", missing)).rejects.toThrow(
    `--write-profile ${missing}: the folder ${path.dirname(missing)} does not exist. Create it.`,
  );
  const link = path.join(folder, "link.csv");
  symlinkSync(missing, link);
  await expect(openOutputFile("--out", link)).rejects.toThrow(
    `--out ${link}: the file or its folder does not exist. Choose another file.`,
  );
});

test("a file that cannot be replaced is overwritten at the end, and keeps its inode", async () => {
  const file = path.join(folder, "mounted.json");
  writeFileSync(file, "a long text before");
  const { ino } = statSync(file);
  const rename = () => Promise.reject(Object.assign(new Error("busy"), { code: "EBUSY" }));
  const output = await openOutputFile("--out", file, { open: fs.open, rename });
  await output.write("after");
  expect(readFileSync(file, "utf8")).toBe("a long text before");
  await output.complete();
  await output.discard();
  expect([readFileSync(file, "utf8"), statSync(file).ino]).toEqual(["after", ino]);
  expect(leftovers()).toEqual([]);
});

test("a file in a folder that cannot be written is overwritten with the first text", async () => {
  const file = path.join(folder, "only-file.json");
  const open = () => Promise.reject(Object.assign(new Error("denied"), { code: "EACCES" }));
  const openOutput = () => openOutputFile("--out", file, { open, rename: fs.rename });
  await expect(openOutput()).rejects.toThrow("there is no permission to use the file");
  writeFileSync(file, "a long text before");
  const unused = await openOutput();
  await unused.discard();
  expect(readFileSync(file, "utf8")).toBe("a long text before");
  for (const texts of [["af", "ter"], []]) {
    const output = await openOutput();
    for (const text of texts) await output.write(text);
    await output.complete();
    await output.discard();
    expect(readFileSync(file, "utf8")).toBe(texts.join(""));
  }
});

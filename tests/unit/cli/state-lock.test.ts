import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { lockFile } from "../../../cli/state-lock.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kinabase-lock-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const noNotice = (reason: string) => {
  throw new Error(reason);
};

/** The ID of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = Bun.spawn([process.execPath, "--version"], { stdout: "ignore" });
  await child.exited;
  return child.pid;
}

test("a lock names this process, and its release removes it", async () => {
  const file = path.join(folder, "released.json");
  const lock = lockFile(file, noNotice);
  expect(await readFile(`${file}.lock`, "utf8")).toBe(`${process.pid}\n`);
  lock.release();
  expect(existsSync(`${file}.lock`)).toBe(false);
});

test("the lock of another running process is refused, with its ID and what to do", async () => {
  const file = path.join(folder, "held.json");
  const other = Bun.spawn([process.execPath, "-e", "setInterval(() => {}, 1000)"]);
  try {
    await writeFile(`${file}.lock`, `${other.pid}\n`);
    expect(() => lockFile(file, noNotice)).toThrow(
      `the process ${other.pid} already uses the file. Stop it, or choose another file. ` +
        `If the process ${other.pid} is not a mock, delete ${file}.lock`,
    );
    expect(await readFile(`${file}.lock`, "utf8")).toBe(`${other.pid}\n`);
  } finally {
    other.kill();
    await other.exited;
  }
});

test("the lock of a process that has ended is taken over", async () => {
  // In a restarted container, the old lock may have the ID of this process or of its parent.
  for (const owner of [await endedProcess(), process.pid, process.ppid]) {
    const file = path.join(folder, `stale-${owner}.json`);
    await writeFile(`${file}.lock`, `${owner}\n`);
    const lock = lockFile(file, noNotice);
    expect(await readFile(`${file}.lock`, "utf8")).toBe(`${process.pid}\n`);
    lock.release();
  }
});

test("a lock that names no process is refused, because it may be in use", async () => {
  const file = path.join(folder, "odd.json");
  await writeFile(`${file}.lock`, "");
  expect(() => lockFile(file, noNotice)).toThrow("does not name a process");
});

// The file of refused rows beside an imported file. A file of an earlier run is kept under another name.
import { existsSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { fileError } from "./file-error.ts";
import { writeOutput } from "./output-file.ts";

/** Writes the refused rows. They are complete even if the run was stopped, so no signal ends it. */
export async function writeRefusedFile(
  path: string,
  texts: Parameters<typeof writeOutput>[1],
): Promise<void> {
  const old = keepEarlier(path);
  try {
    await writeOutput(path, texts, new AbortController().signal, "");
  } finally {
    if (old !== undefined) removeIfSame(old, path);
  }
}

/** Renames the file if there is one, and says so. */
export function putAside(path: string): void {
  const old = keepEarlier(path);
  if (old !== undefined) removeIfSame(old, path);
}

/** Renames the file of an earlier run, because somebody may be fixing its rows. Returns its new name. */
function keepEarlier(refusedFile: string): string | undefined {
  if (!statSync(refusedFile, { throwIfNoEntry: false })?.isFile()) return undefined;
  const old = freeName(`${refusedFile}.old`);
  try {
    renameSync(refusedFile, old);
  } catch (error) {
    return fileError("", refusedFile, "Move it away.")(error);
  }
  return old;
}

/** Removes the file of an earlier run if it had the same rows, else says where it is. */
function removeIfSame(old: string, refusedFile: string): void {
  const isSame = existsSync(refusedFile) && readFileSync(old).equals(readFileSync(refusedFile));
  if (isSame) rmSync(old);
  else console.error(`${refusedFile} is from an earlier run. It is now ${old}.`);
}

/** The name itself, or the first one with a number that no file has. */
function freeName(name: string): string {
  let free = name;
  for (let n = 2; existsSync(free); n++) free = `${name}${n}`;
  return free;
}

import { constants, rmSync, type Stats } from "node:fs";
import * as fs from "node:fs/promises";
import process from "node:process";
import { outputError } from "./file-error.ts";
import { write, written } from "./output.ts";
import { ifExists, isNotReplaceable, withoutLinks } from "./replace-file.ts";

/** A file that is written. A regular file stays as it was until it is complete, where the system allows it. */
export interface OutputFile {
  /** Appends text. */
  write(text: string): Promise<void>;
  /** Puts the text into the file's place. */
  complete(): Promise<void>;
  /** Leaves the file as it was. After `complete`, it does nothing. */
  discard(): Promise<void>;
}

/**
 * Writes text to standard output, or to a file. A regular file is complete or unchanged, where the system
 * allows it.
 *
 * @param file Default: standard output.
 * @param chunks The text. If it throws, the file is unchanged.
 * @param flag The flag with the path, for errors.
 * @throws {Error} When the file cannot be written. The message names the flag and the file.
 */
export async function writeOutput(
  file: string | undefined,
  chunks: AsyncIterable<string> | Iterable<string>,
  signal: AbortSignal,
  flag: string = "--out",
): Promise<void> {
  if (file === undefined) {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      write(chunk);
      // So that little is kept in memory.
      await written(signal);
    }
    return;
  }
  const output = await openOutputFile(flag, file);
  try {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      await output.write(chunk);
    }
    await output.complete();
  } finally {
    await output.discard();
  }
}

/**
 * Opens a file to write. The text goes into a temporary file beside it, which takes its place at the end and keeps
 * its mode. A symbolic link is followed. A device or a pipe is written directly. A file that cannot be replaced,
 * because it is mounted into a container or its folder cannot be written, is overwritten.
 *
 * @param flag The flag with the path, for errors.
 * @param system How to open and rename files. Default: the system's functions.
 * @throws {Error} When the file cannot be written. The message names the flag and the file.
 */
export async function openOutputFile(
  flag: string,
  given: string,
  system: Pick<typeof fs, "open" | "rename"> = fs,
): Promise<OutputFile> {
  const open = async () => {
    const before = await ifExists(fs.stat(given));
    if (before !== undefined && !before.isFile()) return await openDirectly(given);
    return await openDraft(await withoutLinks(given), before, system);
  };
  const toError = outputError(flag, given);
  const output = await open().catch(toError);
  return {
    write: (text) => output.write(text).catch(toError),
    complete: () => output.complete().catch(toError),
    discard: () => output.discard(),
  };
}

async function openDirectly(file: string): Promise<OutputFile> {
  const handle = await fs.open(file, "w");
  const close = () => handle.close();
  return { write: (text) => handle.writeFile(text), complete: close, discard: close };
}

/** Opens a file that keeps its content until something is written. */
async function openInPlace(file: string): Promise<OutputFile> {
  const handle = await fs.open(file, constants.O_WRONLY);
  let isEmptied = false;
  const empty = async () => {
    if (!isEmptied) await handle.truncate();
    isEmptied = true;
  };
  return {
    async write(text) {
      await empty();
      await handle.writeFile(text);
    },
    async complete() {
      await empty();
      await handle.close();
    },
    discard: () => handle.close(),
  };
}

async function openDraft(
  file: string,
  before: Stats | undefined,
  system: Pick<typeof fs, "open" | "rename">,
): Promise<OutputFile> {
  if (before !== undefined) await fs.access(file, constants.W_OK);
  const draft = `${file}.${crypto.randomUUID()}.tmp`;
  let handle: fs.FileHandle;
  try {
    handle = await system.open(draft, "wx");
  } catch (error) {
    if (before === undefined || !isNotReplaceable(error)) throw error;
    return await openInPlace(file);
  }
  const remove = () => rmSync(draft, { force: true });
  // A second signal ends the program at once.
  process.once("exit", remove);
  return {
    write: (text) => handle.writeFile(text),
    async complete() {
      if (before !== undefined) await handle.chmod(before.mode & 0o7777);
      await handle.sync();
      await handle.close();
      try {
        await system.rename(draft, file);
      } catch (error) {
        if (!isNotReplaceable(error)) throw error;
        await fs.copyFile(draft, file);
      }
    },
    async discard() {
      await handle.close();
      remove();
      process.removeListener("exit", remove);
    },
  };
}

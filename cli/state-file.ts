import * as fs from "node:fs/promises";
import { readJsonObject } from "./json-file.ts";
import { ifExists, replaceFile, withoutLinks } from "./replace-file.ts";
import { lockFile } from "./state-lock.ts";

/** A file that keeps a mock's state between runs. Only this process writes it. */
export interface StateFile {
  /** The saved state; `undefined` when the file does not exist yet or is empty. */
  read(): Promise<object | undefined>;
  /** When the file was last written, in milliseconds since 1970. */
  writtenAt(): Promise<number>;
  /** Replaces the content, atomically where the system allows it. Await it before the next call. */
  write(state: unknown): Promise<void>;
  /** Lets other processes write the file. */
  close(): void;
}

/**
 * Opens a state file. The file can be missing.
 *
 * @param given The path. A symbolic link is followed.
 * @param onUnlocked Called with the reason when nothing prevents a second process from writing the file.
 * @param rename Replaces a file. Default: the system's.
 * @throws {Error} When another process uses the file, or its folder does not exist.
 */
export async function openStateFile(
  given: string,
  onUnlocked: (reason: string) => void,
  rename?: (from: string, to: string) => Promise<void>,
): Promise<StateFile> {
  const file = await withoutLinks(given);
  const lock = lockFile(file, onUnlocked);

  return {
    read: () => ifExists(readJsonObject(file)),
    writtenAt: async () => (await fs.stat(file)).mtimeMs,
    write: (state) => replaceFile(file, JSON.stringify(state), rename),
    close: () => lock.release(),
  };
}

import * as fs from "node:fs/promises";
import path from "node:path";
import { errorCode } from "./file-error.ts";
import { readJsonObject } from "./json-file.ts";
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

/** Only the owner may read a new file, because it holds secrets, even if only those of a mock. */
const MODE = 0o600;

/**
 * What a system says when a file cannot be replaced by a new one: it is mounted into a container, or its folder
 * or its owner cannot be changed.
 */
const NOT_REPLACEABLE: ReadonlySet<string | undefined> = new Set(
  ["EACCES", "EBUSY", "EPERM", "EROFS", "EXDEV"],
);

/**
 * Opens a state file. It need not exist yet.
 *
 * @param given The path. A symbolic link is followed.
 * @param onUnlocked Called with the reason when nothing prevents a second process from writing the file.
 * @param rename Replaces a file. Default: the system's.
 * @throws {Error} When another process uses the file, or its folder does not exist.
 */
export async function openStateFile(
  given: string,
  onUnlocked: (reason: string) => void,
  rename: (from: string, to: string) => Promise<void> = fs.rename,
): Promise<StateFile> {
  const file = await withoutLinks(given);
  const lock = lockFile(file, onUnlocked);

  async function replace(text: string): Promise<void> {
    const draft = `${file}.${crypto.randomUUID()}.tmp`;
    try {
      await fs.writeFile(draft, text, { flag: "wx", mode: MODE });
      const before = await ifExists(fs.stat(file));
      if (before !== undefined) {
        const { uid, gid } = await fs.stat(draft);
        if (uid !== before.uid || gid !== before.gid) await fs.chown(draft, before.uid, before.gid);
        await fs.chmod(draft, before.mode & 0o7777);
      }
      await rename(draft, file);
    } finally {
      await fs.rm(draft, { force: true });
    }
  }

  return {
    read: () => ifExists(readJsonObject(file)),
    writtenAt: async () => (await fs.stat(file)).mtimeMs,
    async write(state) {
      const text = JSON.stringify(state);
      try {
        await replace(text);
      } catch (error) {
        if (!NOT_REPLACEABLE.has(errorCode(error))) throw error;
        await fs.writeFile(file, text, { mode: MODE });
      }
    },
    close: () => lock.release(),
  };
}

/** The file that a path of symbolic links leads to. It need not exist. */
async function withoutLinks(given: string): Promise<string> {
  const file = await ifExists(fs.realpath(given));
  if (file !== undefined) return file;
  const link = await fs.readlink(given).catch(() => undefined);
  return link === undefined ? given : withoutLinks(path.resolve(path.dirname(given), link));
}

async function ifExists<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

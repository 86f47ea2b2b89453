import * as fs from "node:fs/promises";
import path from "node:path";
import { errorCode } from "./file-error.ts";

/** Only the owner may read a new file, because it holds secrets, even if only those of a mock. */
const MODE = 0o600;

const NOT_REPLACEABLE: ReadonlySet<string | undefined> = new Set(
  ["EACCES", "EBUSY", "EPERM", "EROFS", "EXDEV"],
);

/**
 * Replaces the content of a file, atomically where the system allows it. A new file is readable only by its
 * owner; an existing one keeps its owner and mode.
 *
 * @param file The path, without symbolic links.
 * @param rename Replaces a file. Default: the system's.
 */
export async function replaceFile(
  file: string,
  text: string,
  rename: (from: string, to: string) => Promise<void> = fs.rename,
): Promise<void> {
  try {
    await replace(file, text, rename);
  } catch (error) {
    if (!isNotReplaceable(error)) throw error;
    await fs.writeFile(file, text, { mode: MODE });
  }
}

/**
 * Whether a system says that a file cannot be replaced by a new one: it is mounted into a container, or its folder
 * or its owner cannot be changed. It may still be writable.
 */
export function isNotReplaceable(error: unknown): boolean {
  return NOT_REPLACEABLE.has(errorCode(error));
}

/** The file that a path of symbolic links leads to. It need not exist. */
export async function withoutLinks(given: string): Promise<string> {
  const file = await ifExists(fs.realpath(given));
  if (file !== undefined) return file;
  const link = await fs.readlink(given).catch(() => undefined);
  return link === undefined ? given : withoutLinks(path.resolve(path.dirname(given), link));
}

/** The result of an operation on a file; `undefined` if the file does not exist. */
export async function ifExists<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function replace(
  file: string,
  text: string,
  rename: (from: string, to: string) => Promise<void>,
): Promise<void> {
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

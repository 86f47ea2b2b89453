import { rename, rm, stat, writeFile } from "node:fs/promises";
import { readJsonObject } from "./json-file.ts";

/** A file that keeps a mock's state between runs. */
export interface StateFile {
  /** The saved state; `undefined` when the file does not exist yet. */
  read(): Promise<object | undefined>;
  /** When the file was last written, in milliseconds since 1970. */
  writtenAt(): Promise<number>;
  /** Replaces the file atomically. */
  write(state: unknown): Promise<void>;
}

/** @param path The path of the file. */
export function stateFile(path: string): StateFile {
  let writing: Promise<void> = Promise.resolve();

  async function replace(state: unknown): Promise<void> {
    const draft = `${path}.${crypto.randomUUID()}.tmp`;
    try {
      await writeFile(draft, JSON.stringify(state));
      // A rename replaces the file atomically.
      await rename(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
  }

  return {
    async read() {
      try {
        return await readJsonObject(path);
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
    writtenAt: async () => (await stat(path)).mtimeMs,
    write(state) {
      // One after another, so that an older state never overwrites a newer one.
      writing = writing.catch(() => {}).then(() => replace(state));
      return writing;
    },
  };
}

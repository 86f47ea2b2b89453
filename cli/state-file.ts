import { rename, rm, stat, writeFile } from "node:fs/promises";
import { readJsonObject } from "./json-file.ts";

/** A file that holds a mock's state over restarts. */
export interface StateFile {
  /** What is in it; `undefined` when there is none yet. */
  read(): Promise<object | undefined>;
  /** When it was written, in milliseconds since 1970. */
  writtenAt(): Promise<number>;
  /** Writes it, whole or not at all. */
  write(state: unknown): Promise<void>;
}

/** @param path Where it is. */
export function stateFile(path: string): StateFile {
  let writing: Promise<void> = Promise.resolve();

  async function replace(state: unknown): Promise<void> {
    const draft = `${path}.${crypto.randomUUID()}.tmp`;
    try {
      await writeFile(draft, JSON.stringify(state));
      // A rename puts the whole file in place at once, or leaves the old one.
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
      // One after another, so that an older state never lands on a newer one.
      writing = writing.catch(() => {}).then(() => replace(state));
      return writing;
    },
  };
}

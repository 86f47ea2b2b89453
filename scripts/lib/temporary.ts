// Temporary folders that are removed when the process ends, in any way.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import "./run.ts"; // its signal handlers turn a signal into an exit, which is what cleans up

const made = new Set<string>();

process.on("exit", () => made.forEach(remove));

/**
 * Calls `use` with an empty folder and removes the folder afterward.
 *
 * @param purpose a word for the folder's name
 */
export async function withTemporaryFolder<T>(
  purpose: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  // realpath, because on macOS the temporary folder is a symbolic link, and tools print its target.
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `kinabase-${purpose}-`)));
  made.add(folder);
  try {
    return await use(folder);
  } finally {
    remove(folder);
  }
}

function remove(folder: string): void {
  made.delete(folder);
  // Windows may lock a file briefly after its process has ended.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

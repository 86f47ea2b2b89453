// Temporary folders that are gone when the process is, whichever way it ends.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import "./run.ts"; // its signal handlers turn a signal into an exit, which is what cleans up

const made = new Set<string>();

process.on("exit", () => made.forEach(remove));

/**
 * Gives `use` an empty folder, and removes it when `use` has ended.
 *
 * @param purpose a word for the folder's name
 */
export async function withTemporaryFolder<T>(
  purpose: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  // realpath: on macOS the temporary folder is behind a link, and tools print the other name.
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
  // Windows may hold a file of a process just ended for a moment.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

// Temporary folders that are gone when the process is, whichever way it ends.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import "./run.mjs"; // its signal handlers turn a signal into an exit, which is what cleans up

/** @type {Set<string>} */
const made = new Set();

/** @param {string} folder */
function remove(folder) {
  made.delete(folder);
  // Windows may hold a file of a process just ended for a moment.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

process.on("exit", () => made.forEach(remove));

/**
 * @template T
 * @param {string} purpose a word for the folder's name
 * @param {(folder: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withTemporaryFolder(purpose, use) {
  // realpath: on macOS the temporary folder is behind a link, and tools print the other name.
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `kinabase-${purpose}-`)));
  made.add(folder);
  try {
    return await use(folder);
  } finally {
    remove(folder);
  }
}

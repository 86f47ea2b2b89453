import * as fs from "node:fs/promises";
import process from "node:process";
import { fileError } from "./file-error.ts";

/**
 * Writes text to standard output, or to a file. A file is complete or unchanged: the text goes into a temporary
 * file beside it, which takes its place at the end.
 *
 * @param file Default: standard output.
 * @param chunks The text. If it throws, the file is unchanged.
 * @throws {Error} When the file cannot be written, with `--out` in its message.
 */
export async function writeOutput(
  file: string | undefined,
  chunks: AsyncIterable<string> | Iterable<string>,
  signal: AbortSignal,
): Promise<void> {
  if (file === undefined) {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      if (!process.stdout.write(chunk)) await drained(signal);
    }
    return;
  }
  const remedy = "Choose another file.";
  const draft = `${file}.${crypto.randomUUID()}.tmp`;
  const handle = await fs.open(draft, "wx").catch(fileError("--out", file, remedy));
  try {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      await handle.write(chunk).catch(fileError("--out", file, remedy));
    }
    await handle.sync();
    await handle.close();
    await fs.rename(draft, file).catch(fileError("--out", file, remedy));
  } catch (error) {
    await handle.close().catch(() => {});
    await fs.rm(draft, { force: true });
    throw error;
  }
}

/** Resolves when standard output takes more, so that little is kept in memory. */
function drained(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      process.stdout.removeListener("drain", go);
      reject(signal.reason);
    };
    const go = () => {
      signal.removeEventListener("abort", stop);
      resolve();
    };
    process.stdout.once("drain", go);
    signal.addEventListener("abort", stop, { once: true });
  });
}

import process from "node:process";
import { errorCode, problemOf } from "./file-error.ts";

let closing: AbortController | undefined;
/** Settles when the last text has been written, or could not be. */
let last: Promise<void> = Promise.resolve();

/** What a system says when nobody reads the output any more. */
const NO_READER: ReadonlySet<string | undefined> = new Set(
  ["EPIPE", "EOF", "ERR_STREAM_DESTROYED"],
);

/** Why standard output takes no more. */
export interface OutputEnd {
  /** In words. */
  reason: string;
  /** Whether only the reader has gone, as after `| head -1`. Otherwise the text is lost, as on a full disk. */
  isReaderGone: boolean;
}

/**
 * Aborts when standard output takes no more. Its reason is an {@linkcode OutputEnd}. From the first call on, this
 * ends the program no longer.
 */
export function outputClosed(): AbortSignal {
  if (closing === undefined) {
    closing = new AbortController();
    process.stdout.on("error", close);
    process.stderr.on("error", () => {});
  }
  return closing.signal;
}

/** Writes text to standard output. */
export function write(text: string): void {
  last = new Promise((resolve) => {
    try {
      process.stdout.write(text, (error) => {
        if (error) close(error);
        resolve();
      });
    } catch (error) {
      // Deno throws when it writes to a file.
      close(error);
      resolve();
    }
  });
}

/** Prints a line. Unlike `console.log`, it notices on all runtimes when the output takes no more. */
export function print(line: string): void {
  write(`${line}\n`);
}

/**
 * Resolves when everything so far has been written.
 *
 * @param signal Ends the wait. Default: the signal that aborts when the output takes no more.
 */
export function written(signal: AbortSignal = outputClosed()): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener("abort", end);
      resolve();
    };
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    else void last.then(end);
  });
}

function close(error: unknown): void {
  if (closing === undefined || closing.signal.aborted) return;
  const isReaderGone = NO_READER.has(errorCode(error));
  const reason = isReaderGone
    ? "Nobody reads the output"
    : `Standard output cannot be written: ${problemOf(error)}`;
  const end: OutputEnd = { reason, isReaderGone };
  closing.abort(end);
}

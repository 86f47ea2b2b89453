import process from "node:process";

let closing: AbortController | undefined;

/**
 * Aborts when nobody reads standard output any more, as after `| head -1`. From the first call on, this ends the
 * program no longer.
 */
export function outputClosed(): AbortSignal {
  if (closing === undefined) {
    const controller = closing = new AbortController();
    process.stdout.on("error", () => controller.abort());
    process.stderr.on("error", () => {});
  }
  return closing.signal;
}

/** Prints a line. Unlike `console.log`, it notices on all runtimes when nobody reads the output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Resolves when everything printed so far has been written. */
export function written(): Promise<void> {
  return new Promise((resolve) => process.stdout.write("", () => resolve()));
}

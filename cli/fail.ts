import process from "node:process";

/** Prints an error and sets exit code 2. */
export function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}

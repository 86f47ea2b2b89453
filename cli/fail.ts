import process from "node:process";

/** Says what is wrong, and lets the program end with an exit code that says so too. */
export function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}

import process from "node:process";

/** Prints an error and sets exit code 2. */
export function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}

/** The message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

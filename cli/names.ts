import { InvalidArgumentError } from "commander";

/** Reads an argument of a flag that takes several names, none of which can have a comma. */
export function names(text: string, before: readonly string[] = []): string[] {
  if (!text.includes(",")) return [...before, text];
  throw new InvalidArgumentError("Separate names by spaces, not by commas.");
}

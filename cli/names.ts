import { InvalidArgumentError } from "commander";

/**
 * Reads an argument of a flag that takes several names, none of which can have a comma.
 *
 * @param before The names so far; `true` after the flag without a name.
 */
export function names(text: string, before?: readonly string[] | true): string[] {
  if (!text.includes(",")) return [...(Array.isArray(before) ? before : []), text];
  throw new InvalidArgumentError("Separate names by spaces, not by commas.");
}

import { InvalidArgumentError } from "commander";

/** Reads an argument that is an integer of at least 1. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("Expected an integer of at least 1.");
}

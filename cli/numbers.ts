import { InvalidArgumentError } from "commander";

/** The most rows in a request (D). */
const LARGEST_BATCH = 300;
/** An hour. */
const MOST_SECONDS = 3_600;

/** Reads an argument that is an integer of at least 1. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("Expected an integer of at least 1.");
}

/** Reads an argument that is the number of rows in a request. */
export function batchSize(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= LARGEST_BATCH) return value;
  throw new InvalidArgumentError(`Expected an integer from 1 to ${LARGEST_BATCH}.`);
}

/** Reads an argument that is a duration in seconds. */
export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= MOST_SECONDS) return value;
  throw new InvalidArgumentError(`Expected a number of seconds from 0 to ${MOST_SECONDS}.`);
}

import { describeValue } from "../support/describe-value.ts";
import { isUuid } from "../support/uuid.ts";

/** Returns what is wrong with a record's ID, or `undefined`. */
export function idProblem(id: unknown, at: string): string | undefined {
  if (typeof id === "string" && id !== "") return undefined;
  return `${at}: expected a record's ID, got ${describeValue(id)}`;
}

/** Returns an ID in the form in which IDs are compared: the letter case of a UUID has no meaning. */
export function comparableId(id: string): string {
  return isUuid(id) ? id.toLowerCase() : id;
}

/**
 * Creates a check for IDs that appear twice in one call. They are rejected, because it is not known which
 * of the two changes would win or fail (A).
 *
 * @returns A function that returns what is wrong with an ID, or `undefined`.
 */
export function createRepetitionCheck(): (id: string, index: number) => string | undefined {
  const seen = new Map<string, number>();
  return (id, index) => {
    const key = comparableId(id);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, index);
      return undefined;
    }
    return `[${index}] repeats the ID ${
      describeValue(id)
    } of [${first}]: list each record only once`;
  };
}

/** Whether two different UUIDs are given. IDs of another format are not compared. */
export function areDifferentUuids(one: string, other: string): boolean {
  if (one === other) return false;
  return isUuid(one) && isUuid(other) && one.toLowerCase() !== other.toLowerCase();
}

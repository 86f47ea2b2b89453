/** Returns what is wrong with a record's ID, or `undefined`. */
export function idProblem(id: unknown, at: string): string | undefined {
  if (typeof id === "string" && id !== "") return undefined;
  const found = JSON.stringify(id)?.slice(0, 60) ?? String(id);
  return `${at}: expected a record's ID, got ${found}`;
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
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, index);
      return undefined;
    }
    return `[${index}] repeats the ID ${
      JSON.stringify(id)
    } of [${first}]: list each record only once`;
  };
}

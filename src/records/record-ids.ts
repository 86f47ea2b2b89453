/** What is wrong with the ID of a record, or nothing. */
export function idProblem(id: unknown, at: string): string | undefined {
  if (typeof id === "string" && id !== "") return undefined;
  const found = JSON.stringify(id)?.slice(0, 60) ?? String(id);
  return `${at}: expected a record's ID, got ${found}`;
}

/**
 * Finds IDs that come twice in a call: which of the two changes would win, or fail, is not known.
 *
 * @returns What is wrong with an ID, or nothing.
 */
export function createRepetitionCheck(): (id: string, index: number) => string | undefined {
  const seen = new Map<string, number>();
  return (id, index) => {
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, index);
      return undefined;
    }
    return `[${index}] repeats the ID ${JSON.stringify(id)} of [${first}]: name each record once`;
  };
}

/** A mutant that no test can notice, because the program behaves the same. */
export interface EquivalentMutant {
  file: string;
  /** The text of its first line, without the space around it. */
  line: string;
  /** The change as `npm run mutate` prints it. */
  change: string;
  /** Why the program behaves the same. */
  reason: string;
}

/** The mutants that count as killed. `npm run mutate` fails if one no longer exists or a test kills it. */
export const equivalentMutants: readonly EquivalentMutant[] = [];

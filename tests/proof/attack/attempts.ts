/** Runs attacks, counts them by kind, and notes those that succeed. */
export interface Attempts {
  /**
   * Runs one attack. It has succeeded when the function throws an {@linkcode AttackSucceeded}. Any other error is
   * a fault of the program or of the code under attack, and counts as a success too.
   *
   * @param kind The kind, for the report.
   * @param name What is attacked and how, without secrets.
   */
  attempt(kind: string, name: string, attack: () => void | Promise<void>): Promise<void>;
  /** The number of attacks so far, by kind. */
  counts(): ReadonlyMap<string, number>;
  /** The attacks that succeeded, with the reason. */
  successes(): readonly string[];
}

/** Thrown when an attack has succeeded. The message says what it reached, without secrets. */
export class AttackSucceeded extends Error {
  override readonly name: string = "AttackSucceeded";
}

/** Throws an {@linkcode AttackSucceeded} unless a condition is true. */
export function defended(condition: boolean, otherwise: string): void {
  if (!condition) throw new AttackSucceeded(otherwise);
}

/** Creates an empty account of attacks. */
export function createAttempts(): Attempts {
  const counts = new Map<string, number>();
  const successes: string[] = [];
  return {
    async attempt(kind, name, attack) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      try {
        await attack();
      } catch (error) {
        successes.push(`${kind}: ${name}: ${reasonOf(error)}`);
      }
    },
    counts: () => counts,
    successes: () => successes,
  };
}

/** Only the message of our own error is known to be free of secrets. */
function reasonOf(error: unknown): string {
  if (error instanceof AttackSucceeded) return error.message;
  return `an unexpected ${error instanceof Error ? error.name : typeof error} was thrown`;
}

/** Says what a contract case expected and what it found. */
export class ContractViolation extends Error {
  /** The class's name. */
  override readonly name: string = "ContractViolation";
}

/** Expects something to be true. */
export function ok(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ContractViolation(message);
}

/** Expects two values to be the same as JSON shows them. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [show(actual), show(expected)];
  ok(found === wanted, `${what}: expected ${wanted}, got ${found}`);
}

/** Expects a number to lie between two others, both included. */
export function between(actual: number, least: number, most: number, what: string): void {
  ok(actual >= least && actual <= most, `${what}: expected ${least} to ${most}, got ${actual}`);
}

/** Expects a text to contain another. */
export function includes(text: string | undefined, part: string, what: string): void {
  ok(text?.includes(part) ?? false, `${what}: expected ${show(part)} in it, got ${show(text)}`);
}

/**
 * Expects work to fail with an error of exactly one class, and gives the error.
 *
 * @param kind The error's class; a subclass will not do.
 */
export async function fails<E extends Error>(
  work: () => unknown,
  kind: new (...args: never[]) => E,
  what: string,
): Promise<E> {
  let thrown: unknown;
  try {
    await work();
  } catch (error) {
    thrown = error;
  }
  ok(thrown !== undefined, `${what}: expected ${kind.name}, but nothing was thrown`);
  ok(
    thrown instanceof kind && thrown.constructor === kind,
    `${what}: expected ${kind.name}, got ${show(String(thrown))}`,
  );
  return thrown;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

/** Thrown by a contract case. Its message says what the case expected and what it found. */
export class ContractViolation extends Error {
  /** Always `ContractViolation`. */
  override readonly name: string = "ContractViolation";
}

/** Expects a condition to be true. */
export function ok(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ContractViolation(message);
}

/** Expects two values to have the same JSON. The order of properties does not matter. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  ok(
    inOneOrder(actual) === inOneOrder(expected),
    `${what}: expected ${show(expected)}, got ${show(actual)}`,
  );
}

/** Expects an object to have some properties. A deployment may return other fields of a record too, such as empty ones. */
export function has(actual: object, expected: object, what: string): void {
  const found = Object.keys(expected).map((name) => [name, Reflect.get(actual, name)]);
  equal(Object.fromEntries(found), expected, what);
}

/** Expects a number within a range, including both ends. */
export function between(actual: number, least: number, most: number, what: string): void {
  ok(actual >= least && actual <= most, `${what}: expected ${least} to ${most}, got ${actual}`);
}

/** Expects a text to contain a part. */
export function includes(text: string | undefined, part: string, what: string): void {
  ok(
    text?.includes(part) ?? false,
    `${what}: expected text that contains ${show(part)}, got ${show(text)}`,
  );
}

/**
 * Expects work to throw an error of exactly one class, and returns the error.
 *
 * @param kind The error's class. A subclass does not count.
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

/** The JSON of a value, with the properties of each object sorted by name. */
function inOneOrder(value: unknown): string | undefined {
  return JSON.stringify(
    value,
    (_, of: unknown) =>
      typeof of === "object" && of !== null && !Array.isArray(of)
        ? Object.fromEntries(Object.entries(of).sort(([a], [b]) => a < b ? -1 : 1))
        : of,
  );
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

import { describeValue } from "./describe-value.ts";
import { refuseUnknown } from "./unknown-options.ts";

/**
 * Checks the value of an option. An option that is `undefined` counts as absent.
 *
 * @param name The name of the option in the message.
 * @throws {TypeError} The message names the option and what was expected.
 */
export type Check = (name: string, value: unknown) => void;

/** The names of options, and how their values are checked. */
export type Checks = Readonly<Record<string, Check>>;

/** A check for each option of an interface, so that none is forgotten. */
export type ChecksOf<Options, Others = never> = Readonly<
  Record<Exclude<keyof Options, Others>, Check>
>;

/**
 * Checks options: their names and their values.
 *
 * @param prefix The prefix of the names in messages, such as `retry.`.
 * @throws {TypeError} The message names the option and what was expected.
 */
export function checkOptions(options: unknown, checks: Checks, prefix = ""): void {
  refuseUnknown(options, Object.keys(checks), prefix);
  checkValues(options, checks, prefix);
}

/** Like {@linkcode checkOptions}, but accepts unknown names. */
export function checkValues(options: unknown, checks: Checks, prefix = ""): void {
  for (const [name, check] of Object.entries(checks)) {
    check(prefix + name, Reflect.get(Object(options), name));
  }
}

/** For an option whose value is checked where it is used. */
export const checkedLater: Check = () => {};

/** Checks a whole number. */
export function expectCount(
  name: string,
  value: unknown,
  least: number,
  most: number = Infinity,
): void {
  const isCount = typeof value === "number" && Number.isInteger(value);
  if (value === undefined || (isCount && value >= least && value <= most)) return;
  if (most !== Infinity) {
    throw new TypeError(
      `${name}: expected a whole number from ${least} to ${most}, got ${show(value)}`,
    );
  }
  throw new TypeError(
    `${name}: expected ${least}, ${least + 1}, ${least + 2}, …, got ${show(value)}`,
  );
}

/** Checks a whole number from 0. */
export const expectNatural: Check = (name, value) => expectCount(name, value, 0);

/** Checks a whole number from 1. */
export const expectPositive: Check = (name, value) => expectCount(name, value, 1);

/** Checks a duration in milliseconds. */
export function expectDuration(name: string, value: unknown, least = 1): void {
  if (value === undefined) return;
  if (typeof value === "number" && Number.isFinite(value) && value >= least) return;
  throw new TypeError(
    `${name}: expected a number of milliseconds, ${least} or more, got ${show(value)}`,
  );
}

/** Checks a number of bytes; `Infinity` means no limit. */
export const expectBytes: Check = (name, value) => {
  if (value === undefined || (typeof value === "number" && value >= 1)) return;
  throw new TypeError(`${name}: expected a number of bytes, 1 or more, got ${show(value)}`);
};

/** Checks an option that is on or off. */
export const expectBoolean: Check = (name, value) => {
  if (value === undefined || typeof value === "boolean") return;
  throw new TypeError(`${name}: expected true or false, got ${show(value)}`);
};

/** Checks a function of the caller. */
export const expectFunction: Check = (name, value) => {
  if (value === undefined || typeof value === "function") return;
  throw new TypeError(`${name}: expected a function, got ${show(value)}`);
};

/** Checks an object with methods. */
export function expectMethods(name: string, value: unknown, methods: readonly string[]): void {
  if (value === undefined) return;
  const missing = methods.find((method) =>
    typeof value !== "object" || value === null ||
    typeof Reflect.get(value, method) !== "function"
  );
  if (missing === undefined) return;
  throw new TypeError(`${name}: expected an object with a ${missing}() method, got ${show(value)}`);
}

/** Formats a value; an object without its content. */
export function show(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : describeValue(value);
}

import { describeValue, mistaken } from "./describe-value.ts";
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

/** For an option whose value is checked where it is used, or by the server. */
export const anyValue: Check = () => {};

/** Refuses a value, unless it is right or `undefined`. */
export function expectThat(isRight: boolean, name: string, expected: string, value: unknown): void {
  if (value === undefined || isRight) return;
  throw new TypeError(`${name}: expected ${expected}, got ${show(value)}`);
}

/** Checks a whole number from 0. */
export const expectNatural: Check = (name, value) => expectCount(name, value, 0);

/** Checks a whole number from 1. */
export const expectPositive: Check = (name, value) => expectCount(name, value, 1);

function expectCount(name: string, value: unknown, least: number): void {
  const isCount = Number.isInteger(value) && Number(value) >= least;
  expectThat(isCount, name, `${least}, ${least + 1}, ${least + 2}, …`, value);
}

/** Checks a clock. */
export const expectClock: Check = (name, value) => {
  expectMethods(name, value, ["now", "sleep"]);
  // Optional, so also `undefined` is right.
  expectFunction(`${name}.after`, Reflect.get(Object(value), "after"));
};

/** Checks a duration in milliseconds. */
export function expectDuration(name: string, value: unknown, least = 1): void {
  const isDuration = Number.isFinite(value) && Number(value) >= least;
  expectThat(isDuration, name, `a number of milliseconds, ${least} or more`, value);
}

/** Checks a number of bytes; `Infinity` means no limit. */
export const expectBytes: Check = (name, value) => {
  const isSize = typeof value === "number" && value >= 1;
  expectThat(isSize, name, "a number of bytes, 1 or more", value);
};

/** Checks an option that is on or off. */
export const expectBoolean: Check = (name, value) =>
  expectThat(typeof value === "boolean", name, "true or false", value);

/** Checks a function of the caller. */
export const expectFunction: Check = (name, value) =>
  expectThat(typeof value === "function", name, "a function", value);

/** Checks a function of the caller that cannot be left out. */
export const requireFunction: Check = (name, value) => {
  if (typeof value !== "function") {
    throw new TypeError(`${name}: expected a function, got ${show(value)}`);
  }
};

/** Checks an object with methods. */
export function expectMethods(name: string, value: unknown, methods: readonly string[]): void {
  for (const method of methods) {
    const isThere = typeof value === "object" && value !== null &&
      typeof Reflect.get(value, method) === "function";
    expectThat(isThere, name, `an object with a ${method}() method`, value);
  }
}

/** Formats a value; an object without its content. */
export function show(value: unknown): string {
  return typeof value === "object" && value !== null
    ? mistaken(value) ?? "an object"
    : describeValue(value);
}

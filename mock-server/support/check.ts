import * as z from "zod";
import type { ZodType } from "zod";
import { formatValue, type Path, pathText } from "./format-value.ts";
import { structureProblem } from "./json-structure.ts";
import { isSecretName } from "./redacted.ts";
import { nearest } from "../../src/support/nearest.ts";

/**
 * Validates a value with a schema.
 *
 * @param whole The name of the whole value, for problems without a path.
 * @throws {TypeError} When the value is invalid. The message names the path, what was expected and what was
 * found.
 */
export function checked<T>(schema: ZodType<T>, value: unknown, whole: string): T {
  const result = validate(schema, value);
  if (result.success) return result.data;
  throw new TypeError(problemsIn(result.error, whole));
}

/** Parses a value. `defaultMessage` replaces zod's messages wherever the schema has none of its own. */
export function validate<T>(schema: ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  const problem = value instanceof Promise
    ? { message: "expected its value, got a Promise; await it", path: [] }
    : structureProblem(value);
  if (problem !== undefined) {
    const { message, path } = problem;
    return z.custom<T>(() => false, { error: message, path: [...path] }).safeParse(value);
  }
  return schema.safeParse(value, { error: defaultMessage, reportInput: true });
}

/** The problems that a schema found. */
interface Problems {
  issues: readonly Problem[];
}

interface Problem {
  code?: string | undefined;
  path: Path;
  message: string;
  /** The invalid value. */
  input?: unknown;
}

/** How many problems a message lists. */
const LISTED = 5;

/**
 * The messages of the first problems, each with its path.
 *
 * @param whole The name of the whole value, for problems without a path.
 */
export function problemsIn({ issues }: Problems, whole: string): string {
  const messages = issues
    .slice(0, LISTED)
    .map((problem) => {
      const { code, path, message } = problem;
      // The message about unknown keys already contains the path.
      if (code === "unrecognized_keys") return message;
      return `${pathText(path) || whole}${isPredicate(message) ? "" : ":"} ${complete(problem)}.`;
    });
  const more = issues.length - messages.length;
  return [...messages, ...(more === 0 ? [] : [`There are ${more} more problems.`])].join(" ");
}

/** A message that says what was expected, with what was found: the wire schemas do not show values. */
function complete({ message, input }: Problem): string {
  if (!message.startsWith("expected ") || message.includes(", got ")) return message;
  return input === undefined ? message : `${message}, got ${formatValue(input)}`;
}

const MISSING = "is missing";

/** Whether a message continues its path as a sentence: `appId is missing`. */
function isPredicate(message: string): boolean {
  return /^(?:is|must|differs) /.test(message);
}

/** A schema of an object with only these properties. The error suggests the closest known name. */
export function strict<S extends z.ZodRawShape>(
  shape: S,
  hints: Hints = {},
): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, {
    error({ code, keys, input, path }) {
      if (code !== "unrecognized_keys") return expected("an object").error({ input });
      return unknownOptions(keys ?? [], Object.keys(shape), path, hints);
    },
  });
}

/** What to do in place of options that are often expected, by their names. */
export type Hints = Readonly<Record<string, string>>;

/**
 * Checks that a value is an object with only these properties. Others are allowed if their value is
 * `undefined`.
 *
 * @param path The path of the object.
 * @param hints What to do in place of other properties.
 * @throws {TypeError} When it is not an object or has other properties. The message suggests the closest known names.
 */
export function onlyKnown(
  given: unknown,
  names: readonly string[],
  path: Path = [],
  hints: Hints = {},
): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new TypeError(
      `${pathText(path) || "options"}: expected an object, got ${formatValue(given)}`,
    );
  }
  const unknown = Object.entries(given)
    .filter(([name, value]) => value !== undefined && !names.includes(name))
    .map(([name]) => name);
  if (unknown.length > 0) throw new TypeError(unknownOptions(unknown, names, path, hints));
}

/** Removes `undefined` options, which mean the default. Deeper values than options are not changed. */
export function withoutUndefined(value: unknown, depth = 0): unknown {
  if (!isPlainObject(value) || depth > DEEPEST_OPTION) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, withoutUndefined(inner, depth + 1)]),
  );
}

// A value may contain itself.
const DEEPEST_OPTION = 10;

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function unknownOptions(
  names: readonly string[],
  known: readonly string[],
  path: Path = [],
  hints: Hints = {},
): string {
  return names.slice(0, LISTED).map((name) => {
    const near = nearest(name, known);
    const usual = near === undefined
      ? `Expected ${known.join(", ")}.`
      : `Did you mean ${pathText([...path, near])}?`;
    const hint = Object.hasOwn(hints, name) ? hints[name] : usual;
    return `Unknown option ${pathText([...path, name])}. ${hint}`;
  }).join(" ");
}

/** A value that a schema refuses, and its path. */
interface Refused {
  input?: unknown;
  path?: Path | undefined;
}

/** Gives a schema an error message: what was expected and what was found. */
export function expected(what: string): { error(issue: Refused): string } {
  return {
    error: (issue) =>
      issue.input === undefined ? `${MISSING}. Expected ${what}` : expectation(what, issue),
  };
}

function expectation(what: string, { input, path = [] }: Refused): string {
  if (input === undefined) return MISSING;
  // A secret may be nearly right, such as the right one in a list.
  const found = path.some(isSecretName) ? "a value that is not shown" : formatValue(input);
  return `expected ${what}, got ${found}`;
}

/** The message of a problem whose schema has none of its own. */
const defaultMessage: z.core.$ZodErrorMap = (issue) => expectation(expectedBy(issue), issue);

const TYPES: Readonly<Record<string, string>> = {
  array: "an array",
  boolean: "true or false",
  int: "an integer",
  null: "null",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a string",
};

const FORMATS: Readonly<Record<string, string>> = {
  datetime: "an ISO 8601 time such as 2026-01-31T12:00:00Z",
  date: "an ISO 8601 date such as 2026-01-31",
  guid: "a UUID",
};

function expectedBy(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.map(formatValue).join(" or ");
    case "invalid_format":
      return FORMATS[issue.format] ?? `a string in the format ${issue.format}`;
    case "too_small":
      return `at least ${issue.minimum}${UNITS[issue.origin] ?? ""}`;
    case "too_big":
      return `at most ${issue.maximum}${UNITS[issue.origin] ?? ""}`;
    case "invalid_union":
      // Only z.json() is a union without a message of its own.
      return "a JSON value";
    default:
      return "another value";
  }
}

const UNITS: Readonly<Record<string, string>> = { array: " items", string: " characters" };

import * as z from "zod";
import type { ZodType } from "zod";
import { formatValue, type Path, pathText } from "./format-value.ts";
import { nearest } from "../../src/nearest.ts";

/**
 * Checks what a test gave.
 *
 * @param whole What the value is called where no part of it is to blame.
 * @throws {TypeError} When it does not fit, saying where, what was expected and what was found.
 */
export function checked<T>(schema: ZodType<T>, value: unknown, whole: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new TypeError(problemsIn(result.error, whole));
}

/** What a schema found to be wrong. */
interface Problems {
  issues: readonly { code?: string | undefined; path: Path; message: string }[];
}

/**
 * All that is wrong, each problem with its path.
 *
 * @param whole What the value is called where no part of it is to blame.
 */
export function problemsIn({ issues }: Problems, whole: string): string {
  return issues
    .map(({ code, path, message }) =>
      // The message of unknown keys is a sentence that has the path in it.
      code === "unrecognized_keys" ? message : `${pathText(path) || whole}: ${message}.`
    )
    .join(" ");
}

/** An object with these properties and no others; an unknown one is named, with the nearest known one. */
export function strict<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, {
    error({ code, keys, input, path }) {
      if (code !== "unrecognized_keys") return `expected an object, got ${formatValue(input)}`;
      return unknownOptions(keys ?? [], Object.keys(shape), path);
    },
  });
}

/**
 * Checks that an object has no other properties than these. One whose value is `undefined` passes.
 *
 * @param path Where the object is.
 * @throws {TypeError} When it has, naming them and the nearest known ones.
 */
export function onlyKnown(given: object, names: readonly string[], path: Path = []): void {
  const unknown = Object.entries(given)
    .filter(([name, value]) => value !== undefined && !names.includes(name))
    .map(([name]) => name);
  if (unknown.length > 0) throw new TypeError(unknownOptions(unknown, names, path));
}

/** Options without those that are `undefined`, which stand for the default. */
export function withoutUndefined(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, withoutUndefined(inner)]),
  );
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function unknownOptions(
  names: readonly string[],
  known: readonly string[],
  path: Path = [],
): string {
  return names.map((name) => {
    const near = nearest(name, known);
    const hint = near === undefined
      ? `Expected ${known.join(", ")}.`
      : `Did you mean ${pathText([...path, near])}?`;
    return `Unknown option ${pathText([...path, name])}. ${hint}`;
  }).join(" ");
}

/** Lets a schema say what it expected, and what it found instead. */
export function expected(what: string): { error(issue: { input?: unknown }): string } {
  return { error: ({ input }) => `expected ${what}, got ${formatValue(input)}` };
}

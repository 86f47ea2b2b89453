import * as z from "zod";
import type { ZodType } from "zod";
import { formatValue, type Path, pathText } from "./format-value.ts";

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
  issues: readonly { path: Path; message: string }[];
}

/**
 * All that is wrong, each problem with its path.
 *
 * @param whole What the value is called where no part of it is to blame.
 */
export function problemsIn({ issues }: Problems, whole: string): string {
  return issues.map(({ path, message }) => `${pathText(path) || whole}: ${message}.`).join(" ");
}

/** An object with these properties and no others; what is too much is told with what there is. */
export function strict<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, {
    error({ code, keys, input }) {
      if (code !== "unrecognized_keys") return `expected an object, got ${formatValue(input)}`;
      return notKnown(keys ?? [], Object.keys(shape));
    },
  });
}

/**
 * Checks that an object has no other properties than these.
 *
 * @throws {TypeError} When it has, naming them.
 */
export function onlyKnown(given: object, names: readonly string[]): void {
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new TypeError(`${notKnown(unknown, names)}.`);
}

function notKnown(names: readonly string[], known: readonly string[]): string {
  return `${names.map(formatValue).join(", ")} is not known here: expected ${known.join(", ")}`;
}

/** Lets a schema say what it expected, and what it found instead. */
export function expected(what: string): { error(issue: { input?: unknown }): string } {
  return { error: ({ input }) => `expected ${what}, got ${formatValue(input)}` };
}

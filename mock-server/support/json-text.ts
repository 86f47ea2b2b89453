import { formatValue, type Path, pathText } from "./format-value.ts";
import { structureProblem } from "./json-structure.ts";
import { isSecretName } from "./redacted.ts";

/** The error for a value that JSON would change or drop. */
export class NotJson extends TypeError {
  /** Where the value is. */
  readonly path: Path;
  /** What is wrong with it. */
  readonly problem: string;

  constructor(path: Path, problem: string) {
    super(`${pathText(path) || "value"}${problem.startsWith("expected ") ? ":" : ""} ${problem}.`);
    this.path = path;
    this.problem = problem;
  }
}

/**
 * A value as JSON. A mock in process refuses values that JSON would change or drop, so a remote one must not get them
 * changed. Properties that are `undefined` are left out, as options are.
 *
 * @throws {NotJson} When the value contains something that is not JSON. The message names its path.
 */
export function jsonText(whole: unknown): string {
  const problem = structureProblem(whole);
  if (problem !== undefined) {
    throw new NotJson(problem.path, problem.message);
  }
  const paths = new WeakMap<object, Path>();
  return JSON.stringify(whole, function (this: object, key: string, value: unknown) {
    // The value before its method `toJSON` was called.
    const given: unknown = Reflect.get(this, key);
    const above = paths.get(this);
    const path = above === undefined ? [] : [...above, Array.isArray(this) ? Number(key) : key];
    if (!isJson(given) && !(given === undefined && !Array.isArray(this))) {
      const found = path.some(isSecretName) ? "a value that is not shown" : formatValue(given);
      throw new NotJson(path, `expected a JSON value, got ${found}`);
    }
    if (typeof given === "object" && given !== null) paths.set(given, path);
    return value;
  });
}

/** Whether a value, not what it contains, is the same after it was sent as JSON. */
function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) {
    return value === null || typeof value === "string" || typeof value === "boolean";
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === null ||
    Object.prototype.toString.call(value) === "[object Object]" &&
      Object.getPrototypeOf(prototype) === null;
  return isPlain && typeof Reflect.get(value, "toJSON") !== "function";
}

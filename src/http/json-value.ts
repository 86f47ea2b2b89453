// Deeper nesting overflows the stack of some runtimes.
const DEEPEST = 500;

/**
 * What JSON would lose or change in a value without saying so: its path and what is there, or nothing.
 *
 * `undefined` properties of objects are not among it: they are left out, as everywhere in JavaScript.
 * A value with `toJSON` is judged by its result.
 *
 * @param path Where the value is, as the result will name it.
 */
export function lossInJson(value: unknown, path: string): string | undefined {
  return lossIn(value, path, "", []);
}

function lossIn(
  given: unknown,
  path: string,
  key: string,
  ancestors: readonly object[],
): string | undefined {
  const lost = (what: string) => `${path} is ${what}, which JSON cannot carry`;
  if (given instanceof Date && Number.isNaN(given.getTime())) return lost("an invalid Date");
  const value: unknown = plainValue(given, key);
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : lost(String(value));
    case "bigint":
      return lost("a BigInt");
    case "function":
    case "symbol":
    case "undefined":
      return lost(typeof value === "undefined" ? "undefined" : `a ${typeof value}`);
  }
  if (typeof value !== "object" || value === null) return undefined;
  const kind = tagOf(value);
  if (LOSSY.has(kind) || ArrayBuffer.isView(value)) return lost(`a ${kind}`);
  if (ancestors.includes(value)) return lost("a cycle");
  if (ancestors.length >= DEEPEST) return lost(`nested more than ${DEEPEST} levels deep`);
  const inner = [...ancestors, value];
  if (Array.isArray(value)) {
    // By index, so that holes are seen.
    for (let i = 0; i < value.length; i++) {
      const loss = lossIn(value[i], `${path}[${i}]`, String(i), inner);
      if (loss !== undefined) return loss;
    }
    return undefined;
  }
  for (const [name, of] of Object.entries(value)) {
    if (of === undefined) continue;
    const loss = lossIn(of, `${path}.${name}`, name, inner);
    if (loss !== undefined) return loss;
  }
  return undefined;
}

/** A value as `JSON.stringify` sees it: the result of `toJSON`, and what a boxed value holds. */
function plainValue(value: unknown, key: string): unknown {
  if (value === null || (typeof value !== "object" && typeof value !== "bigint")) return value;
  const toJson: unknown = Reflect.get(Object(value), "toJSON");
  const result: unknown = typeof toJson === "function"
    ? Reflect.apply(toJson, value, [key])
    : value;
  if (typeof result !== "object" || result === null) return result;
  return BOXED.has(tagOf(result)) ? result.valueOf() : result;
}

const BOXED: ReadonlySet<string> = new Set(["Number", "String", "Boolean", "BigInt"]);

const LOSSY: ReadonlySet<string> = new Set([
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "RegExp",
  "Error",
  "Promise",
  "ArrayBuffer",
  "SharedArrayBuffer",
  "Blob",
  "File",
  "FormData",
  "URLSearchParams",
  "Headers",
  "ReadableStream",
]);

/** The kind of an object, also of one from another realm. */
function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

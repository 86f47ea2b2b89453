// Deeper nesting overflows the stack of some runtimes.
const DEEPEST = 500;

/**
 * Finds the first part of a value that `JSON.stringify` would silently drop or change. Returns a message
 * with its path, or `undefined` when nothing is lost.
 *
 * Object properties that are `undefined` are allowed and left out, as usual in JavaScript. For a value with
 * `toJSON` the result of that method is checked.
 *
 * @param path The path of the value, as the message names it.
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
  const lost = (what: string) => `${shownPath(path)} is ${what}, which JSON cannot represent`;
  if (given instanceof Date && Number.isNaN(given.getTime())) return lost("an invalid Date");
  const value = attempt(() => plainValue(given, key));
  if (value === UNREADABLE) return unreadable(path, "its toJSON() throws");
  switch (typeof value) {
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
    // By index, to find the holes of a sparse array.
    for (let i = 0; i < value.length; i++) {
      const item = attempt(() => value[i]);
      if (item === UNREADABLE) return unreadable(`${path}[${i}]`, "its getter throws");
      const loss = lossIn(item, `${path}[${i}]`, String(i), inner);
      if (loss !== undefined) return loss;
    }
    return undefined;
  }
  for (const name of Object.keys(value)) {
    const of = attempt<unknown>(() => Reflect.get(value, name));
    if (of === UNREADABLE) return unreadable(`${path}.${name}`, "its getter throws");
    if (of === undefined) continue;
    const loss = lossIn(of, `${path}.${name}`, name, inner);
    if (loss !== undefined) return loss;
  }
  return undefined;
}

const UNREADABLE = Symbol("unreadable");

/** Returns the result of code that belongs to the value, or a mark that it threw. */
function attempt<T>(read: () => T): T | typeof UNREADABLE {
  try {
    return read();
  } catch {
    return UNREADABLE;
  }
}

function unreadable(path: string, why: string): string {
  return `${shownPath(path)} cannot be read as JSON: ${why}`;
}

// Enough for the paths of real data.
const LONGEST_PATH = 200;

/** The beginning and the end of a path that is too long for a message. */
function shownPath(path: string): string {
  if (path.length <= LONGEST_PATH) return path;
  return `${path.slice(0, LONGEST_PATH / 2)}…${path.slice(-LONGEST_PATH / 2)}`;
}

/** The value that `JSON.stringify` uses: the result of `toJSON`, or the content of a boxed number. */
function plainValue(value: unknown, key: string): unknown {
  if (value === null || (typeof value !== "object" && typeof value !== "bigint")) return value;
  const toJson: unknown = Reflect.get(Object(value), "toJSON");
  const result: unknown = typeof toJson === "function"
    ? Reflect.apply(toJson, value, [key])
    : value;
  return BOXED.has(tagOf(result)) ? Object(result).valueOf() : result;
}

// The content of other boxed values is never lost.
const BOXED: ReadonlySet<string> = new Set(["Number", "BigInt"]);

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

/** The type of a value. It also works for objects of another realm. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

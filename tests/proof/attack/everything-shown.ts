const DEEPEST = 12;
const MOST_ENTRIES = 20_000;

/** Formats a value as a runtime's console does. */
type Inspect = (value: unknown) => string;

/** The functions of this runtime that format any value. */
export async function runtimeInspectors(): Promise<Inspect[]> {
  const found: Inspect[] = [];
  // A variable, so that bundlers do not look for the module.
  const name = "node:util";
  try {
    const util: unknown = await import(name);
    if (isObject(util) && typeof util["inspect"] === "function") {
      const { inspect } = util;
      const options = {
        depth: Infinity,
        showHidden: true,
        getters: true,
        maxArrayLength: null,
        maxStringLength: null,
      };
      found.push((value) => String(Reflect.apply(inspect, undefined, [value, options])));
    }
  } catch {
    // workerd has no such module.
  }
  for (const global of ["Bun", "Deno"]) {
    const of: unknown = Reflect.get(globalThis, global);
    if (!isObject(of) || typeof of["inspect"] !== "function") continue;
    const { inspect } = of;
    found.push((value) => String(Reflect.apply(inspect, of, [value, { depth: 20 }])));
  }
  return found;
}

/**
 * Everything that a value shows to a program or to a person: its text, its JSON, what the console prints, a copy,
 * and all properties, own and inherited, of it and of what it refers to.
 */
export function everythingShown(value: unknown, inspectors: readonly Inspect[]): string {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const add = (read: () => unknown) => {
    try {
      texts.push(String(read()));
    } catch {
      // What throws shows nothing.
    }
  };

  function walk(of: unknown, depth: number): void {
    if (texts.length > MOST_ENTRIES) throw new Error("too much to look at");
    if (!isObject(of) && typeof of !== "function") return add(() => of);
    if (seen.has(of) || depth > DEEPEST) return;
    seen.add(of);
    add(() => of);
    add(() => JSON.stringify(of));
    for (const key of Reflect.ownKeys(of)) {
      add(() => key);
      try {
        walk(Reflect.get(of, key), depth + 1);
      } catch {
        // A getter that throws.
      }
    }
    inherited(of, depth);
    if (of instanceof Map || of instanceof Set) { for (const item of of) walk(item, depth + 1); }
  }

  /** What the getters of the prototypes return. Methods show nothing. */
  function inherited(of: object, depth: number): void {
    for (let at = parentOf(of); at !== null && at !== Object.prototype; at = parentOf(at)) {
      for (const key of Reflect.ownKeys(at)) {
        if (key === "__proto__" || Reflect.getOwnPropertyDescriptor(at, key)?.get === undefined) {
          continue;
        }
        try {
          walk(Reflect.get(at, key, of), depth + 1);
        } catch {
          // A getter that needs another object.
        }
      }
    }
  }

  walk(value, 0);
  for (const inspect of inspectors) add(() => inspect(value));
  add(() => JSON.stringify(structuredClone(value)));
  try {
    walk(structuredClone(value), 0);
  } catch {
    // It cannot be copied.
  }
  return texts.join("\n");
}

function parentOf(value: object): object | null {
  return Reflect.getPrototypeOf(value);
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}

/** The maximum number of nested arrays and objects in a body, a seed or a snapshot (A). */
const MAX_DEPTH = 100;

/** A place in a JSON value that the mock does not accept. */
export interface StructureProblem {
  path: readonly PropertyKey[];
  message: string;
}

interface Place {
  value: unknown;
  key: PropertyKey;
  parent: Place | undefined;
  depth: number;
}

/**
 * Finds a value that is nested too deeply, and a key that copies of the value would lose. It uses no
 * recursion, so no value exhausts the stack.
 */
export function structureProblem(root: unknown): StructureProblem | undefined {
  const open: Place[] = [{ value: root, key: "", parent: undefined, depth: 0 }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, depth } = place;
    if (!isContainer(value)) continue;
    if (depth >= MAX_DEPTH) {
      return { path: pathTo(place), message: `must be nested at most ${MAX_DEPTH} levels deep` };
    }
    if (Object.hasOwn(value, "__proto__")) {
      return { path: pathTo(place), message: 'must not have the key "__proto__"' };
    }
    const isArray = Array.isArray(value);
    for (const [key, inner] of Object.entries(value)) {
      if (!isContainer(inner)) continue;
      open.push({
        value: inner,
        key: isArray ? Number(key) : key,
        parent: place,
        depth: depth + 1,
      });
    }
  }
  return undefined;
}

function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The first parts of a place's path, enough to find it. */
function pathTo(place: Place): readonly PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at: Place | undefined = place; at?.parent !== undefined; at = at.parent) {
    path.unshift(at.key);
  }
  return path.slice(0, 10);
}

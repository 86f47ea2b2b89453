/** The JSON of a value with the names of each object in order, to compare values whose order may differ. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    const sorted = Object.entries(part).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
    // A prototype's setter must not swallow the name __proto__.
    const copy: unknown = Object.create(null);
    for (const [name, inner] of sorted) {
      Object.defineProperty(copy, name, { value: inner, enumerable: true });
    }
    return copy;
  });
}

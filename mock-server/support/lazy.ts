/**
 * Makes a value at its first use, not before: Workers allow no random values at module scope. The
 * value is kept, never its promise, since on Workers a promise dies with the request that made it;
 * two callers at once may both make one, and the first to finish is kept.
 */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: { value: T } | undefined;
  return async () => {
    if (kept === undefined) {
      const value = await make();
      kept ??= { value };
    }
    return kept.value;
  };
}

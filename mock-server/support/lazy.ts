/**
 * Creates a value on first use, because Workers forbid random values at module scope. It caches the value,
 * not the promise: on Workers, a promise does not outlive the request that created it. Two concurrent callers
 * may both create a value; the first one to finish is cached.
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

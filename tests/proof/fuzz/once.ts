/** Creates a value on the first call. Generators are costly to create and can be shared. */
export function once<T>(create: () => T): () => T {
  let kept: { value: T } | undefined;
  return () => (kept ??= { value: create() }).value;
}

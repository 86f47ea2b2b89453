/** The part of a map or a set that {@linkcode keepNewest} needs. */
interface Entries<K> {
  readonly size: number;
  keys(): Iterable<K>;
  delete(key: K): boolean;
}

/** Removes the oldest entries of a map or a set, until at most `limit` are left. */
export function keepNewest<K>(entries: Entries<K>, limit: number): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= limit) return;
    entries.delete(oldest);
  }
}

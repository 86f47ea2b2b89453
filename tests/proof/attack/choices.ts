/** One of the items. */
export function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** A whole number from `least` to `most`. */
export function between(least: number, most: number, random: () => number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** At most `count` of the items, in their order. */
export function sample<T>(items: readonly T[], count: number, random: () => number): T[] {
  const marked = items.map((item, i) => ({ item, i, order: random() }));
  return marked.sort((a, b) => a.order - b.order).slice(0, count)
    .sort((a, b) => a.i - b.i)
    .map(({ item }) => item);
}

/** Random bytes, which are the same for the same seed. */
export function randomBytes(count: number, random: () => number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}

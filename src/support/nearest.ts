/**
 * Finds the known name that is most similar to a misspelled one: it differs only in case, in separators
 * or in a few letters. Returns `undefined` when no name is similar.
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const plain = letters(name);
  const same = names.find((other) => letters(other) === plain);
  if (same !== undefined) return same;
  const allowed = Math.max(1, Math.floor(plain.length / 4));
  const [best] = names
    .filter((other) => Math.abs(letters(other).length - plain.length) <= allowed)
    .map((other) => ({ other, distance: edits(plain, letters(other)) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance);
  return best?.other;
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

/** The number of letters to insert, delete, change or swap with the next one (Damerau distance). */
function edits(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const change = (row[j] ?? 0) + (from[i] === to[j] ? 0 : 1);
      const isSwap = i > 0 && j > 0 && from[i] === to[j - 1] && from[i - 1] === to[j];
      const swap = isSwap ? (before[j - 1] ?? 0) + 1 : Infinity;
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, change, swap));
    }
    before = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}

// More would make a name of another meaning similar, and the search slow.
const MOST_EDITS = 3;

/**
 * Finds the known name that is most similar to a misspelled one: it differs only in case, in separators
 * or in a few letters. Returns `undefined` when no name is similar.
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const plain = letters(name);
  const allowed = Math.min(MOST_EDITS, Math.max(1, Math.floor(plain.length / 4)));
  for (let edits = 0; edits <= allowed; edits++) {
    const similar = names.find((other) => differsBy(edits, plain, letters(other)));
    if (similar !== undefined) return similar;
  }
  return undefined;
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

/** Whether a few edits suffice: to insert, delete or change a letter, or to swap it with the next one. */
function differsBy(edits: number, one: string, other: string): boolean {
  if (one === other) return true;
  if (Math.abs(one.length - other.length) > edits || edits === 0) return false;
  let same = 0;
  while (one[same] === other[same]) same++;
  const [from, to] = [one.slice(same), other.slice(same)];
  const isSwap = from[0] === to[1] && from[1] === to[0];
  return differsBy(edits - 1, from.slice(1), to) || differsBy(edits - 1, from, to.slice(1)) ||
    differsBy(edits - 1, from.slice(1), to.slice(1)) ||
    (isSwap && differsBy(edits - 1, from.slice(2), to.slice(2)));
}

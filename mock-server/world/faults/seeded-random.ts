/** Returns the next number, from 0 (inclusive) to 1 (exclusive). */
export type Random = () => number;

/**
 * A pseudorandom generator (mulberry32): the same seed gives the same numbers. Not for secrets.
 *
 * @param seed Any number or string.
 */
export function seededRandom(seed: number | string): Random {
  let state = hash(String(seed));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The 32-bit FNV-1a hash of a string. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return bits;
}

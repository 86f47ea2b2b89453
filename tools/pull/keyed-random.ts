/** Random choices that depend on a value and on a secret key: the same value leads to the same choices. */
export interface KeyedRandom {
  /** An integer from 0 up to, but not including, `count`. */
  below(count: number): number;
  /** One of several texts. */
  pick(items: readonly string[]): string;
}

/** Returns the choices for a value. Without the key, a choice does not reveal the value. */
export type KeyedRandomFor = (value: string) => Promise<KeyedRandom>;

/**
 * Creates a source of choices.
 *
 * @param key The key, at least 16 random bytes.
 */
export async function createKeyedRandom(key: Uint8Array<ArrayBuffer>): Promise<KeyedRandomFor> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const hmac = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return async (value) => {
    const digest = await crypto.subtle.sign("HMAC", hmac, new TextEncoder().encode(value));
    const next = sfc32(new DataView(digest));
    const below = (count: number) => Math.floor((next() / 2 ** 32) * count);
    return { below, pick: (items) => items[below(items.length)] ?? "" };
  };
}

/** The generator sfc32: 32-bit integers from a seed of 128 bits. */
function sfc32(seed: DataView): () => number {
  let a = seed.getUint32(0);
  let b = seed.getUint32(4);
  let c = seed.getUint32(8);
  let d = seed.getUint32(12);
  const next = () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

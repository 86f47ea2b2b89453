/**
 * Runs work and returns the bytes that it took from the random source. The mock makes its signing key this way,
 * so an attack can find out what the key alone does not open.
 */
export async function takenBytes(work: () => Promise<void>): Promise<Uint8Array<ArrayBuffer>[]> {
  const taken: Uint8Array<ArrayBuffer>[] = [];
  const own = Object.getOwnPropertyDescriptor(crypto, "getRandomValues");
  const original = crypto.getRandomValues.bind(crypto);
  Object.defineProperty(crypto, "getRandomValues", {
    configurable: true,
    writable: true,
    value<T extends ArrayBufferView<ArrayBuffer>>(array: T): T {
      original(array);
      taken.push(new Uint8Array(array.buffer.slice(0)));
      return array;
    },
  });
  try {
    await work();
  } finally {
    if (own === undefined) Reflect.deleteProperty(crypto, "getRandomValues");
    else Object.defineProperty(crypto, "getRandomValues", own);
  }
  return taken;
}

/** The part of Cloudflare's `R2Bucket` that this example uses. */
export interface Bucket {
  /** Reads an object, or a part of it. */
  get(
    key: string,
    options?: { range: { offset: number; length: number } },
  ): Promise<{ size: number; arrayBuffer(): Promise<ArrayBuffer>; text(): Promise<string> } | null>;
  /** Writes an object. Every later read gets it: R2 is strongly consistent. */
  put(key: string, value: string | ReadableStream): Promise<unknown>;
}

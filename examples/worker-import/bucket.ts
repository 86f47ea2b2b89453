/** The part of Cloudflare's `R2Bucket` that this example uses. */
export interface Bucket {
  /** Reads an object, or a part of it. */
  get(key: string, options?: { range: { offset: number; length: number } }): Promise<Part | null>;
  /** Writes an object. Every later read gets it: R2 is strongly consistent. */
  put(key: string, value: string | ReadableStream): Promise<unknown>;
}

/** What was read of an object. */
export interface Part {
  /** The size of the whole object, in bytes. */
  size: number;
  /** Changes with the content of the object. */
  etag: string;
  /** The bytes that were read. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** The same as text. */
  text(): Promise<string>;
}

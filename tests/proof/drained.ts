/** Reads a list or stream to its end, and keeps nothing. */
export async function drained(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}

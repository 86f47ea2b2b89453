/** Writes a text, flushes it to disk, and returns the number of bytes. */
export async function writeThrough(output: Deno.FsFile, text: string): Promise<number> {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) {
    written += await output.write(bytes.subarray(written));
  }
  await output.sync();
  return bytes.length;
}

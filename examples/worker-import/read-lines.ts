import type { Bucket } from "./bucket.ts";
import { FileError } from "./file-error.ts";

/** Some lines of a file. */
export interface Lines {
  lines: string[];
  /** The first byte after them. */
  next: number;
  /** The size of the file, in bytes. */
  size: number;
  /** Changes with the content of the file. */
  etag: string;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads lines from a position of a file, without the rest of the file.
 *
 * @throws {FileError} When there is no such file, or a line is too long.
 */
export async function readLines(
  files: Bucket,
  file: string,
  offset: number,
  most: number,
): Promise<Lines> {
  const object = await files.get(file, { range: { offset, length: CHUNK_BYTES } });
  if (object === null) throw new FileError(`There is no file ${file} in the bucket`);
  const { size, etag } = object;
  const bytes = new Uint8Array(await object.arrayBuffer());
  const isEnd = offset + bytes.length >= size;
  const decoder = new TextDecoder();
  const lines: string[] = [];
  let start = 0;
  while (lines.length < most && start < bytes.length) {
    const found = bytes.indexOf(NEW_LINE, start);
    // A line that goes on after the chunk is read with the next lines.
    if (found < 0 && !isEnd) break;
    const end = found < 0 ? bytes.length : found;
    const line = decoder.decode(bytes.subarray(start, end)).trim();
    if (line !== "") lines.push(line);
    start = end + 1;
  }
  if (start === 0 && bytes.length > 0) {
    throw new FileError(`${file}: the line at byte ${offset} is longer than ${CHUNK_BYTES} bytes`);
  }
  return { lines, next: Math.min(offset + start, size), size, etag };
}

const NEW_LINE = 10;

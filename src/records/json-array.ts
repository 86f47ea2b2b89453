import { JsonArrayError } from "./json-array-error.ts";
import { lastBoundary, openingOf } from "./json-boundary.ts";
import {
  BACKSLASH,
  BYTE_ORDER_MARK,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COMMA,
  isWhiteSpace,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  showByte,
} from "./json-bytes.ts";

/** Reads one JSON array from bytes that arrive in chunks. */
export interface JsonArrayReader {
  /**
   * Yields the elements that this chunk completes, in order, as `JSON.parse` returns them: lists of them, none
   * of which is empty.
   *
   * Elements are parsed during the iteration. Read all lists before the next call, and do not change the
   * chunk's bytes before that.
   *
   * @throws {JsonArrayError} During the iteration, after the valid elements before the error. The reader
   * cannot be used after that.
   */
  push(chunk: Uint8Array): Iterable<unknown[]>;
  /**
   * Call it after the last chunk.
   *
   * @throws {JsonArrayError} When the array is not complete.
   */
  end(): void;
}

// How many bytes are parsed at once. Large enough to make few calls of JSON.parse, and small enough that a
// chunk with a whole large array does not become one string and one list.
const PIECE_BYTES = 64 * 1024;

// After so many wrong guesses in a row the elements are of another kind, and each guess costs time.
const MOST_MISSES = 3;

// Enough for the name of the first property, and for the white space before it.
const LONGEST_OPENING = 100;

// A limit, because a server could send white space before or after the array forever.
const MOST_WHITE_SPACE = 4 * 1024;

/**
 * Creates a reader that keeps only the incomplete element and a piece of the current chunk in memory.
 *
 * It guesses where the last complete element of a piece ends: before the last place that looks like the start of
 * another one. `JSON.parse` of everything up to there proves the guess: at any other place a string or a bracket
 * would be open. After a wrong guess, and for the end of a piece, it scans each byte once to find where the elements
 * end. It counts brackets without matching their types: if they do not match, `JSON.parse` rejects the element.
 *
 * @param options.maxElementBytes The maximum size of an element, including white space around it.
 */
export function createJsonArrayReader(options: { maxElementBytes: number }): JsonArrayReader {
  const { maxElementBytes } = options;
  // A byte order mark inside the array is an error, so JSON.parse must see it.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  let place: "before" | "inside" | "after" = "before";
  let reading = false;
  let markBytes = 0;
  let elements = 0;
  // The bytes after the last complete element, and the offset of the first of them.
  let buffer = new Uint8Array(0);
  let length = 0;
  let offset = 0;
  // The number of bytes after the array.
  let tail = 0;
  // The position of the search for the element's end. After a backslash as the last byte, it is one past the
  // buffer, so that the escaped byte is skipped when it arrives.
  let position = 0;
  let depth = 0;
  let inString = false;
  // How an element starts, up to its first colon; absent if it is not an object with properties.
  let opening: Uint8Array | undefined;
  let isLearned = false;
  let misses = 0;

  function* read(chunk: Uint8Array): Generator<unknown[], void> {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      let piece = chunk.subarray(start, start + PIECE_BYTES);
      if (place === "before") piece = passHead(piece);
      if (place === "inside") piece = yield* readElements(piece);
      if (place === "after") passTail(piece);
    }
    reading = false;
  }

  /** Skips everything up to the opening bracket. Returns the bytes after it. */
  function passHead(piece: Uint8Array): Uint8Array {
    for (const [i, byte] of piece.entries()) {
      const inMark = markBytes === 1 || markBytes === 2;
      if (markBytes === offset && byte === BYTE_ORDER_MARK[offset]) markBytes++;
      else if (!inMark && byte === OPENING_BRACKET) place = "inside";
      else if (inMark || !isWhiteSpace(byte) || offset > MOST_WHITE_SPACE) {
        throw new JsonArrayError(
          "notAnArray",
          `Expected [ at the start of the array, got ${showByte(byte)}`,
          offset,
        );
      }
      offset++;
      if (place === "inside") return piece.subarray(i + 1);
    }
    return piece.subarray(piece.length);
  }

  /** Yields the elements that a piece completes. Returns the bytes after the array. */
  function* readElements(piece: Uint8Array): Generator<unknown[], Uint8Array> {
    append(piece);
    if (!isLearned && length >= LONGEST_OPENING) {
      isLearned = true;
      opening = openingOf(buffer.subarray(0, LONGEST_OPENING));
    }
    const guessed = guess(piece.length);
    if (guessed !== undefined) yield guessed;
    // A guess removes what is before the piece.
    const pieceStart = length - piece.length;
    const ends: number[] = [];
    let start = 0;
    let mistake: JsonArrayError | undefined;
    while (place === "inside") {
      const end = findEnd();
      if ((end ?? length) - start > maxElementBytes) {
        const message = `An element is larger than ${maxElementBytes} bytes`;
        mistake = new JsonArrayError("tooLarge", message, offset + start);
        break;
      }
      if (end === undefined) break;
      if (buffer[end] === CLOSING_BRACE) {
        mistake = new JsonArrayError(
          "malformed",
          "Expected ] at the end of the array, got }",
          offset + end,
        );
        break;
      }
      if (buffer[end] === CLOSING_BRACKET) place = "after";
      const isEmptyArray = place === "after" && elements + ends.length === 0 &&
        skipWhiteSpace(start, end) === end;
      if (!isEmptyArray) ends.push(end);
      start = end + 1;
    }
    yield* parse(ends);
    // Thrown only now: the elements before the error are valid.
    if (mistake) throw mistake;
    drop(start);
    return piece.subarray(start - pieceStart);
  }

  /** Parses and removes the complete elements in the buffer, unless a guess where they end is wrong. */
  function guess(added: number): unknown[] | undefined {
    if (opening === undefined || misses >= MOST_MISSES) return undefined;
    const comma = lastBoundary(buffer.subarray(0, length), { added, opening });
    // With more, an element could be too large.
    if (comma === undefined || comma > maxElementBytes) return undefined;
    try {
      const values: unknown[] = JSON.parse(`[${decoder.decode(buffer.subarray(0, comma))}]`);
      misses = 0;
      elements += values.length;
      position = comma + 1;
      depth = 0;
      inString = false;
      drop(comma + 1);
      return values;
    } catch {
      misses++;
      return undefined;
    }
  }

  /** The index of the next comma or closing bracket that belongs to the array itself. */
  function findEnd(): number | undefined {
    const bytes = buffer;
    const end = length;
    let i = position;
    while (i < end) {
      if (inString) {
        while (i < end && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
        if (i >= end) break;
        inString = false;
      } else {
        const byte = bytes[i];
        if (byte === QUOTE) inString = true;
        else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) depth++;
        else if (depth > 0) {
          if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) depth--;
        } else if (byte === COMMA || byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
          position = i + 1;
          return i;
        }
      }
      i++;
    }
    position = i;
    return undefined;
  }

  /** Yields the elements in the buffer, which end at the given indexes. */
  function* parse(ends: readonly number[]): Generator<unknown[], void> {
    if (ends.length === 0) return;
    let values: unknown[] = [];
    try {
      values = JSON.parse(`[${decoder.decode(buffer.subarray(0, ends.at(-1) ?? 0))}]`);
    } catch {
      // One element is invalid. The elements before it are still yielded, below.
    }
    // An empty place between two commas has no value, so the lengths differ.
    if (values.length === ends.length) {
      elements += ends.length;
      yield values;
      return;
    }
    let start = 0;
    for (const end of ends) {
      yield [parseAlone(start, end)];
      elements++;
      start = end + 1;
    }
  }

  function parseAlone(start: number, end: number): unknown {
    try {
      return JSON.parse(decoder.decode(buffer.subarray(start, end)));
    } catch (cause) {
      const message = `Element ${elements} is not valid JSON`;
      throw new JsonArrayError("malformed", message, offset + skipWhiteSpace(start, end), cause);
    }
  }

  function passTail(piece: Uint8Array): void {
    const found = piece.findIndex((byte) => !isWhiteSpace(byte));
    const room = MOST_WHITE_SPACE - tail;
    if ((found < 0 ? piece.length : found) > room) {
      const message = "Too much white space after the array";
      throw new JsonArrayError("trailing", message, offset + room);
    }
    if (found >= 0) {
      throw new JsonArrayError(
        "trailing",
        `Unexpected ${showByte(piece[found])} after the array`,
        offset + found,
      );
    }
    offset += piece.length;
    tail += piece.length;
  }

  function skipWhiteSpace(start: number, end: number): number {
    let i = start;
    while (i < end && isWhiteSpace(buffer[i])) i++;
    return i;
  }

  /** Appends to the buffer. It doubles when it is full, so that a large element takes linear time. */
  function append(piece: Uint8Array): void {
    if (length + piece.length > buffer.length) {
      const larger = new Uint8Array(Math.max(2 * buffer.length, length + piece.length));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(piece, length);
    length += piece.length;
  }

  /** Removes complete elements from the buffer, and frees the memory that a large element needed. */
  function drop(count: number): void {
    if (count === 0) return;
    if (buffer.length > 4 * PIECE_BYTES) buffer = buffer.slice(count, length);
    else buffer.copyWithin(0, count, length);
    length -= count;
    position -= count;
    offset += count;
  }

  /** A chunk that was not read completely, or that had an error, must be the last one. */
  function expectNoneUnread(): void {
    if (reading) {
      throw new TypeError(
        "Expected all elements of the previous chunk to be read before the next call",
      );
    }
  }

  return {
    push(chunk) {
      expectNoneUnread();
      reading = true;
      return read(chunk);
    },
    end() {
      expectNoneUnread();
      if (place === "after") return;
      throw new JsonArrayError("incomplete", "The array is incomplete", offset + length);
    },
  };
}

/**
 * What can be wrong with the bytes of a JSON array: something else came (`notAnArray`), an element or
 * what stands between two of them is not JSON or not UTF-8 (`malformed`), the bytes ended before the
 * array did (`incomplete`), an element is larger than allowed (`tooLarge`), something follows the array
 * (`trailing`).
 */
export type JsonArrayErrorKind =
  | "notAnArray"
  | "malformed"
  | "incomplete"
  | "tooLarge"
  | "trailing";

/** Says what is wrong with the bytes of a JSON array, and where. */
export class JsonArrayError extends Error {
  /** The class's name. */
  override readonly name: string = "JsonArrayError";
  /** What is wrong. */
  readonly kind: JsonArrayErrorKind;
  /** The byte it was found at, counted from 0. What is wrong with an element stands at its start. */
  readonly offset: number;

  /** Makes the error, its message with the offset at the end. */
  constructor(kind: JsonArrayErrorKind, message: string, offset: number, cause?: unknown) {
    super(`${message} (byte ${offset})`, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.offset = offset;
  }
}

/** Reads one JSON array from bytes that arrive in chunks. */
export interface JsonArrayReader {
  /**
   * The elements that this chunk completes, in order, just as `JSON.parse` makes them.
   *
   * They are made while they are asked for: ask for all of them before the next call, and leave the
   * chunk's bytes alone until then.
   *
   * @throws {JsonArrayError} While iterating, after the elements before the mistake. The reader is of
   * no further use then.
   */
  push(chunk: Uint8Array): Iterable<unknown>;
  /**
   * Says that there are no more chunks.
   *
   * @throws {JsonArrayError} When the array is not complete.
   */
  end(): void;
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

// How much is parsed in one go: enough to make the cost of a call small, and little enough that an
// array which comes as one chunk does not become one text and one list of all its elements.
const PIECE_BYTES = 64 * 1024;

// White space before and after the array costs the sender nothing, and could go on forever.
const MOST_WHITE_SPACE = 4 * 1024;

/**
 * Makes a reader that holds the incomplete element and a piece of the current chunk, and no more.
 *
 * It looks at each byte once, only to see where the elements end, and leaves all else to one
 * `JSON.parse` of all the elements that end in a piece. So it counts brackets without matching them:
 * where they do not match, no element that `JSON.parse` accepts comes out.
 *
 * @param options.maxElementBytes How many bytes an element may have, white space around it included.
 */
export function createJsonArrayReader(options: { maxElementBytes: number }): JsonArrayReader {
  const { maxElementBytes } = options;
  // JSON.parse has to see a byte order mark within the array, where it is a mistake.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  let place: "before" | "inside" | "after" = "before";
  let reading = false;
  let markBytes = 0;
  let elements = 0;
  // The bytes from the end of the last complete element on, and the offset of the first of them.
  let buffer = new Uint8Array(0);
  let length = 0;
  let offset = 0;
  // How many bytes followed the array.
  let tail = 0;
  // Where the search for the element's end has come to. A backslash as the last byte takes it one
  // beyond the buffer, and so past the escaped byte when that comes.
  let position = 0;
  let depth = 0;
  let inString = false;

  function* read(chunk: Uint8Array): Generator<unknown, void> {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      let piece = chunk.subarray(start, start + PIECE_BYTES);
      if (place === "before") piece = passHead(piece);
      if (place === "inside") piece = yield* readElements(piece);
      if (place === "after") passTail(piece);
    }
    reading = false;
  }

  /** Goes to the opening bracket. Returns what follows it. */
  function passHead(piece: Uint8Array): Uint8Array {
    for (const [i, byte] of piece.entries()) {
      const inMark = markBytes === 1 || markBytes === 2;
      if (markBytes === offset && byte === BYTE_ORDER_MARK[offset]) markBytes++;
      else if (!inMark && byte === OPENING_BRACKET) place = "inside";
      else if (inMark || !isWhiteSpace(byte) || offset > MOST_WHITE_SPACE) {
        throw new JsonArrayError("notAnArray", `An array begins with [, not ${show(byte)}`, offset);
      }
      offset++;
      if (place === "inside") return piece.subarray(i + 1);
    }
    return piece.subarray(piece.length);
  }

  /** Gives the elements that a piece completes. Returns what follows the array. */
  function* readElements(piece: Uint8Array): Generator<unknown, Uint8Array> {
    const pieceStart = length;
    append(piece);
    const ends: number[] = [];
    let start = 0;
    let mistake: JsonArrayError | undefined;
    while (place === "inside") {
      const end = findEnd();
      if ((end ?? length) - start > maxElementBytes) {
        const message = `An element has more than the ${maxElementBytes} bytes it may have`;
        mistake = new JsonArrayError("tooLarge", message, offset + start);
        break;
      }
      if (end === undefined) break;
      if (buffer[end] === CLOSING_BRACE) {
        mistake = new JsonArrayError("malformed", "The array is closed by a brace", offset + end);
        break;
      }
      if (buffer[end] === CLOSING_BRACKET) place = "after";
      const isEmptyArray = place === "after" && elements + ends.length === 0 &&
        skipWhiteSpace(start, end) === end;
      if (!isEmptyArray) ends.push(end);
      start = end + 1;
    }
    yield* parse(ends);
    // Only now: what comes before a mistake is good.
    if (mistake) throw mistake;
    drop(start);
    return piece.subarray(start - pieceStart);
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

  /** Gives the elements in the buffer, told where each of them ends. */
  function* parse(ends: readonly number[]): Generator<unknown, void> {
    let values: unknown[] = [];
    try {
      values = JSON.parse(`[${decoder.decode(buffer.subarray(0, ends.at(-1) ?? 0))}]`);
    } catch {
      // One of them is wrong. Those before it are given all the same.
    }
    // An empty place between two commas makes no value, and so shows as a difference here.
    if (values.length === ends.length) {
      elements += ends.length;
      return yield* values;
    }
    let start = 0;
    for (const end of ends) {
      yield parseAlone(start, end);
      elements++;
      start = end + 1;
    }
  }

  function parseAlone(start: number, end: number): unknown {
    try {
      return JSON.parse(decoder.decode(buffer.subarray(start, end)));
    } catch (cause) {
      const message = `After ${elements} elements comes one that cannot be parsed`;
      throw new JsonArrayError("malformed", message, offset + skipWhiteSpace(start, end), cause);
    }
  }

  function passTail(piece: Uint8Array): void {
    const end = piece.findIndex((byte) => !isWhiteSpace(byte));
    if (end >= 0) {
      throw new JsonArrayError("trailing", `${show(piece[end])} follows the array`, offset + end);
    }
    offset += piece.length;
    tail += piece.length;
    if (tail > MOST_WHITE_SPACE) {
      throw new JsonArrayError("trailing", "White space without end follows the array", offset);
    }
  }

  function skipWhiteSpace(start: number, end: number): number {
    let i = start;
    while (i < end && isWhiteSpace(buffer[i])) i++;
    return i;
  }

  /** Adds to the buffer, which doubles when it is full, so that a large element costs linear time. */
  function append(piece: Uint8Array): void {
    if (length + piece.length > buffer.length) {
      const larger = new Uint8Array(Math.max(2 * buffer.length, length + piece.length));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(piece, length);
    length += piece.length;
  }

  /** Takes complete elements from the buffer's front; gives back what only a large one needed. */
  function drop(count: number): void {
    if (count === 0) return;
    if (buffer.length > 4 * PIECE_BYTES) buffer = buffer.slice(count, length);
    else buffer.copyWithin(0, count, length);
    length -= count;
    position -= count;
    offset += count;
  }

  /** A chunk of which something was not asked for, or that was wrong, is the last one. */
  function expectNoneUnread(): void {
    if (reading) throw new TypeError("The chunk before was not read to its end");
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
      throw new JsonArrayError("incomplete", "The array is not complete", offset + length);
    },
  };
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** A byte, as a person would name it. */
function show(byte: number | undefined = 0): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `0x${byte.toString(16)}`;
}

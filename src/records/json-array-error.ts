/**
 * What is wrong with the bytes of a JSON array:
 *
 * - `notAnArray`: they do not start with an array.
 * - `malformed`: an element, or the text between two elements, is not valid JSON or not UTF-8.
 * - `incomplete`: they end before the array does.
 * - `tooLarge`: an element is larger than allowed.
 * - `trailing`: other bytes follow the array.
 */
export type JsonArrayErrorKind =
  | "notAnArray"
  | "malformed"
  | "incomplete"
  | "tooLarge"
  | "trailing";

/** Says what is wrong with the bytes of a JSON array, and where. */
export class JsonArrayError extends Error {
  /** The name of the class. */
  override readonly name: string = "JsonArrayError";
  /** What is wrong. */
  readonly kind: JsonArrayErrorKind;
  /** The index of the byte, from 0. For an error in an element it is the element's start. */
  readonly offset: number;

  /** Creates the error and appends the offset to its message. */
  constructor(kind: JsonArrayErrorKind, message: string, offset: number, cause?: unknown) {
    super(`${message} (byte ${offset})`, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.offset = offset;
  }
}

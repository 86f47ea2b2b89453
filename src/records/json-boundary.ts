import { COLON, COMMA, isWhiteSpace, OPENING_BRACE } from "./json-bytes.ts";

/** The first bytes of an element up to the first colon, if it is an object with properties. */
export function openingOf(bytes: Uint8Array): Uint8Array | undefined {
  const start = bytes.findIndex((byte) => !isWhiteSpace(byte));
  const end = bytes.indexOf(COLON) + 1;
  return bytes[start] === OPENING_BRACE && end > 0 ? bytes.slice(start, end) : undefined;
}

/** Where to look for a boundary between elements. */
export interface Search {
  /** How many of the bytes are new: only they are searched, so that a large element takes linear time. */
  added: number;
  /** How an element starts. */
  opening: Uint8Array;
}

/**
 * The index of the last comma between what looks like two elements, with at least one byte before it. It is a
 * guess: the same bytes may be part of a string or of an inner object.
 */
export function lastBoundary(bytes: Uint8Array, { added, opening }: Search): number | undefined {
  const first = Math.max(0, bytes.length - added - opening.length);
  let start = bytes.length;
  while ((start = bytes.lastIndexOf(OPENING_BRACE, start - 1)) > first) {
    let comma = start - 1;
    while (isWhiteSpace(bytes[comma])) comma--;
    if (bytes[comma] !== COMMA || !startsWith(bytes, start, opening)) continue;
    return comma > 0 ? comma : undefined;
  }
  return undefined;
}

function startsWith(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  return at + text.length <= bytes.length && text.every((byte, i) => byte === bytes[at + i]);
}

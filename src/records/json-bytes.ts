// Bytes of JSON, by what they mean outside of a string.

/** The bytes of a byte order mark in UTF-8. */
export const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];
/** `"` */
export const QUOTE = 0x22;
/** `,` */
export const COMMA = 0x2c;
/** `[` */
export const OPENING_BRACKET = 0x5b;
/** `\` */
export const BACKSLASH = 0x5c;
/** `]` */
export const CLOSING_BRACKET = 0x5d;
/** `:` */
export const COLON = 0x3a;
/** `{` */
export const OPENING_BRACE = 0x7b;
/** `}` */
export const CLOSING_BRACE = 0x7d;

/** Whether JSON allows a byte between values. */
export function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Formats a byte for a message. */
export function showByte(byte: number | undefined = 0): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `0x${byte.toString(16)}`;
}

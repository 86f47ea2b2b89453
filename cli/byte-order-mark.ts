/** Removes the byte order mark that some editors add to a text file. */
export function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

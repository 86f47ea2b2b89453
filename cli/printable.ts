/** A text without control characters: what others wrote must not add a line or change the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}

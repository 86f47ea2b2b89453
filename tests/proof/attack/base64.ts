/** Encodes bytes, or the UTF-8 of a text, in base64. */
export function toBase64(content: string | Uint8Array): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  let binary = "";
  // In pieces, because a function takes only so many arguments.
  for (let i = 0; i < bytes.length; i += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(binary);
}

/** Encodes bytes, or the UTF-8 of a text, in base64url without padding. */
export function toBase64Url(content: string | Uint8Array): string {
  return toBase64(content).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

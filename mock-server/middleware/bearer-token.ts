/** The token in an `Authorization` header. The scheme's name is read in any case (A, by RFC 7235). */
export function bearerToken(header: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(header?.trim() ?? "")?.[1];
}

/** How long a token is valid from its generation (S). */
export const TOKEN_LIFETIME_MS: number = 60 * 60 * 1000;

/**
 * When a token expires by the local clock, in milliseconds. The response's `Date` header shows how
 * far the local clock is off. Never later than one hour after the request (S).
 */
export function localExpiry(
  { exp, sentAt, serverTime }: { exp: number; sentAt: number; serverTime: number | undefined },
): number {
  const latest = sentAt + TOKEN_LIFETIME_MS;
  const expiresAt = sentAt + exp * 1000 - (serverTime ?? sentAt);
  // A new token that seems to have expired means that the clocks differ, not that it is invalid.
  return expiresAt > sentAt ? Math.min(expiresAt, latest) : latest;
}

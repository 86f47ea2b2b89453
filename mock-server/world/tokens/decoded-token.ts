import { decodeProtectedHeader } from "jose/decode/protected_header";
import { decodeJwt } from "jose/jwt/decode";
import type { TokenClaims } from "../../../src/wire/types.ts";
import type { FailureName } from "../failures/failures.ts";
import type { StoredApp } from "../apps/app-registration.ts";
import type { Tokens } from "./tokens.ts";

/** What a token is worth: `"good"`, or the failure that a call with it is answered with. */
export type TokenVerdict =
  | "good"
  | (
    & FailureName
    & ("tokenInvalid" | "tokenExpired" | "apiNotEnabled" | "appExpired" | "appRevoked")
  );

/** A token taken apart. */
export interface DecodedToken {
  /** Its header, where it can be read. */
  header?: Record<string, unknown> | undefined;
  /** Its claims, where they can be read. */
  claims?: Record<string, unknown> | undefined;
  /** What it is worth in this tenant now. */
  verdict: TokenVerdict;
  /** How long it still lives on the tenant's clock, in milliseconds; less than 0 when it has expired. */
  timeLeft?: number | undefined;
}

/** What tokenContext a token takes of its tenant. */
export interface TokenContext {
  /** Verifies signatures. */
  tokens: Tokens;
  /** Whether this is the tenant's ID. */
  isId(tenantId: string): boolean;
  /** The time in milliseconds. */
  now(): number;
  /** The app a token names, whatever its state. */
  app(appId: string): StoredApp | undefined;
  /** What keeps an app from using tokens now. */
  blockReason(app: StoredApp): "apiNotEnabled" | "appExpired" | "appRevoked" | undefined;
}

/** What a call with a token is answered with, or the app that makes it. */
export type TokenCheck =
  | { verdict: "good"; app: StoredApp }
  | { verdict: Exclude<TokenVerdict, "good"> };

/**
 * Judges a token as every call does.
 *
 * @param claims The claims of a genuine token.
 */
export function checkToken(
  claims: TokenClaims | undefined,
  { isId, now, app, blockReason }: TokenContext,
): TokenCheck {
  // The tenant it was issued for may be gone, and another have an app with the same fixed ID.
  if (claims === undefined || !isId(claims.tntid)) return { verdict: "tokenInvalid" };
  if (claims.exp <= Math.floor(now() / 1000)) return { verdict: "tokenExpired" };
  const found = app(claims.appid);
  if (found === undefined) return { verdict: "tokenInvalid" };
  const verdict = blockReason(found);
  return verdict === undefined ? { verdict: "good", app: found } : { verdict };
}

/** Takes a token apart and judges it. */
export async function decodeToken(token: string, of: TokenContext): Promise<DecodedToken> {
  const { verdict } = checkToken(await of.tokens.verify(token), of);
  const header = readable(() => ({ ...decodeProtectedHeader(token) }));
  const claims = readable(() => ({ ...decodeJwt(token) }));
  const exp = claims?.["exp"];
  return {
    ...(header === undefined ? {} : { header }),
    ...(claims === undefined ? {} : { claims }),
    verdict,
    ...(typeof exp === "number" ? { timeLeft: exp * 1000 - of.now() } : {}),
  };
}

function readable(read: () => Record<string, unknown>): Record<string, unknown> | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

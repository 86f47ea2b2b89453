import { decodeProtectedHeader } from "jose/decode/protected_header";
import { decodeJwt } from "jose/jwt/decode";
import type { TokenClaims } from "../../../src/wire/types.ts";
import { formatValue } from "../../support/format-value.ts";
import type { FailureName } from "../failures/failures.ts";
import type { StoredApp } from "../apps/app-registration.ts";
import type { BlockReason } from "../apps/app-state.ts";
import type { Behaviors } from "../behaviors/behaviors.ts";
import { hasAcceptedSpelling, type Tokens } from "./tokens.ts";

/** Whether a token is accepted: `"good"`, or the failure that a request with it gets. */
export type TokenVerdict =
  | "good"
  | (
    & FailureName
    & ("tokenInvalid" | "tokenExpired" | "apiNotEnabled" | "appExpired" | "appRevoked")
  );

/** A decoded token. */
export interface DecodedToken {
  /** Its header, if it can be decoded. */
  header?: Record<string, unknown> | undefined;
  /** Its claims, if they can be decoded. */
  claims?: Record<string, unknown> | undefined;
  /** Whether this tenant accepts it now. */
  verdict: TokenVerdict;
  /** Milliseconds until it expires on the tenant's clock; negative if it has expired. */
  timeLeft?: number | undefined;
}

/** What {@linkcode checkToken} needs from the tenant. */
export interface TokenContext {
  /** Verifies signatures. */
  tokens: Tokens;
  /** Whether this is the tenant's ID. */
  isId(tenantId: string): boolean;
  /** The time in milliseconds. */
  now(): number;
  /** The app with an ID, in any state. */
  app(appId: string): StoredApp | undefined;
  /** Whether a newer token ended this one. */
  isEnded(claims: TokenClaims): boolean;
  /** The tenant's behaviors. */
  behaviors: Behaviors;
  /** Why an app cannot use tokens now; `undefined` if it can. */
  blockReason(app: StoredApp): BlockReason | undefined;
}

/** The failure that a request with a token gets, or the token's app. */
export type TokenCheck =
  | { verdict: "good"; app: StoredApp }
  | { verdict: BlockReason; app: StoredApp }
  | { verdict: "tokenInvalid" | "tokenExpired" };

/**
 * Checks a token as every request does.
 *
 * @param claims The claims of a token with a valid signature.
 */
export function checkToken(
  claims: TokenClaims | undefined,
  { isId, now, app, isEnded, blockReason }: TokenContext,
): TokenCheck {
  // Its tenant may have been removed, and another tenant may have an app with the same fixed ID.
  if (claims === undefined || !isId(claims.tntid)) return { verdict: "tokenInvalid" };
  if (claims.exp <= Math.floor(now() / 1000)) return { verdict: "tokenExpired" };
  const found = app(claims.appid);
  if (found === undefined || isEnded(claims)) return { verdict: "tokenInvalid" };
  return { verdict: blockReason(found) ?? "good", app: found };
}

/** Decodes a token and checks it. */
export async function decodeToken(token: string, of: TokenContext): Promise<DecodedToken> {
  if (typeof token !== "string") {
    throw new TypeError(`token: expected a string, got ${formatValue(token)}`);
  }
  const verified = await of.tokens.verify(token);
  const isAccepted = verified !== undefined && hasAcceptedSpelling(verified, of.behaviors);
  const { verdict } = checkToken(isAccepted ? verified.claims : undefined, of);
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

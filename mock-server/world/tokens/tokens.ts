import * as base64url from "jose/base64url";
import { SignJWT } from "jose/jwt/sign";
import { jwtVerify } from "jose/jwt/verify";
import { tokenClaims } from "../../../src/wire/response-schemas.ts";
import type { TokenClaims } from "../../../src/wire/types.ts";
import type { Behaviors } from "../behaviors/behaviors.ts";
import { lazily } from "../../support/lazy.ts";

/** One hour, in seconds (S). */
const TOKEN_LIFE_SECONDS = 3600;
/** The block size of SHA-256. Longer keys would be hashed first. */
const KEY_BYTES = 64;
/** As seen in Kinabase's tokens (O). */
const AUDIENCE = "kinabase.client";
const BEFORE_ANY_EXPIRY = new Date(0);
/** How many tokens are remembered. */
const REMEMBERED = 1_000;

/** A token that the mock signed. */
export interface VerifiedToken {
  /** Its claims. */
  readonly claims: TokenClaims;
  /**
   * Whether its signature is the usual base64 text of its bytes. The last character has unused bits, so other
   * characters would decode to the same signature.
   */
  readonly isCanonical: boolean;
}

/** Issues and verifies the tokens of a mock server: HS256, with a random key. */
export interface Tokens {
  /**
   * Issues a token that is valid for one hour.
   *
   * @param now The time in milliseconds.
   * @param jti The token's ID. Default: a new one.
   */
  issue(
    tenantId: string,
    appId: string,
    now: number,
    jti?: string,
  ): Promise<{ token: string; jti: string }>;
  /**
   * A token with a valid signature, algorithm, issuer and audience. None of these can change, so a token is verified
   * once and then remembered. Its expiry, its app and its tenant are checked on every request, with `checkToken`.
   */
  verify(token: string): Promise<VerifiedToken | undefined>;
}

/**
 * Creates the tokens of a mock server.
 *
 * @param issuer The `iss` claim.
 */
export function createTokens(issuer: string): Tokens {
  const key = lazily(async () => {
    const raw = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    // generateKey() does the same, but its first call takes 30 ms on Deno.
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    return await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign", "verify"]);
  });
  const remembered = new Map<string, VerifiedToken>();

  function remember(token: string, verified: VerifiedToken): void {
    const [oldest] = remembered.keys();
    if (remembered.size >= REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    remembered.set(token, verified);
  }

  return {
    async issue(tenantId, appId, now, jti = crypto.randomUUID()) {
      const token = await new SignJWT({ tntid: tenantId, appid: appId })
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .setJti(jti)
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.floor(now / 1000) + TOKEN_LIFE_SECONDS)
        .sign(await key());
      return { token, jti };
    },
    async verify(token) {
      const known = remembered.get(token);
      if (known !== undefined) return known;
      try {
        const { payload } = await jwtVerify(token, await key(), {
          algorithms: ["HS256"],
          issuer,
          audience: AUDIENCE,
          currentDate: BEFORE_ANY_EXPIRY,
        });
        const claims = tokenClaims.parse(payload);
        const verified = { claims, isCanonical: isCanonical(token) };
        remember(token, verified);
        return verified;
      } catch {
        return undefined;
      }
    },
  };
}

/** Whether a tenant accepts the spelling of a token's signature (A). */
export function hasAcceptedSpelling(
  { isCanonical }: VerifiedToken,
  behaviors: Behaviors,
): boolean {
  return isCanonical || behaviors.get("bearer.signature") === "any-spelling";
}

/** Whether a signature has its usual spelling. */
export function isCanonical(token: string): boolean {
  const signature = token.split(".").at(-1) ?? "";
  try {
    return base64url.encode(base64url.decode(signature)) === signature;
  } catch {
    return false;
  }
}

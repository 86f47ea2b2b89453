import * as base64url from "jose/base64url";
import { SignJWT } from "jose/jwt/sign";
import { jwtVerify } from "jose/jwt/verify";
import { tokenClaims } from "../../../src/wire/zod-schemas.ts";
import type { TokenClaims } from "../../../src/wire/types.ts";
import { lazily } from "../../support/lazy.ts";

/** One hour, in seconds (S). */
const TOKEN_LIFE_SECONDS = 3600;
/** The block size of SHA-256. Longer keys would be hashed first. */
const KEY_BYTES = 64;
/** As seen in Kinabase's tokens (O). */
const AUDIENCE = "kinabase.client";
const BEFORE_ANY_EXPIRY = new Date(0);

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
   * The claims of a token with a valid signature, algorithm, issuer and audience. Expiry is not checked
   * here, because it depends on the clock of the token's tenant.
   */
  verify(token: string): Promise<TokenClaims | undefined>;
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
      try {
        const { payload } = await jwtVerify(token, await key(), {
          algorithms: ["HS256"],
          issuer,
          audience: AUDIENCE,
          currentDate: BEFORE_ANY_EXPIRY,
        });
        return tokenClaims.parse(payload);
      } catch {
        return undefined;
      }
    },
  };
}

/**
 * Whether a token's signature is the usual base64 text of its bytes. The last character has unused bits, so
 * other characters would decode to the same signature.
 */
export function isCanonical(token: string): boolean {
  const signature = token.split(".").at(-1) ?? "";
  try {
    return base64url.encode(base64url.decode(signature)) === signature;
  } catch {
    return false;
  }
}

import type { JWTPayload } from "jose";
import { JWTExpired } from "jose/errors";
import { decodeJwt } from "jose/jwt/decode";
import { SignJWT } from "jose/jwt/sign";
import { jwtVerify } from "jose/jwt/verify";
import { tokenClaims } from "../../../src/wire/zod-schemas.ts";
import type { TokenClaims } from "../../../src/wire/types.ts";
import { lazily } from "../../support/lazy.ts";

/** One hour, in seconds (S). */
const TOKEN_LIFE_SECONDS = 3600;
/** As long as a block of SHA-256: a longer key would be hashed first. */
const KEY_BYTES = 64;
/** As seen in Kinabase's tokens (O). */
const AUDIENCE = "kinabase.client";

/** What a token is worth. */
export type Verdict =
  | { outcome: "good"; claims: TokenClaims }
  | { outcome: "invalid" }
  | { outcome: "expired" };

/** Issues and verifies the tokens of one mock server: HS256, with a key of its own. */
export interface Tokens {
  /**
   * Issues a token that is valid for one hour.
   *
   * @param now The time in milliseconds.
   */
  issue(tenantId: string, appId: string, now: number): Promise<string>;
  /**
   * Checks signature, algorithm, issuer, audience and expiry.
   *
   * @param now The time in milliseconds.
   */
  verify(token: string, now: number): Promise<Verdict>;
}

/** @param issuer The `iss` claim. */
export function createTokens(issuer: string): Tokens {
  const key = lazily(async () => {
    const raw = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    // generateKey() would do the same, and costs Deno 30 ms at its first use.
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    return await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign", "verify"]);
  });
  return {
    async issue(tenantId, appId, now) {
      return await new SignJWT({ tntid: tenantId, appid: appId })
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .setJti(crypto.randomUUID())
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.floor(now / 1000) + TOKEN_LIFE_SECONDS)
        .sign(await key());
    },
    async verify(token, now) {
      try {
        const { payload } = await jwtVerify(token, await key(), {
          algorithms: ["HS256"],
          issuer,
          audience: AUDIENCE,
          requiredClaims: ["exp"],
          currentDate: new Date(now),
        });
        return { outcome: "good", claims: tokenClaims.parse(payload) };
      } catch (error) {
        if (error instanceof JWTExpired) return { outcome: "expired" };
        return { outcome: "invalid" };
      }
    },
  };
}

/** The tenant a token names, whether or not the token is good. */
export function tenantNamedBy(token: string): string | undefined {
  let payload: JWTPayload;
  try {
    payload = decodeJwt(token);
  } catch {
    return undefined;
  }
  return typeof payload["tntid"] === "string" ? payload["tntid"] : undefined;
}

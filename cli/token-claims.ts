import { decodeJwt } from "jose";

/** What a token says about itself. A token of another form than the observed one (O) has no claims. */
export interface TokenClaims {
  /** When it expires, in ISO 8601. */
  expiresAt?: string | undefined;
  /** The tenant that it is for. */
  tenantId?: string | undefined;
  /** The app that it was issued to. */
  appId?: string | undefined;
}

/** Reads the claims of a token without checking it. */
export function claimsOf(token: string): TokenClaims {
  try {
    const { exp, tntid, appid } = decodeJwt<{ tntid: unknown; appid: unknown }>(token);
    return {
      expiresAt: exp === undefined ? undefined : new Date(exp * 1000).toISOString(),
      tenantId: textOf(tntid),
      appId: textOf(appid),
    };
  } catch {
    return {};
  }
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === "string" ? claim : undefined;
}

/**
 * Types that the client, the mock and the contract share.
 *
 * @module
 */

/** A value that JSON can carry. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  /** Any JSON value under any name. */
  [name: string]: JsonValue;
}

/**
 * What the client needs of `fetch`: a URL, an init, a promise of a response. The global `fetch`, a
 * Worker's service binding and a mock server's `fetch` all fit.
 */
export type FetchFunction = (input: string, init?: RequestInit) => Promise<Response>;

/** An app registration's two values, as Kinabase shows them when the app is created (S). */
export interface Credentials {
  /** The App ID, a UUID. */
  appId: string;
  /** The App Secret: 64 bytes in base64, shown once. It belongs on servers only. */
  appSecret: string;
}

/**
 * The name under which the App Secret is sent to `POST /token`. Kinabase's guide says `appSecret`,
 * its endpoint reference says `secret` (D, O).
 */
export type SecretField = "appSecret" | "secret";

/**
 * The claims seen in Kinabase's tokens (O). There is no `iat` and no `nbf`, so a token does not tell
 * how long it was meant to live, only when it ends.
 */
export interface TokenClaims {
  /** The token's own ID, a UUID. */
  jti: string;
  /** The tenant's ID, a UUID. */
  tntid: string;
  /** The App ID the token was issued to. */
  appid: string;
  /** When the token expires, in seconds since 1970-01-01T00:00:00Z. */
  exp: number;
  /** Who issued the token. */
  iss: string;
  /** Whom the token is for: `kinabase.client`. */
  aud: string;
}

/** The answer of `POST /token` (S). */
export interface TokenAnswer {
  /** The token: a JWT signed with HS256. */
  token: string;
}

/** The body of every error answer (D). */
export interface ErrorAnswer {
  /** What went wrong, in the server's words. */
  error: string;
}

/** The body of `POST /token`. Both names of the secret are in use (D, O). */
export interface TokenRequest {
  /** The App ID. */
  appId: string;
  /** The App Secret, under the name the guide uses (D). */
  appSecret?: string | undefined;
  /** The App Secret, under the name the endpoint reference uses (D). */
  secret?: string | undefined;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * How long the whole call may take, waits and retries included, in milliseconds. Overrides the
   * client's `timeout`.
   */
  timeout?: number | undefined;
}

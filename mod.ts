/**
 * An unofficial client for the HTTP API of Kinabase: a fetch wrapper with zero Node APIs, for
 * Cloudflare Workers, Deno, Bun and Node.
 *
 * It obtains the token, keeps it, renews it in time and once after a 401; every call has a deadline
 * that covers the body; what fails says why and what to do.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret });
 * await client.status();
 * const response = await client.fetch("collections");
 * ```
 *
 * @module
 */
export { type Client, type ClientFetchInit, createClient } from "./src/client.ts";
export { createTokenSource, type TokenSource } from "./src/token-source.ts";
export type {
  ClientOptions,
  ConnectionOptions,
  CredentialOptions,
  TokenOptions,
} from "./src/options.ts";
export type { TokenContext, TokenFunction } from "./src/auth/given-token.ts";
export { memoryTokenStore, type StoredToken, type TokenStore } from "./src/auth/store.ts";
export { type Clock, systemClock } from "./src/clock.ts";
export type {
  ClientEvent,
  ClientListener,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
  TokenEvent,
} from "./src/events.ts";
export type { RetryOptions } from "./src/http/retry.ts";
export type {
  CallOptions,
  Credentials,
  FetchFunction,
  JsonObject,
  JsonValue,
  SecretField,
} from "./src/types.ts";
export * from "./src/errors/index.ts";

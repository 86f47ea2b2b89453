import type { TokenFunction } from "./auth/token-function.ts";
import type { TokenStore } from "./auth/token-store.ts";
import type { TokenCoordinator } from "./auth/coordinator.ts";
import type { Budget } from "./shared-budget/budget.ts";
import type { Clock } from "./clock.ts";
import type { ClientListener } from "./events.ts";
import type { RetryOptions } from "./http/retry.ts";
import type { Credentials, FetchFunction, SecretField } from "./wire/types.ts";

/** How a client connects to Kinabase. Every option has a default. */
export interface ConnectionOptions {
  /**
   * The base URL of the API, up to and including `/api/v1`. Default `https://app.kinabase.com/api/v1/`
   * (D). It must use HTTPS, except for loopback hosts; see `allowInsecure`.
   */
  baseUrl?: string | URL | undefined;
  /**
   * Sends the requests. Default: the global `fetch`, looked up at each call. With the `fetch` of a mock
   * server the client works without a network.
   */
  fetch?: FetchFunction | undefined;
  /**
   * The timeout of a call of one request, including waits and retries, in milliseconds. Default 90,000.
   *
   * It is also the default of `batchTimeout`, `pageTimeout` and `idleTimeout`. A whole `list`, `stream`,
   * `bulk` or `ingest` has no limit unless the call sets its own `timeout`.
   */
  timeout?: number | undefined;
  /** The timeout of one attempt, including the response body, in milliseconds. Default 30,000. */
  attemptTimeout?: number | undefined;
  /**
   * The largest response that is read into memory, in bytes. Default 64 MiB, which fits into the 128 MB
   * of a Worker. `stream` does not keep its records in memory and has its own limit.
   */
  maxResponseBytes?: number | undefined;
  /** When and how often a request is retried. A number sets `retry.limit`; `false` disables retries. */
  retry?: RetryOptions | number | false | undefined;
  /**
   * The maximum number of requests per minute, to avoid 429 responses. Further requests wait. Kinabase
   * allows 100 (D); whether token requests and other clients count is not known (A). Default: no limit.
   *
   * A number applies to this client alone. A {@linkcode Budget} is shared: `durableBudget` of
   * `@kinakit/kinabase/cloudflare` makes one for a whole deployment, `createBudget` one of your own.
   */
  rateLimit?: number | Budget | undefined;
  /** Receives events about requests, responses, retries, waits, tokens and the shared budget, without secrets. */
  onEvent?: ClientListener | undefined;
  /** The clock for token expiry and for the waits between attempts. Default: the system clock. */
  clock?: Clock | undefined;
  /**
   * The clock for deadlines and durations. Default: the system clock, even when `clock` is set, so that a
   * call cannot hang on a test clock that does not advance.
   */
  deadlineClock?: Clock | undefined;
  /** Returns a number from 0 up to, but not including, 1, for the jitter of waits. Default `Math.random`. */
  random?: (() => number) | undefined;
  /** Allows `http:` for hosts that are not loopback, such as a container's name. Default `false`. */
  allowInsecure?: boolean | undefined;
}

/** How a client caches the tokens that it requests or gets from a coordinator. */
export interface TokenCacheOptions {
  /**
   * How long before it expires a token is refreshed, in milliseconds. Default 60,000. With a `coordinator`
   * 30,000, so that the coordinator has refreshed it before.
   */
  renewBefore?: number | undefined;
  /**
   * How long to wait for a token request that another call has started, in milliseconds. After that the
   * call sends its own token request: on Workers the other call may have ended. A client with credentials
   * also waits this long for its `coordinator`. Default 5,000.
   */
  tokenWaitTimeout?: number | undefined;
}

/** Options of a client that requests its tokens with an app's credentials. */
export interface CredentialOptions extends ConnectionOptions, Credentials, TokenCacheOptions {
  /**
   * Stores tokens between calls. Default: memory, shared by clients with the same `fetch`, or with the same
   * `coordinator`.
   */
  tokenStore?: TokenStore | undefined;
  /** The field name under which the secret is sent. Default `appSecret`; see {@linkcode SecretField}. */
  secretField?: SecretField | undefined;
  /**
   * Requests the tokens for a whole deployment, of the same `baseUrl` as this client's. If it returns no token,
   * or takes longer than `tokenWaitTimeout`, the client requests one with its own credentials. Default: each
   * process or isolate requests its own tokens.
   */
  coordinator?: TokenCoordinator | undefined;
  /** Allows a secret in a browser, where every visitor can read it. Default `false`. */
  allowBrowser?: boolean | undefined;
  /** Cannot be combined with credentials. */
  token?: undefined;
}

/**
 * Options of a client without credentials that gets its tokens from a coordinator. Clients with the same
 * coordinator share the token in memory.
 */
export interface CoordinatorOptions extends ConnectionOptions, TokenCacheOptions {
  /** Requests the tokens for a whole deployment, of the same `baseUrl` as this client's. */
  coordinator: TokenCoordinator;
  /** Only together with `appSecret`. */
  appId?: undefined;
  /** Only together with `appId`. */
  appSecret?: undefined;
  /** Only together with credentials. */
  secretField?: undefined;
  /** Only together with credentials: without them, a store could mix up the tokens of two apps. */
  tokenStore?: undefined;
  /** Cannot be combined with a coordinator. */
  token?: undefined;
}

/** Options of a client that gets its tokens from the caller. */
export interface TokenOptions extends ConnectionOptions {
  /** A token, or a function that returns one. */
  token: string | TokenFunction;
  /** Cannot be combined with a token. */
  appId?: undefined;
  /** Cannot be combined with a token. */
  appSecret?: undefined;
  /** Cannot be combined with a token. */
  coordinator?: undefined;
}

/** The options of `createClient`: credentials, a coordinator or a token, and how to connect to Kinabase. */
export type ClientOptions = CredentialOptions | CoordinatorOptions | TokenOptions;

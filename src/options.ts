import type { TokenFunction } from "./auth/token-function.ts";
import type { TokenStore } from "./auth/token-store.ts";
import type { Clock } from "./clock.ts";
import type { ClientListener } from "./events.ts";
import type { RetryOptions } from "./http/retry.ts";
import type { Credentials, FetchFunction, SecretField } from "./wire/types.ts";

/** How a client reaches Kinabase. Everything has a default. */
export interface ConnectionOptions {
  /**
   * Where the API is, up to and including `/api/v1`. Default `https://app.kinabase.com/api/v1/` (D).
   * It must be HTTPS, save for loopback hosts.
   */
  baseUrl?: string | URL | undefined;
  /**
   * Sends the requests. Default: the global `fetch`, looked up at each call. A mock server's `fetch`
   * makes the client work without a network.
   */
  fetch?: FetchFunction | undefined;
  /**
   * How long a call of one request may take, waits and retries included, in milliseconds. Default
   * 90,000. It is also the default of `batchTimeout`, `pageTimeout` and `idleTimeout`: `list`, `stream`,
   * `bulk` and `ingest` as a whole have a limit only when the call gives one.
   */
  timeout?: number | undefined;
  /** How long one request may take, its body included, in milliseconds. Default 30,000. */
  attemptTimeout?: number | undefined;
  /**
   * The largest answer that is read into memory, in bytes. Default 64 MiB, which leaves room in a
   * Worker's 128 MB. A stream of records is not held in memory and has a limit of its own.
   */
  maxResponseBytes?: number | undefined;
  /** When and how often a request is sent again; a number is `retry.limit`, `false` means never. */
  retry?: RetryOptions | number | false | undefined;
  /**
   * How many requests this client sends in any minute at most, so as not to meet 429s at all; the
   * others wait their turn. Kinabase allows 100 (D); whether it counts token requests and other
   * clients is not known (A). Default: no limit.
   */
  rateLimit?: number | undefined;
  /** Takes events about requests, answers, retries and tokens. They hold no secrets. */
  onEvent?: ClientListener | undefined;
  /** Tells the time for expiry and runs the waits between attempts. Default: the machine's clock. */
  clock?: Clock | undefined;
  /**
   * Runs the deadlines, and measures durations. Default: the machine's clock, whatever `clock` is, so that nothing can hang
   * on a clock that stands still.
   */
  deadlineClock?: Clock | undefined;
  /** Gives numbers from 0 up to 1 for the jitter of waits. Default `Math.random`. */
  random?: (() => number) | undefined;
  /** Permits `http:` to a host that is not loopback, such as a container's name. Default `false`. */
  allowInsecure?: boolean | undefined;
}

/** Options of a client that obtains its tokens with an app's credentials. */
export interface CredentialOptions extends ConnectionOptions, Credentials {
  /** The name under which the secret is sent. Default `appSecret`; see {@linkcode SecretField}. */
  secretField?: SecretField | undefined;
  /** Keeps tokens between calls. Default: memory, shared by clients with the same `fetch`. */
  tokenStore?: TokenStore | undefined;
  /** How long before its expiry a token is renewed, in milliseconds. Default 60,000. */
  renewBefore?: number | undefined;
  /**
   * How long to wait for a token request that another call has started before making one's own, in
   * milliseconds. Default 5,000. On Workers the other call may be gone.
   */
  tokenWaitTimeout?: number | undefined;
  /** Permits a secret in a browser, where everybody can read it. Default `false`. */
  allowBrowser?: boolean | undefined;
  /** Not together with credentials. */
  token?: undefined;
}

/** Options of a client that is given its tokens. */
export interface TokenOptions extends ConnectionOptions {
  /** A token, or a function that gives one. */
  token: string | TokenFunction;
  /** Not together with a token. */
  appId?: undefined;
  /** Not together with a token. */
  appSecret?: undefined;
}

/** What `createClient` takes: credentials or a token, and how to reach Kinabase. */
export type ClientOptions = CredentialOptions | TokenOptions;

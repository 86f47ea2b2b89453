import type { TokenProvider } from "./auth/refresh-after-401.ts";
import { fixedTokenProvider, functionTokenProvider } from "./auth/token-function.ts";
import { tokenOrigin } from "./auth/token-origin.ts";
import { cachingTokenProvider } from "./auth/token-provider.ts";
import { sharedTokenStore } from "./auth/token-store.ts";
import { checkBaseUrl, DEFAULT_BASE_URL } from "./base-url.ts";
import {
  checkCall,
  checkConnection,
  checkCredentials,
  checkToken,
  checkTokenCache,
} from "./check-options.ts";
import { type Clock, systemClock } from "./clock.ts";
import { safeListener } from "./events.ts";
import type { CallOptions } from "./http/call-options.ts";
import { type Deadline, startDeadline } from "./http/deadline.ts";
import { createExchange } from "./http/exchange.ts";
import { createRateLimiter } from "./http/rate-limit.ts";
import { createRedactor, type Redactor } from "./http/redact.ts";
import { type RetryPolicy, retryPolicy } from "./http/retry.ts";
import { createTransport, type Transport } from "./http/transport.ts";
import type { ClientOptions, CoordinatorOptions, CredentialOptions } from "./options.ts";
import type { FetchFunction } from "./wire/types.ts";

/** What all calls of a client share. */
export interface ClientContext {
  /** The base URL, with a trailing slash. */
  baseUrl: string;
  /** Sends requests. */
  transport: Transport;
  /** Provides tokens. */
  tokenProvider: TokenProvider;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
  /** When and how often requests are retried. */
  retry: RetryPolicy;
  /** The clock for token expiry and for waits. */
  clock: Clock;
  /** The largest response that is read into memory, in bytes. */
  maxResponseBytes: number;
  /** The default timeout of a call of one request, in milliseconds. */
  timeout: number;
  /**
   * Starts the deadline of a call of one request. A deadline that is already running is kept.
   *
   * @param known The names of the options that the call accepts in addition to `timeout` and `signal`.
   */
  deadline(call: CallOptions | Deadline | undefined, known?: readonly string[]): Deadline;
  /** Starts the deadline of a call of many requests. It has no limit unless the call sets one. */
  openDeadline(call: CallOptions, known: readonly string[]): Deadline;
}

const TIMEOUT_MS = 90_000; // Long enough to wait out one minute of rate limit (D).
const ATTEMPT_TIMEOUT_MS = 30_000;
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;
const RENEW_BEFORE_MS = 60_000;
// Later than the coordinator, which by then has a new token.
const RENEW_COORDINATED_BEFORE_MS = 30_000;
const TOKEN_WAIT_TIMEOUT_MS = 5_000;

// Looked up at each call, so that a library can replace the global `fetch` later.
const globalFetch: FetchFunction = (input, init) => fetch(input, init);

/** Checks the options and connects the parts. It sends no request and uses no timer or random value. */
export function createClientContext(options: ClientOptions): ClientContext {
  checkConnection(options);
  if (options.token !== undefined) checkToken(options);
  else if (hasCredentials(options)) checkCredentials(options);
  else checkTokenCache(options);

  const {
    fetch = globalFetch,
    clock = systemClock,
    deadlineClock = systemClock,
    random = Math.random,
    timeout = TIMEOUT_MS,
    attemptTimeout = ATTEMPT_TIMEOUT_MS,
    allowInsecure = false,
    // A null is rejected rather than replaced by the production URL.
    baseUrl: baseUrlOption = DEFAULT_BASE_URL,
    maxResponseBytes = MAX_RESPONSE_BYTES,
    rateLimit,
  } = options;
  const baseUrl = checkBaseUrl(baseUrlOption, allowInsecure);
  const retry = retryPolicy(options.retry);
  const emit = safeListener(options.onEvent);
  const redactor = createRedactor(options.appSecret);
  const transport = createTransport({
    exchange: createExchange({ fetch, clock, stopwatch: deadlineClock, emit, redactor }),
    clock,
    random,
    attemptTimeout,
    rateLimiter: createRateLimiter(typeof rateLimit === "number" ? rateLimit : undefined, clock),
    budget: typeof rateLimit === "number" ? undefined : rateLimit,
    emit,
  });
  const patience = options.tokenWaitTimeout ?? TOKEN_WAIT_TIMEOUT_MS;
  const parts = {
    baseUrl,
    transport,
    retry,
    timeout,
    patience,
    clock,
    deadlineClock,
    emit,
    redactor,
  };
  const tokenProvider = typeof options.token === "string"
    ? fixedTokenProvider(options.token, redactor)
    : options.token !== undefined
    ? functionTokenProvider(options.token, redactor)
    : cachingTokenProvider({
      ...parts,
      origin: tokenOrigin(options, parts),
      tokenStore: tokenStoreOf(options),
      renewBefore: options.renewBefore ??
        (options.coordinator ? RENEW_COORDINATED_BEFORE_MS : RENEW_BEFORE_MS),
      // With a coordinator, another call may wait for it first, and then for its own token request.
      tokenWaitTimeout: options.coordinator ? 2 * patience : patience,
    });

  const start = (call: CallOptions, usual: number, known: readonly string[] | undefined) => {
    checkCall(call, known);
    const { signal } = call;
    return startDeadline({ timeout: call.timeout ?? usual, clock: deadlineClock, signal });
  };
  return {
    baseUrl,
    transport,
    tokenProvider,
    redactor,
    retry,
    clock,
    maxResponseBytes,
    timeout,
    deadline: (call = {}, known) => isDeadline(call) ? call : start(call, timeout, known),
    openDeadline: (call, known) => start(call, Infinity, known),
  };
}

function isDeadline(call: CallOptions | Deadline): call is Deadline {
  return typeof call === "object" && call !== null && "guard" in call;
}

/** Whether the options name credentials, perhaps incomplete ones. */
function hasCredentials(
  options: CredentialOptions | CoordinatorOptions,
): options is CredentialOptions {
  return options.coordinator === undefined || options.appId !== undefined ||
    options.appSecret !== undefined;
}

/**
 * Clients with the same `fetch` or the same coordinator share a store. The global `fetch` is looked up at each
 * call: a test that replaces it must not get the token of the previous test.
 */
function tokenStoreOf(
  { tokenStore, coordinator, fetch: given }: CredentialOptions | CoordinatorOptions,
) {
  if (tokenStore !== undefined) return () => tokenStore;
  return () => sharedTokenStore(coordinator ?? given ?? globalThis.fetch);
}

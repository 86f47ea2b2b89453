import { checkBaseUrl, DEFAULT_BASE_URL } from "./base-url.ts";
import { checkConnection } from "./check-options.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Emit, safeListener } from "./events.ts";
import { type CallOptions, checkCall } from "./http/call-options.ts";
import { type Deadline, startDeadline } from "./http/deadline.ts";
import { createExchange } from "./http/exchange.ts";
import { createRateLimiter } from "./http/rate-limit.ts";
import { createRedactor, type Redactor } from "./http/redact.ts";
import { type RetryPolicy, retryPolicy } from "./http/retry.ts";
import { createTransport, type Transport } from "./http/transport.ts";
import type { ConnectionOptions } from "./options.ts";
import type { Checks } from "./support/option-checks.ts";
import type { FetchFunction } from "./wire/types.ts";

/** What all requests of a client or of a token source share, except the token. */
export interface Connection {
  /** The base URL, with a trailing slash. */
  baseUrl: string;
  /** Sends requests. */
  transport: Transport;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
  /** When and how often requests are retried. */
  retry: RetryPolicy;
  /** The clock for token expiry and for waits. */
  clock: Clock;
  /** The clock for deadlines and durations. */
  deadlineClock: Clock;
  /** Receives the events. */
  emit: Emit;
  /** The largest response that is read into memory, in bytes. */
  maxResponseBytes: number;
  /** The default timeout of a call of one request, in milliseconds. */
  timeout: number;
  /**
   * Starts the deadline of a call of one request. A deadline that is already running is kept.
   *
   * @param own The options that the call has in addition to `timeout` and `signal`.
   */
  deadline(call: CallOptions | Deadline | undefined, own?: Checks): Deadline;
  /** Starts the deadline of a call of many requests. It has no limit unless the call sets one. */
  openDeadline(call: CallOptions, own: Checks): Deadline;
}

/** The default timeout of a call: long enough to wait out one minute of rate limit (D). */
export const TIMEOUT_MS = 90_000;
const ATTEMPT_TIMEOUT_MS = 30_000;
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

// Looked up at each call, so that a library can replace the global `fetch` later.
const globalFetch: FetchFunction = (input, init) => fetch(input, init);

/**
 * Checks the options and connects the parts. It sends no request and uses no timer or random value.
 *
 * @param appSecret A value that must never be shown.
 * @throws {TypeError} When an option is wrong.
 */
export function createConnection(
  options: ConnectionOptions,
  appSecret: string | undefined,
): Connection {
  checkConnection(options);
  const {
    fetch = globalFetch,
    clock = systemClock,
    deadlineClock = systemClock,
    random = Math.random,
    timeout = TIMEOUT_MS,
    attemptTimeout = ATTEMPT_TIMEOUT_MS,
    allowInsecure = false,
    // A null is rejected rather than replaced by the production URL.
    baseUrl = DEFAULT_BASE_URL,
    maxResponseBytes = MAX_RESPONSE_BYTES,
    rateLimit,
  } = options;
  const emit = safeListener(options.onEvent);
  const redactor = createRedactor(appSecret);
  const start = (call: CallOptions, usual: number, own: Checks) => {
    checkCall(call, own);
    const { signal } = call;
    return startDeadline({ timeout: call.timeout ?? usual, clock: deadlineClock, signal });
  };
  return {
    baseUrl: checkBaseUrl(baseUrl, allowInsecure),
    transport: createTransport({
      exchange: createExchange({ fetch, clock, stopwatch: deadlineClock, emit, redactor }),
      clock,
      random,
      attemptTimeout,
      rateLimiter: createRateLimiter(typeof rateLimit === "number" ? rateLimit : undefined, clock),
      budget: typeof rateLimit === "number" ? undefined : rateLimit,
      emit,
    }),
    redactor,
    retry: retryPolicy(options.retry),
    clock,
    deadlineClock,
    emit,
    maxResponseBytes,
    timeout,
    deadline: (call = {}, own = {}) => isDeadline(call) ? call : start(call, timeout, own),
    openDeadline: (call, own) => start(call, Infinity, own),
  };
}

function isDeadline(call: CallOptions | Deadline): call is Deadline {
  return typeof call === "object" && call !== null && "guard" in call;
}

import { givenBearer } from "./auth/token-function.ts";
import { sharedTokenStore } from "./auth/token-store.ts";
import { credentialBearer } from "./auth/token-provider.ts";
import { checkBaseUrl, DEFAULT_BASE_URL } from "./base-url.ts";
import { type Clock, systemClock } from "./clock.ts";
import { safeListener } from "./events.ts";
import { type Deadline, startDeadline } from "./http/deadline.ts";
import { createExchange } from "./http/exchange.ts";
import { createRedactor, type Redactor } from "./http/redact.ts";
import { type RetryPolicy, retryPolicy } from "./http/retry.ts";
import { createThrottle } from "./http/rate-limit.ts";
import { type Bearer, createTransport, type Transport } from "./http/transport.ts";
import {
  checkCall,
  checkConnection,
  checkCredentials,
  checkToken,
  type ClientOptions,
  type CredentialOptions,
} from "./options.ts";
import type { CallOptions, FetchFunction } from "./wire/types.ts";

/** The parts that every call of a client goes through. */
export interface Connection {
  /** With a trailing slash. */
  baseUrl: string;
  /** Sends requests. */
  transport: Transport;
  /** Gives tokens. */
  bearer: Bearer;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
  /** When requests are sent again. */
  retry: RetryPolicy;
  /** Tells the time. */
  clock: Clock;
  /** The largest answer that is read into memory, in bytes. */
  maxResponseBytes: number;
  /** How long a call may take, in milliseconds. */
  timeout: number;
  /** Starts a call's deadline; one that runs already, of a call of several requests, goes on. */
  deadline(call: CallOptions | Deadline | undefined): Deadline;
}

const TIMEOUT_MS = 90_000; // Long enough to wait out one minute of rate limit (D).
const ATTEMPT_TIMEOUT_MS = 30_000;
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;
const RENEW_BEFORE_MS = 60_000;
const FLIGHT_PATIENCE_MS = 5_000;

// Looked up at each call, so that a library which replaces the global later is heard. One function
// for all clients, so that they share one token store.
const globalFetch: FetchFunction = (input, init) => fetch(input, init);

/** Checks the options and wires the parts. Nothing is sent, and nothing random or timed happens. */
export function connect(options: ClientOptions): Connection {
  checkConnection(options);
  if (hasCredentials(options)) checkCredentials(options);
  else checkToken(options);

  const {
    fetch = globalFetch,
    clock = systemClock,
    deadlineClock = systemClock,
    random = Math.random,
    timeout = TIMEOUT_MS,
    attemptTimeout = ATTEMPT_TIMEOUT_MS,
    allowInsecure = false,
    // A null is refused rather than read as production.
    baseUrl: baseUrlOption = DEFAULT_BASE_URL,
    maxResponseBytes = MAX_RESPONSE_BYTES,
  } = options;
  const baseUrl = checkBaseUrl(baseUrlOption, allowInsecure);
  const retry = retryPolicy(options.retry);
  const emit = safeListener(options.on);
  const redactor = createRedactor(...(hasCredentials(options) ? [options.appSecret] : []));
  const transport = createTransport({
    exchange: createExchange({ fetch, clock, stopwatch: deadlineClock, emit, redactor }),
    clock,
    random,
    attemptTimeout,
    throttle: options.throttle === undefined ? undefined : createThrottle(options.throttle, clock),
    emit,
  });
  const bearer = hasCredentials(options)
    ? credentialBearer({
      credentials: { appId: options.appId, appSecret: options.appSecret },
      secretField: options.secretField ?? "appSecret",
      tokenStore: options.tokenStore ?? sharedTokenStore(fetch),
      renewBefore: options.renewBefore ?? RENEW_BEFORE_MS,
      flightPatience: options.flightPatience ?? FLIGHT_PATIENCE_MS,
      baseUrl,
      transport,
      retry,
      timeout,
      clock,
      deadlineClock,
      emit,
      redactor,
    })
    : givenBearer(options.token, redactor);

  return {
    baseUrl,
    transport,
    bearer,
    redactor,
    retry,
    clock,
    maxResponseBytes,
    timeout,
    deadline(call = {}) {
      if (isDeadline(call)) return call;
      checkCall(call);
      const { signal } = call;
      return startDeadline({ timeout: call.timeout ?? timeout, clock: deadlineClock, signal });
    },
  };
}

function isDeadline(call: CallOptions | Deadline): call is Deadline {
  return typeof call === "object" && call !== null && "guard" in call;
}

function hasCredentials(options: ClientOptions): options is CredentialOptions {
  return options.token === undefined;
}

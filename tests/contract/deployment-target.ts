import {
  type Clock,
  createTokenSource,
  type Credentials,
  type FetchFunction,
  systemClock,
} from "../../mod.ts";
import type { Target } from "./target.ts";
import { discard } from "./tools.ts";
import { within } from "./within.ts";

/** Options of {@linkcode deploymentTarget}. */
export interface DeploymentOptions {
  /** The base URL of the API, including `/api/v1`. HTTPS, unless the host is loopback. */
  baseUrl: string;
  /** The credentials of an active app. */
  credentials: Credentials;
  /**
   * The ID or slug of a scratch collection with the text fields `name` and `note` and the number field
   * `amount`. Cases delete the records that they create. Default: none, and cases about records are
   * skipped.
   */
  collection?: string | undefined;
  /** The maximum number of requests per minute. Default: 60, below the documented limit of 100 (D). */
  requestsPerMinute?: number | undefined;
  /** Allows `http:` for any host. It sends the secret unencrypted. Default: `false`. */
  allowInsecure?: boolean | undefined;
  /** Stops the current case when it aborts, see `runContract`. Its records are still deleted. */
  signal?: AbortSignal | undefined;
  /** Sends the requests. Default: the global `fetch`. */
  fetch?: FetchFunction | undefined;
  /** The clock for the pauses between requests. Default: the system's clock. */
  clock?: Clock | undefined;
  /**
   * How long a response may take to begin, and each next part of its body, in milliseconds. The whole response may
   * take five times as long. Default: 60,000.
   */
  responseTimeout?: number | undefined;
  /**
   * The clock of `responseTimeout`, and of how long a case may do nothing. Default: the system's clock. A clock that
   * advances when something sleeps would end each request at once.
   */
  deadlineClock?: Clock | undefined;
}

const PER_MINUTE = 60;
const RESPONSE_TIMEOUT = 60_000;
/** How many times `responseTimeout` a whole response may take, however steadily its parts arrive. */
const MOST_TIMEOUTS = 5;
/** Longer than a client waits between its attempts. */
const IDLE_TIMEOUT = 180_000;
/** The most that a request waits after responses with 429. It is less than a case may do nothing. */
const MOST_WAITED = 150_000;
const LONGEST_WAIT = 65_000;
const SHORTEST_WAIT = 1_000;

/**
 * Creates a target for a real deployment. Only safe cases run: they create no apps, move no clock, send
 * few wrong credentials, limit their request rate, share a token where possible, and delete the records
 * that they create.
 *
 * @throws {TypeError} An option is invalid.
 *
 * @example
 * ```ts
 * import { contract, deploymentTarget, fidelity, runContract } from "@kinakit/kinabase/contract";
 *
 * declare const appId: string, appSecret: string;
 * const target = deploymentTarget({
 *   baseUrl: "https://app.kinabase.com/api/v1/",
 *   credentials: { appId, appSecret },
 *   collection: "contract-scratch",
 * });
 * console.log(fidelity(await runContract(contract(target))));
 * ```
 */
export function deploymentTarget(options: DeploymentOptions): Target {
  const { credentials, collection, requestsPerMinute = PER_MINUTE, clock = systemClock } = options;
  const { allowInsecure, signal } = options;
  const { responseTimeout = RESPONSE_TIMEOUT, deadlineClock = systemClock } = options;
  for (const [name, value] of Object.entries({ requestsPerMinute, responseTimeout })) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new TypeError(`${name}: expected a positive number, got ${String(value)}`);
  }
  const unlimited = options.fetch ?? ((...of) => fetch(...of));
  const once = withTimeout(unlimited, responseTimeout, deadlineClock);
  const send = afterRateLimit(paced(once, 60_000 / requestsPerMinute, clock), clock);
  const baseUrl = options.baseUrl.replace(/\/*$/, "/");
  const { appId, appSecret } = credentials;
  const tokens = createTokenSource({
    appId,
    appSecret,
    // As given, for its error messages.
    baseUrl: options.baseUrl,
    allowInsecure,
    clock,
    fetch: send,
  });
  return {
    fetch: send,
    fetchAtOnce: once,
    idleTimeout: IDLE_TIMEOUT,
    deadlineClock,
    timer: clock,
    baseUrl,
    credentials,
    token: (rejected) => rejected === undefined ? tokens.token() : tokens.renew(rejected),
    allowInsecure,
    collection,
    signal,
  };
}

/** Adds a pause between requests. */
function paced(fetch: FetchFunction, pause: number, clock: Clock): FetchFunction {
  let next = 0;
  return async (input, init) => {
    const wait = next - clock.now();
    next = Math.max(next, clock.now()) + pause;
    if (wait > 0) await clock.sleep(wait, init?.signal ?? undefined);
    return await fetch(input, init);
  };
}

/**
 * Rejects when a response does not begin in time, and ends its body when the next part, or the end, does not arrive in
 * time, so that a deployment that hangs does not stop the run.
 */
function withTimeout(fetch: FetchFunction, timeout: number, clock: Clock): FetchFunction {
  return async (input, init = {}) => {
    const longest = MOST_TIMEOUTS * timeout;
    const end = clock.now() + longest;
    const late = new AbortController();
    const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
    const inTime = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await within(work, Math.min(timeout, end - clock.now()), clock);
      } catch (error) {
        const reason = clock.now() < end
          ? error
          : new TypeError(`the response did not end within ${longest / 1000} s`);
        late.abort(reason);
        throw reason;
      }
    };
    const response = await inTime(fetch(input, { ...init, signal }));
    if (response.body === null) return response;
    const { status, statusText, headers } = response;
    return new Response(eachPart(response.body, inTime), { status, statusText, headers });
  };
}

/** A body whose parts pass through a function. It reads a part only when someone waits for it. */
function eachPart(
  body: ReadableStream<Uint8Array>,
  inTime: <T>(part: Promise<T>) => Promise<T>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await inTime(reader.read());
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/**
 * Sends a request again after a 429: others may use the same limit, and a refused request says nothing about the facts.
 * Not the requests of a client, which have a signal: it waits by itself, and would give up a request that waits here.
 */
function afterRateLimit(fetch: FetchFunction, clock: Clock): FetchFunction {
  return async (input, init) => {
    const isSentOnce = Boolean(init?.signal) || init?.body instanceof ReadableStream;
    for (let waited = 0;;) {
      const response = await fetch(input, init);
      const wait = waitOf(response, clock);
      waited += wait;
      if (response.status !== 429 || waited > MOST_WAITED || isSentOnce) return response;
      discard(response);
      await clock.sleep(wait);
    }
  };
}

/** How long to wait after a 429, in milliseconds. */
function waitOf({ headers }: Response, clock: Clock): number {
  const header = headers.get("retry-after") ?? "";
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - clock.now()) / 1000;
  // Without a useful value, after this the whole minute has passed.
  const wait = seconds > 0 ? seconds * 1000 : LONGEST_WAIT;
  return Math.min(Math.max(wait, SHORTEST_WAIT), LONGEST_WAIT);
}

import type { Clock } from "../clock.ts";
import type { ErrorCode } from "../errors/kinabase-error.ts";
import type { Emit } from "../events.ts";
import { discard } from "./body.ts";
import type { CallState } from "./call-state.ts";
import type { Deadline } from "./deadline.ts";
import {
  type ExchangeRequest,
  isOneShot,
  nameOf,
  type Received,
  type RequestBody,
} from "./exchange.ts";
import { type Attempt, unlessLost } from "./attempt-result.ts";
import { retryAfter } from "./retry-after.ts";

/**
 * When and how often a request is retried. Every request is retried after a 429. An idempotent request is
 * also retried after a network error, an attempt timeout, or a 502, 503 or 504. If a response has
 * `Retry-After`, the client waits that long.
 */
export interface RetryOptions {
  /** The maximum number of retries after the first attempt. Default 4. */
  limit?: number | undefined;
  /** The maximum of the first wait, in milliseconds. It doubles with each retry. Default 300. */
  baseDelay?: number | undefined;
  /** The maximum of each wait without a `Retry-After`, in milliseconds. Default 60,000. */
  maxDelay?: number | undefined;
}

/** {@linkcode RetryOptions} with every value set. */
export interface RetryPolicy {
  /** The maximum number of retries. */
  limit: number;
  /** The maximum of the first wait, in milliseconds. */
  baseDelay: number;
  /** The maximum of each wait, in milliseconds. */
  maxDelay: number;
}

/** The input of {@linkcode retryDelay}. */
export interface RetrySituation {
  /** The number of attempts so far, 1 or more. */
  attempt: number;
  /** Whether it is safe to send the request twice. */
  idempotent: boolean;
  /** The request's body. */
  body: RequestBody | undefined;
  /** The response, if one arrived. */
  response?: { status: number; headers: Headers } | undefined;
  /** The current time, in milliseconds since 1970. */
  now: number;
  /** The time left for the call, in milliseconds. */
  remaining: number;
  /** Returns a number from 0 up to, but not including, 1. */
  random: () => number;
}

const REPEATABLE: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "PATCH", "DELETE"]);
const GATEWAY_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);
/** The window of Kinabase's rate limit (D). */
const RATE_LIMIT_WINDOW_MS = 60_000;

/** Whether a request can be sent twice without harm, by its method. A POST may add something each time. */
export function isRepeatable(method: string): boolean {
  return REPEATABLE.has(method);
}

/** Fills in the defaults. A number is the limit; `false` disables retries. */
export function retryPolicy(options: RetryOptions | number | false | undefined): RetryPolicy {
  const given = typeof options === "object" ? options : { limit: options === false ? 0 : options };
  const { limit = 4, baseDelay = 300, maxDelay = 60_000 }: RetryOptions = given;
  return { limit, baseDelay, maxDelay };
}

/** Whether a response with this status may be followed by another attempt. */
export function isTransient(status: number): boolean {
  return status === 429 || GATEWAY_STATUSES.has(status);
}

/**
 * How long to wait before the next attempt, in milliseconds, or `undefined` for no further attempt.
 *
 * A request that got a 429 was not applied, so every method is retried. After a lost response or a gateway
 * error the request may have been applied, so only an idempotent one is retried. A wait that the deadline
 * does not allow means no further attempt.
 */
export function retryDelay(policy: RetryPolicy, situation: RetrySituation): number | undefined {
  const delay = wantedDelay(policy, situation) ?? Infinity;
  return delay < situation.remaining ? delay : undefined;
}

function wantedDelay(policy: RetryPolicy, situation: RetrySituation): number | undefined {
  const { attempt, idempotent, body, response, now, random } = situation;
  if (attempt > policy.limit || isOneShot(body)) return undefined;
  const limited = response?.status === 429;
  const transient = response === undefined || GATEWAY_STATUSES.has(response.status);
  if (!limited && !(transient && idempotent)) return undefined;
  // A Retry-After of 0 is ignored: without a wait all attempts would be used up at once.
  const asked = response && retryAfter(response.headers, now);
  if (asked) return asked;
  const delay = limited
    ? shareOfWindow(attempt, policy.limit) * (1 + random() / 3)
    // Full jitter: clients that failed at the same time must not retry at the same time.
    : random() * policy.baseDelay * 2 ** (attempt - 1);
  return Math.min(policy.maxDelay, delay);
}

/**
 * The limit is per minute (D), and it is not known whether Kinabase sends `Retry-After` (A). So without it
 * all waits together cover a minute, and each wait is longer than the previous one.
 */
function shareOfWindow(attempt: number, limit: number): number {
  return RATE_LIMIT_WINDOW_MS * attempt / (limit * (limit + 1) / 2);
}

/** A request that may be sent again. */
export interface RepeatedRequest extends ExchangeRequest {
  /** When and how often it is retried. */
  retry: RetryPolicy;
}

/** A call with its attempts. */
export interface RepeatedCall<T> {
  /** The request. */
  request: RepeatedRequest;
  /** The deadline of all attempts and waits. */
  deadline: Deadline;
  /** The state of the call. */
  state: CallState;
  /** Sends the request. */
  attempt: () => Promise<Attempt<Received>>;
  /** Reads the response. A body that ends early counts as a lost response. */
  receive: (received: Received) => Promise<T>;
  /** The clock for the waits between attempts. */
  clock: Clock;
  /** Returns a number from 0 up to, but not including, 1, for jitter. */
  random: () => number;
  /** Receives the events. */
  emit: Emit;
}

/** Sends a request until a response is read that needs no further attempt, or none is allowed. */
export async function withRetries<T>(call: RepeatedCall<T>): Promise<T> {
  const { attempt, receive } = call;
  for (let round = 1;; round++) {
    const sent = await attempt();
    const response = sent.value?.response;
    const isAskedToWait = response !== undefined && isTransient(response.status);
    if (isAskedToWait) {
      const delay = delayAfter(call, round, response);
      if (delay !== undefined) {
        discard(response);
        await waitToRetry(call, { delay, status: response.status });
        continue;
      }
    }
    const read = sent.lost === undefined ? await unlessLost(receive(sent.value)) : sent;
    if (read.lost === undefined) return read.value;
    // A body that breaks off does not shorten the wait that its status asks for.
    const delay = isAskedToWait ? undefined : delayAfter(call, round);
    if (delay === undefined) throw read.lost;
    await waitToRetry(call, { delay, error: read.lost.code });
  }
}

function delayAfter<T>(
  { request: { body, idempotent, retry }, deadline, clock, random }: RepeatedCall<T>,
  attempt: number,
  response?: Response,
): number | undefined {
  const [now, remaining] = [clock.now(), deadline.remaining()];
  return retryDelay(retry, { attempt, idempotent, body, response, now, remaining, random });
}

async function waitToRetry<T>(
  { request, deadline, state, clock, emit }: RepeatedCall<T>,
  why: { delay: number; status?: number; error?: ErrorCode },
): Promise<void> {
  const { method, path } = request;
  emit?.({ type: "retry", method, path, attempt: state.attempts, ...why });
  await deadline.guard(
    `response to ${nameOf(request)}`,
    (signal) => clock.sleep(why.delay, signal()),
  );
}

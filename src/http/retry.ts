/** When and how often a request is sent again. */
export interface RetryOptions {
  /** How many times at most, after the first attempt. Default 4. */
  limit?: number | undefined;
  /** The first wait's upper bound, in milliseconds; each further one doubles it. Default 300. */
  baseDelay?: number | undefined;
  /** No wait chosen by the client is longer than this, in milliseconds. Default 60,000. */
  maxDelay?: number | undefined;
}

/** {@linkcode RetryOptions} with every value set. */
export interface RetryPolicy {
  /** Retries at most. */
  limit: number;
  /** Milliseconds. */
  baseDelay: number;
  /** Milliseconds. */
  maxDelay: number;
}

/** What {@linkcode retryDelay} looks at. */
export interface RetrySituation {
  /** How many attempts were made, 1 or more. */
  attempt: number;
  /** Whether sending the request twice does no harm. */
  idempotent: boolean;
  /** The response, or nothing when none arrived. */
  response?: { status: number; headers: Headers } | undefined;
  /** The time now, in milliseconds. */
  now: number;
  /** Gives a number from 0 up to 1. */
  random: () => number;
}

const DEFAULTS: RetryPolicy = { limit: 4, baseDelay: 300, maxDelay: 60_000 };
const GATEWAY_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);
/** The window of Kinabase's rate limit (D). */
const RATE_LIMIT_WINDOW_MS = 60_000;

/** Fills in the defaults. A number is a limit; `false` means no retries at all. */
export function retryPolicy(options: RetryOptions | number | false | undefined): RetryPolicy {
  if (options === false) return { ...DEFAULTS, limit: 0 };
  if (typeof options === "number") return { ...DEFAULTS, limit: options };
  return {
    limit: options?.limit ?? DEFAULTS.limit,
    baseDelay: options?.baseDelay ?? DEFAULTS.baseDelay,
    maxDelay: options?.maxDelay ?? DEFAULTS.maxDelay,
  };
}

/**
 * How long to wait before the next attempt, in milliseconds, or `undefined` when there is to be none.
 *
 * A 429 was refused before it did anything, so any method is sent again. After a lost response or a
 * gateway's error the request may have been carried out, so only an idempotent one is.
 */
export function retryDelay(policy: RetryPolicy, situation: RetrySituation): number | undefined {
  const { attempt, idempotent, response, now, random } = situation;
  if (attempt > policy.limit) return undefined;
  const limited = response?.status === 429;
  const transient = response === undefined || GATEWAY_STATUSES.has(response.status);
  if (!limited && !(transient && idempotent)) return undefined;
  // No wait at all would use up all attempts at once.
  const asked = response && retryAfter(response.headers, now);
  if (asked) return asked;
  const delay = limited
    ? shareOfWindow(attempt, policy.limit) * (1 + random() / 3)
    // Full jitter: clients that failed together must not come back together.
    : random() * policy.baseDelay * 2 ** (attempt - 1);
  return Math.min(policy.maxDelay, delay);
}

/**
 * The budget of a minute is spent (D), and it is not known whether Kinabase sends `Retry-After` (A). So
 * without it all waits together cover the minute, and each is longer than the one before.
 */
function shareOfWindow(attempt: number, limit: number): number {
  return RATE_LIMIT_WINDOW_MS * attempt / (limit * (limit + 1) / 2);
}

/**
 * Reads `Retry-After`, in seconds or as a date, as milliseconds from now. A date is read against the
 * response's own `Date`, so that a wrong local clock does not matter.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Date.parse() reads a date into anything that has a number in it.
  const until = /^[a-z]{3,9},? .*\d{4}\b/i.test(value.slice(0, 100)) ? Date.parse(value) : NaN;
  if (Number.isNaN(until)) return undefined;
  return Math.max(0, until - (dateHeader(headers) ?? now));
}

/** The response's `Date` header in milliseconds, where it carries a readable one. */
export function dateHeader(headers: Headers): number | undefined {
  const value = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(value) ? undefined : value;
}

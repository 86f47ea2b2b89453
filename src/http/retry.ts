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
  /** The answer, or nothing when none arrived. */
  answer?: { status: number; headers: Headers } | undefined;
  /** The time now, in milliseconds. */
  now: number;
  /** Gives a number from 0 up to 1. */
  random: () => number;
}

const DEFAULTS: RetryPolicy = { limit: 4, baseDelay: 300, maxDelay: 60_000 };
const GATEWAY_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);
// A 429 means that the minute's budget is spent (D), so a wait of less than seconds is wasted. It is
// not known whether Kinabase sends Retry-After (A); without one four waits from here on come to a
// minute on average.
const RATE_LIMIT_BASE_DELAY_MS = 10_000;

/** Fills in the defaults; `false` is no retries at all. */
export function retryPolicy(options: RetryOptions | false | undefined): RetryPolicy {
  if (options === false) return { ...DEFAULTS, limit: 0 };
  return {
    limit: options?.limit ?? DEFAULTS.limit,
    baseDelay: options?.baseDelay ?? DEFAULTS.baseDelay,
    maxDelay: options?.maxDelay ?? DEFAULTS.maxDelay,
  };
}

/**
 * How long to wait before the next attempt, in milliseconds, or `undefined` when there is to be none.
 *
 * A 429 was refused before it did anything, so any method is sent again. After a lost answer or a
 * gateway's error the request may have been carried out, so only an idempotent one is.
 */
export function retryDelay(policy: RetryPolicy, situation: RetrySituation): number | undefined {
  const { attempt, idempotent, answer, now, random } = situation;
  if (attempt > policy.limit) return undefined;
  const limited = answer?.status === 429;
  const transient = answer === undefined || GATEWAY_STATUSES.has(answer.status);
  if (!limited && !(transient && idempotent)) return undefined;
  const asked = answer && retryAfter(answer.headers, now);
  if (asked !== undefined) return asked;
  const base = limited ? Math.max(policy.baseDelay, RATE_LIMIT_BASE_DELAY_MS) : policy.baseDelay;
  // Full jitter: clients that failed together must not come back together.
  return random() * Math.min(policy.maxDelay, base * 2 ** (attempt - 1));
}

/**
 * Reads `Retry-After`, in seconds or as a date, as milliseconds from now. A date is read against the
 * answer's own `Date`, so that a wrong local clock does not matter.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Date.parse() reads a date into anything that has a number in it.
  const until = /^[a-z]{3,9},? .*\d{4}\b/i.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(until)) return undefined;
  return Math.max(0, until - (dateHeader(headers) ?? now));
}

/** The answer's `Date` header in milliseconds, where it carries a readable one. */
export function dateHeader(headers: Headers): number | undefined {
  const value = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(value) ? undefined : value;
}

import type { ClientListener } from "../events.ts";

/** Interactive calls get their permits before bulk work: the batches of `bulk` and `ingest`. */
export type PermitPriority = "interactive" | "bulk";

/** A request that waits for its permit. */
export interface PermitCall {
  /** Whether it belongs to bulk work. */
  priority: PermitPriority;
  /** How long it can wait, in milliseconds; `Infinity` without a limit. */
  timeout: number;
  /** Aborts when it no longer waits. */
  signal: AbortSignal;
  /** Receives an event when the budget cannot be reached. */
  emit: ClientListener;
}

/**
 * A number of requests a minute that several clients share. {@linkcode createBudget} makes one from a
 * place that all of them can reach, such as a Durable Object or Redis.
 */
export interface Budget {
  /**
   * Takes a permit for one request. Resolves when the request may be sent.
   *
   * @returns A function that gives the permit back. The client calls it if it does not start the request.
   * @throws {RateLimitError} When the wait is longer than the call's timeout.
   */
  take(call: PermitCall): Promise<() => void>;
  /**
   * Tells the budget that a request got a 429.
   *
   * @param retryAfter How long the server asked to wait, in milliseconds, if it did.
   */
  limited(retryAfter: number | undefined): void;
}

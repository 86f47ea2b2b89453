import { type Clock, monotonicTime } from "../clock.ts";
import { isOwnError } from "../errors/callers-error.ts";
import { waitTooLong } from "../errors/rate-limit-error.ts";
import { withStackOfCall } from "../errors/stack-of-call.ts";
import type { Budget } from "../shared-budget/budget.ts";
import { type Emit, ignoreEvent } from "../events.ts";
import type { SendWithToken } from "../auth/refresh-after-401.ts";
import { type CallState, newCallState } from "./call-state.ts";
import type { Deadline } from "./deadline.ts";
import { type Exchange, isOneShot, type Received } from "./exchange.ts";
import { type Attempt, unlessLost } from "./attempt-result.ts";
import { tellMaybeApplied } from "./maybe-applied.ts";
import type { RateLimiter } from "./rate-limit.ts";
import { type RepeatedRequest, withRetries } from "./retry.ts";
import { retryAfter } from "./retry-after.ts";

/** One call to the API: a request with its token and its retry policy. */
export interface WireRequest extends RepeatedRequest {
  /** Gives each attempt its token; absent for a request without a token. */
  sendWithToken?: SendWithToken | undefined;
  /** Whether it changes data. Errors of such a call say whether the change may have been applied. */
  writes: boolean;
  /** Whether it is a batch of bulk work: a shared budget serves other calls first. */
  bulk?: boolean | undefined;
}

/** The result of a call, with its state. */
export type Outcome<T> =
  & { readonly state: CallState }
  & ({ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown });

/** Sends requests: attempts, deadlines, retries and events. */
export interface Transport {
  /**
   * Sends a request, with retries. It never rejects. Every status goes to `receive`; the outcome is an
   * error when no response arrives or `receive` throws.
   *
   * @param receive Reads the response. A body that ends early counts as a lost response.
   */
  send<T>(
    request: WireRequest,
    deadline: Deadline,
    receive: (received: Received) => Promise<T>,
  ): Promise<Outcome<T>>;
}

/** The parts of a {@linkcode Transport}. */
export interface TransportParts {
  /** Sends one request. */
  exchange: Exchange;
  /** The clock for the waits between attempts. */
  clock: Clock;
  /** Returns a number from 0 up to, but not including, 1, for jitter. */
  random: () => number;
  /** The timeout of one attempt, including the response body, in milliseconds. */
  attemptTimeout: number;
  /** Delays requests to keep the rate limit. */
  rateLimiter: RateLimiter;
  /** Delays requests to keep a rate limit that several clients share. */
  budget?: Budget | undefined;
  /** Receives the events. */
  emit: Emit;
}

/** Returns the value of a successful call, or throws the error of a failed one. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}

/** Creates a {@linkcode Transport}. */
export function createTransport(parts: TransportParts): Transport {
  const { exchange, clock, random, attemptTimeout, rateLimiter, budget, emit } = parts;

  /** One attempt, and one more with a refreshed token if the first gets a 401. */
  function authorized(
    request: WireRequest,
    deadline: Deadline,
    state: CallState,
  ): Promise<Attempt<Received>> {
    const { sendWithToken, body } = request;
    if (sendWithToken === undefined) return attempt(request, undefined, deadline, state);
    return sendWithToken({
      deadline,
      state,
      canSendAgain: !isOneShot(body),
      attempt: (token) => attempt(request, token, deadline, state),
    });
  }

  /** Sends one request when the rate limit and the shared budget allow it. */
  async function attempt(
    request: WireRequest,
    token: string | undefined,
    deadline: Deadline,
    state: CallState,
  ): Promise<Attempt<Received>> {
    const { method, path } = request;
    const { attempts } = state;
    const wait = rateLimiter.wait();
    if (wait > 0 && wait >= deadline.remaining()) {
      throw waitTooLong(
        `${method} ${path} would wait ${Math.ceil(wait)} ms for the rate limit`,
        wait,
      );
    }
    const giveSlotBack = rateLimiter.take();
    let permit: Promise<() => void> | undefined;
    try {
      if (wait > 0 || budget !== undefined) {
        const startedAt = monotonicTime(clock);
        try {
          await deadline.guard("free slot in the rate limit", async (signal) => {
            if (wait > 0) await clock.sleep(wait, signal());
            // Last, because a permit must be used within seconds.
            await (permit = budget?.take({
              priority: request.bulk ? "bulk" : "interactive",
              timeout: deadline.remaining(),
              signal: signal(),
              emit: emit ?? ignoreEvent,
            }));
          });
        } finally {
          const duration = monotonicTime(clock) - startedAt;
          // A permit that was there is no wait.
          if (duration >= 1) {
            emit?.({ type: "wait", method, path, attempt: attempts + 1, duration });
          }
        }
      }
      const part = deadline.within(attemptTimeout, "attempt");
      const sent = await unlessLost(exchange(request, token, state, part));
      const { response } = sent.value ?? {};
      if (response?.status === 429) {
        rateLimiter.slowDown();
        budget?.limited(retryAfter(response.headers, clock.now()));
      }
      return sent;
    } finally {
      // Nothing was sent, for example because the call was aborted in its own `request` event.
      if (state.attempts === attempts) {
        giveSlotBack();
        // The permit may still come.
        permit?.then((giveBack) => giveBack()).catch(() => {});
      }
    }
  }

  return {
    async send(request, deadline, receive) {
      const state = newCallState();
      try {
        const value = await withRetries({
          clock,
          random,
          emit,
          request,
          deadline,
          state,
          attempt: () => authorized(request, deadline, state),
          receive,
        });
        return { state, ok: true, value };
      } catch (error) {
        if (isOwnError(error, deadline.aborted())) {
          error.attempts ??= state.attempts;
          tellMaybeApplied(error, request.writes, state);
        }
        return { state, ok: false, error: withStackOfCall(error, deadline.aborted()) };
      }
    },
  };
}

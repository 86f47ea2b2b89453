import type { Clock } from "../clock.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { NetworkError } from "../errors/errors.ts";
import { RateLimitError } from "../errors/rate-limit-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import type { ClientListener } from "../events.ts";
import { discard } from "./body.ts";
import type { Deadline } from "./deadline.ts";
import {
  type Answer,
  type Exchange,
  type ExchangeRequest,
  isOneShot,
  type Trip,
} from "./exchange.ts";
import { retryDelay, type RetryPolicy } from "./retry.ts";
import type { RateLimiter } from "./rate-limit.ts";

/** One call to the API: a request, its token, and when it is sent again. */
export interface WireRequest extends ExchangeRequest {
  /** When and how often it is sent again. */
  retry: RetryPolicy;
  /** Where its token comes from; a request without one is sent without one. */
  tokenProvider?: TokenProvider | undefined;
}

/** Gives the token of a request, and a new one when it was rejected. */
export interface TokenProvider {
  /** The token to use now. */
  current(deadline: Deadline): Promise<string>;
  /** Takes note that a token was rejected, and gives the one to try instead. */
  renew(rejected: string, deadline: Deadline): Promise<string>;
}

/** Sends requests: attempts, deadlines, retries, events, and the one renewal after a 401. */
export interface Transport {
  /**
   * Sends a request until there is an answer to keep. Every status comes back; only when no answer
   * arrives does it throw.
   *
   * @param receive Reads the answer; when its body breaks off, that counts as no answer.
   */
  send<T>(
    request: WireRequest,
    deadline: Deadline,
    receive: (answer: Answer) => Promise<T>,
  ): Promise<T>;
}

/** What a {@linkcode Transport} is made of. */
export interface TransportParts {
  /** Sends one request. */
  exchange: Exchange;
  /** Waits between attempts run on it. */
  clock: Clock;
  /** Gives a number from 0 up to 1, for jitter. */
  random: () => number;
  /** How long one attempt may take, its body included, in milliseconds. */
  attemptTimeout: number;
  /** Spaces requests, for those who ask for it. */
  rateLimiter: RateLimiter | undefined;
  /** Takes the events. */
  emit: ClientListener;
}

/** Wires a {@linkcode Transport}. */
export function createTransport(parts: TransportParts): Transport {
  const { exchange, clock, random, attemptTimeout, rateLimiter, emit } = parts;

  /** Waits for a place in the minute's budget. */
  async function awaitTurn({ method, path }: WireRequest, deadline: Deadline): Promise<void> {
    if (rateLimiter === undefined) return;
    const wait = rateLimiter.wait();
    if (wait > deadline.remaining()) {
      throw new RateLimitError(`${method} ${path} would have to wait for ${wait} ms`, {
        retryAfter: wait,
        remedy:
          "The throttle's budget for this minute is used up. Wait, or allow a longer timeout.",
      });
    }
    const giveBack = rateLimiter.take();
    if (wait <= 0) return;
    try {
      await deadline.guard("place", (signal) => clock.sleep(wait, signal));
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  /** One request, in its turn; gives back the error that another attempt may mend. */
  async function attempt(
    request: WireRequest,
    token: string | undefined,
    deadline: Deadline,
    trip: Trip,
  ): Promise<Answer | NetworkError | TimeoutError> {
    await awaitTurn(request, deadline);
    return await exchange(request, token, trip, deadline.attempt(attemptTimeout)).catch(lost);
  }

  /** One attempt, and a second one with another token if the first is answered with 401. */
  async function authorized(request: WireRequest, deadline: Deadline, trip: Trip) {
    const { tokenProvider } = request;
    const token = await tokenProvider?.current(deadline);
    const first = await attempt(request, token, deadline, trip);
    if (first instanceof KinabaseError || first.response.status !== 401) return first;
    if (tokenProvider === undefined || token === undefined || trip.renewed) return first;
    trip.renewed = true;
    const fresh = await renewAfter(first.response, tokenProvider, token, deadline);
    if (fresh === token || isOneShot(request.body)) return first;
    discard(first.response);
    return await attempt(request, fresh, deadline, trip);
  }

  async function send<T>(
    request: WireRequest,
    deadline: Deadline,
    receive: (answer: Answer) => Promise<T>,
    trip: Trip,
  ): Promise<T> {
    const { method, path, idempotent, retry } = request;
    for (let round = 1;; round++) {
      const delayAfter = (answer?: Response) => {
        if (isOneShot(request.body)) return undefined;
        const situation = { attempt: round, idempotent, answer, now: clock.now(), random };
        const delay = retryDelay(retry, situation);
        return delay !== undefined && delay < deadline.remaining() ? delay : undefined;
      };
      const outcome = await authorized(request, deadline, trip);
      let again: { delay: number | undefined; status?: number; error?: KinabaseError };
      if (outcome instanceof KinabaseError) {
        again = { delay: delayAfter(), error: outcome };
      } else {
        const { response } = outcome;
        again = { delay: delayAfter(response), status: response.status };
        if (again.delay === undefined) {
          try {
            return await receive(outcome);
          } catch (error) {
            again = { delay: delayAfter(), error: lost(error) };
          }
        } else {
          discard(response);
        }
      }
      const { delay, status, error } = again;
      if (delay === undefined) throw error;
      trip.lost ||= status !== 429;
      emit({ type: "retry", method, path, attempt: trip.sent, delay, status, error: error?.code });
      await deadline.guard("answer", (signal) => clock.sleep(delay, signal));
    }
  }

  return {
    async send(request, deadline, receive) {
      const trip: Trip = { sent: 0, renewed: false, lost: false };
      try {
        return await send(request, deadline, receive, trip);
      } catch (error) {
        if (error instanceof KinabaseError) error.attempts ??= trip.sent;
        throw error;
      }
    },
  };
}

/** Renews the token; frees the rejected answer's connection if that fails. */
async function renewAfter(
  response: Response,
  tokenProvider: TokenProvider,
  rejected: string,
  deadline: Deadline,
): Promise<string> {
  try {
    return await tokenProvider.renew(rejected, deadline);
  } catch (error) {
    discard(response);
    throw error;
  }
}

/** Gives back an error that another attempt may mend: no answer arrived, or not all of it. */
function lost(error: unknown): NetworkError | TimeoutError {
  if (error instanceof NetworkError) return error;
  if (error instanceof TimeoutError && error.scope === "attempt") return error;
  throw error;
}

import type { Clock } from "../clock.ts";
import { NetworkError } from "../errors/errors.ts";
import { type ErrorCode, KinabaseError } from "../errors/kinabase-error.ts";
import { RateLimitError } from "../errors/rate-limit-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import type { ClientListener } from "../events.ts";
import { discard } from "./body.ts";
import { type CallState, newCallState } from "./call-state.ts";
import type { Deadline } from "./deadline.ts";
import { type Exchange, type ExchangeRequest, isOneShot, type Received } from "./exchange.ts";
import type { RateLimiter } from "./rate-limit.ts";
import { retryDelay, type RetryPolicy } from "./retry.ts";

/** One call to the API: a request, its token, and when it is sent again. */
export interface WireRequest extends ExchangeRequest {
  /** When and how often it is sent again. */
  retry: RetryPolicy;
  /** Where its token comes from; a request without one is sent without one. */
  tokenProvider?: TokenProvider | undefined;
  /** Whether it changes data. Errors of such a call say whether the change may have been made. */
  writes: boolean;
}

/** Gives the token of a request, and a new one when it was rejected. */
export interface TokenProvider {
  /** The token to use now. */
  current(deadline: Deadline): Promise<string>;
  /** Remembers that a token was rejected, and gives the one to try instead. */
  refresh(rejected: string, deadline: Deadline): Promise<string>;
}

/** How a call ended, and what happened to it on the way. */
export type Outcome<T> =
  & { readonly state: CallState }
  & ({ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown });

/** Sends requests: attempts, deadlines, retries, events, and the one refresh of the token after a 401. */
export interface Transport {
  /**
   * Sends a request until there is a response to keep. Every status comes back; it fails only when no
   * response arrives. It never rejects.
   *
   * @param receive Reads the response; when its body ends early, that counts as no response.
   */
  send<T>(
    request: WireRequest,
    deadline: Deadline,
    receive: (received: Received) => Promise<T>,
  ): Promise<Outcome<T>>;
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
  /** Spaces requests. */
  rateLimiter: RateLimiter;
  /** Takes the events. */
  emit: ClientListener;
}

/** The value of a call that went well; otherwise throws its error. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}

/** Wires a {@linkcode Transport}. */
export function createTransport(parts: TransportParts): Transport {
  const { exchange, clock, random, attemptTimeout, rateLimiter, emit } = parts;

  async function send<T>(
    request: WireRequest,
    deadline: Deadline,
    receive: (received: Received) => Promise<T>,
    state: CallState,
  ): Promise<T> {
    for (let round = 1;; round++) {
      const delayAfter = (response?: Response) => {
        if (isOneShot(request.body)) return undefined;
        const { idempotent, retry } = request;
        const situation = { attempt: round, idempotent, response, now: clock.now(), random };
        const delay = retryDelay(retry, situation);
        return delay !== undefined && delay < deadline.remaining() ? delay : undefined;
      };
      const sent = await authorized(request, deadline, state);
      if (sent.lost === undefined) {
        const { response } = sent.value;
        const delay = delayAfter(response);
        if (delay !== undefined) {
          discard(response);
          await waitToRetry(request, deadline, state, { delay, status: response.status });
          continue;
        }
      }
      const read = sent.lost === undefined ? await unlessLost(receive(sent.value)) : sent;
      if (read.lost === undefined) return read.value;
      const delay = delayAfter();
      if (delay === undefined) throw read.lost;
      await waitToRetry(request, deadline, state, { delay, error: read.lost.code });
    }
  }

  /** One attempt, and a second one with another token if the first gets a 401. */
  async function authorized(
    request: WireRequest,
    deadline: Deadline,
    state: CallState,
  ): Promise<Attempt<Received>> {
    const { tokenProvider } = request;
    const token = await tokenProvider?.current(deadline);
    const first = await attempt(request, token, deadline, state);
    if (first.lost !== undefined || first.value.response.status !== 401) return first;
    if (tokenProvider === undefined || token === undefined || state.refreshed) return first;
    state.refreshed = true;
    const { response } = first.value;
    const fresh = await tokenProvider.refresh(token, deadline).catch((error) => {
      discard(response);
      throw error;
    });
    if (fresh === token || isOneShot(request.body)) return first;
    discard(response);
    return await attempt(request, fresh, deadline, state);
  }

  /** One request, in its turn. */
  async function attempt(
    request: WireRequest,
    token: string | undefined,
    deadline: Deadline,
    state: CallState,
  ): Promise<Attempt<Received>> {
    await awaitTurn(request, deadline);
    const part = deadline.within(attemptTimeout, "attempt");
    const sent = await unlessLost(exchange(request, token, state, part));
    if (sent.value?.response.status === 429) rateLimiter.slowDown();
    return sent;
  }

  /** Waits for a place in the budget of the rate limit. */
  async function awaitTurn({ method, path }: WireRequest, deadline: Deadline): Promise<void> {
    const wait = rateLimiter.wait();
    if (wait > deadline.remaining()) {
      throw new RateLimitError(`${method} ${path} would have to wait ${Math.ceil(wait)} ms`, {
        retryAfter: wait,
        remedy: "The requests of this minute are used up. Wait, or allow a longer timeout.",
      });
    }
    const giveBack = rateLimiter.take();
    if (wait <= 0) return;
    try {
      await deadline.guard("turn in the rate limit", (signal) => clock.sleep(wait, signal));
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  async function waitToRetry(
    { method, path }: WireRequest,
    deadline: Deadline,
    { attempts: attempt }: CallState,
    why: { delay: number; status?: number; error?: ErrorCode },
  ): Promise<void> {
    emit({ type: "retry", method, path, attempt, ...why });
    await deadline.guard("response", (signal) => clock.sleep(why.delay, signal));
  }

  return {
    async send(request, deadline, receive) {
      const state = newCallState();
      try {
        return { state, ok: true, value: await send(request, deadline, receive, state) };
      } catch (error) {
        if (error instanceof KinabaseError) {
          error.attempts ??= state.attempts;
          if (request.writes) error.mayHaveBeenApplied = state.maybeApplied;
        }
        return { state, ok: false, error };
      }
    },
  };
}

/** What one attempt came to: a value, or a lost response, which another attempt may make good. */
type Attempt<T> =
  | { readonly value: T; readonly lost?: undefined }
  | { readonly value?: undefined; readonly lost: NetworkError | TimeoutError };

/** Any other error than that no response arrived, or not all of it, is thrown as it is. */
async function unlessLost<T>(work: Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work };
  } catch (error) {
    if (error instanceof NetworkError) return { lost: error };
    if (error instanceof TimeoutError && error.scope === "attempt") return { lost: error };
    throw error;
  }
}

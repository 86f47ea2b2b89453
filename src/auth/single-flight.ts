import { callAfter, type Clock, monotonicTime, systemClock } from "../clock.ts";
import { copyOf, KinabaseError } from "../errors/kinabase-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import { onAbort } from "../http/abort.ts";
import type { Deadline } from "../http/deadline.ts";

/**
 * Work in progress that several callers wait for. On Workers other requests may only read `result` from
 * it; the other fields belong to the request that started the work.
 */
interface Flight<T> {
  /** The result; absent while the work is in progress. */
  result?: { readonly value: T } | { readonly error: unknown };
  /** How many callers wait for it. */
  waiters: number;
  /** Settles when the work ends; absent on Workers, where a promise belongs to one request. */
  readonly ended: Promise<void> | undefined;
  /** Cancels the work when no caller waits for it any more. */
  cancel(): void;
}

/** The flights in progress, by key. */
export type Flights<T> = Map<string, Flight<T>>;

/** The options of {@linkcode singleFlight}. */
export interface FlightOptions<T> {
  /** The flights in progress. */
  flights: Flights<T>;
  /** Callers with the same key share one flight. */
  key: string;
  /** Does the work. Its signal aborts when no caller waits for it any more. */
  work: (signal: AbortSignal) => Promise<T>;
  /** The caller's deadline. */
  deadline: Deadline;
  /** How long to wait for a flight that another caller started, in milliseconds. */
  waitTimeout: number;
  /** The clock for `waitTimeout`. */
  clock: Clock;
}

/**
 * Single flight: concurrent callers share one piece of work. When one caller aborts, the work continues
 * for the others.
 *
 * On Workers a promise belongs to the request that created it. When that request ends, the promise rejects
 * or never settles. So a waiter on Workers never awaits a promise of another request; it polls the
 * flight's `result` with its own timer. On all runtimes a waiter starts its own flight when the one it
 * waits for takes too long, or fails with an error that may not apply to the waiter.
 */
export async function singleFlight<T>(options: FlightOptions<T>): Promise<T> {
  const { flights, key } = options;
  for (;;) {
    const running = flights.get(key);
    if (running === undefined) return await start(options);
    const result = await join(running, options);
    if (result !== undefined && "value" in result) return result.value;
    // A timeout or an abort belongs to the other caller. Any other KinabaseError applies to all callers.
    if (
      result !== undefined && result.error instanceof KinabaseError &&
      !(result.error instanceof TimeoutError)
    ) throw copyOf(result.error);
    if (flights.get(key) === running) flights.delete(key);
  }
}

/** Starts a flight and waits for it, as long as the caller's deadline allows. */
function start<T>({ flights, key, work, deadline }: FlightOptions<T>): Promise<T> {
  // Within the guard, which starts nothing for a caller that has aborted or whose time is over.
  return deadline.guard("token", (signal) => {
    const controller = new AbortController();
    const close = () => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    const working = work(controller.signal).then(
      (value) => {
        flight.result = { value };
        close();
        return value;
      },
      (error) => {
        flight.result = { error };
        close();
        throw error;
      },
    );
    const flight: Flight<T> = {
      waiters: 1,
      ended: isolatesRequests() ? undefined : working.then(() => {}, () => {}),
      cancel() {
        close();
        controller.abort();
      },
    };
    flights.set(key, flight);
    onAbort(signal(), () => leave(flight));
    return working;
  });
}

/** Waits for a flight of another caller. Returns its result, or `undefined` after `waitTimeout`. */
async function join<T>(
  flight: Flight<T>,
  { deadline, waitTimeout, clock }: FlightOptions<T>,
): Promise<Flight<T>["result"]> {
  const givesUpAt = monotonicTime(clock) + waitTimeout;
  flight.waiters += 1;
  try {
    let pause = FIRST_LOOK_MS;
    for (;;) {
      if (flight.result !== undefined) return flight.result;
      const left = givesUpAt - monotonicTime(clock);
      if (left <= 0) return undefined;
      const { ended } = flight;
      await deadline.guard("token", (signal) =>
        ended === undefined
          // Polling uses the system clock: a test clock that does not advance must not stop it.
          ? systemClock.sleep(Math.min(pause, left), signal())
          : pauseUntil(ended, left, clock, signal()));
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  } finally {
    // On Workers the work may belong to another request, which only that request can cancel.
    if (flight.ended === undefined) flight.waiters -= 1;
    else leave(flight);
  }
}

/** How often a waiter on Workers polls a flight of another request. */
const FIRST_LOOK_MS = 2;
const LONGEST_PAUSE_MS = 50;

function pauseUntil(
  ended: Promise<void>,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stopTimer();
      stopListening();
      resolve();
    };
    const stopTimer = callAfter(clock, ms, done);
    const stopListening = onAbort(signal, done);
    ended.then(done);
  });
}

/** When the last waiter leaves, the work is canceled. */
function leave<T>(flight: Flight<T>): void {
  flight.waiters -= 1;
  if (flight.waiters === 0) flight.cancel();
}

/** Whether promises in this runtime belong to one request: on Cloudflare Workers. */
function isolatesRequests(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}

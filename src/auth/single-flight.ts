import { callAfter, type Clock, monotonicTime, systemClock } from "../clock.ts";
import { copyOf, KinabaseError } from "../errors/kinabase-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import { onAbort } from "../http/abort.ts";
import type { Deadline } from "../http/deadline.ts";

/**
 * Work under way that several callers wait for. On Workers callers of other requests read it as plain
 * data: what is in it besides is used by the caller that started the work alone.
 */
interface Flight<T> {
  /** How it ended; absent while it is under way. */
  result?: { readonly value: T } | { readonly error: unknown };
  /** How many callers wait for it. */
  waiters: number;
  /** Settles when the work ends; absent on Workers, where it would belong to one request alone. */
  readonly ended: Promise<void> | undefined;
  /** Ends the work, since nobody waits for it any more. */
  cancel(): void;
}

/** The flights under way, by what they fetch. */
export type Flights<T> = Map<string, Flight<T>>;

/** How {@linkcode singleFlight} behaves. */
export interface FlightOptions<T> {
  /** The flights under way. */
  flights: Flights<T>;
  /** What is fetched: callers with the same key share one flight. */
  key: string;
  /** Does the work. Its signal aborts when nobody waits for it any more. */
  work: (signal: AbortSignal) => Promise<T>;
  /** The caller's deadline. */
  deadline: Deadline;
  /** How long to wait for a flight that another caller started, in milliseconds. */
  waitTimeout: number;
  /** Runs that time. */
  clock: Clock;
}

/**
 * Single flight: callers at the same time share one piece of work, and one caller's abort does not
 * end it for the others.
 *
 * On Workers a promise belongs to the request that made it: when that request ends first, the promise
 * never settles, or rejects. So there a waiter keeps no promise of another request. It looks at the
 * flight's data from time to time, on a timer of its own. Everywhere a waiter starts its own flight when
 * the one it waits for takes too long or fails in a way that says nothing about the credentials.
 */
export async function singleFlight<T>(options: FlightOptions<T>): Promise<T> {
  const { flights, key, deadline } = options;
  for (;;) {
    const running = flights.get(key);
    if (running === undefined) return await start(options);
    const result = await join(running, options);
    if (result !== undefined && "value" in result) return result.value;
    // Another caller may have less time than this one, or may have left; any other KinabaseError holds
    // for everybody.
    if (
      result !== undefined && result.error instanceof KinabaseError &&
      !(result.error instanceof TimeoutError)
    ) throw copyOf(result.error);
    if (flights.get(key) === running) flights.delete(key);
    if (deadline.aborted() || deadline.remaining() <= 0) {
      // Throws the caller's own error.
      return await deadline.guard("token", () => new Promise<never>(() => {}));
    }
  }
}

/** Starts a flight and waits for it, as long as the caller's deadline allows. */
async function start<T>({ flights, key, work, deadline }: FlightOptions<T>): Promise<T> {
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
  // It may fail when its starter has already left.
  working.catch(() => {});
  flights.set(key, flight);
  try {
    return await deadline.guard("token", () => working);
  } finally {
    leave(flight);
  }
}

/** Waits for a flight of another caller. Gives its result, or nothing when that took too long. */
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
          // To look again is no duration, so it does not wait for a clock that a test holds.
          ? systemClock.sleep(Math.min(pause, left), signal)
          : pauseUntil(ended, left, clock, signal));
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  } finally {
    // On Workers the work may belong to another request, and is out of reach.
    if (flight.ended === undefined) flight.waiters -= 1;
    else leave(flight);
  }
}

/** How often a waiter on Workers looks at a flight of another request. */
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

/** The last to give up cancels the work. */
function leave<T>(flight: Flight<T>): void {
  flight.waiters -= 1;
  if (flight.waiters === 0 && flight.result === undefined) flight.cancel();
}

/** Whether this is a runtime in which a promise dies with the request that made it. */
function isolatesRequests(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}

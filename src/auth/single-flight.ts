import type { Clock } from "../clock.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import type { Deadline } from "../http/deadline.ts";

/** Work under way that several callers wait for. */
interface Flight<T> {
  promise: Promise<T>;
  waiters: number;
  /** Lets nobody else join. */
  close(): void;
  /** Ends the work, since nobody waits for it any more. */
  callOff(): void;
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
  start: (signal: AbortSignal) => Promise<T>;
  /** The caller's deadline. */
  deadline: Deadline;
  /** How long to wait for a flight that another caller started, in milliseconds. */
  patience: number;
  /** Runs the patience. */
  clock: Clock;
}

/**
 * Single flight: callers at the same time share one piece of work, and one caller's abort does not
 * end it for the others.
 *
 * On Workers a promise belongs to the request that made it: when that request ends first, the promise
 * never settles, or rejects. So whoever waits for another's flight does so with a timer of its own,
 * and starts its own flight when that one goes silent or fails in an odd way.
 */
export async function singleFlight<T>(options: FlightOptions<T>): Promise<T> {
  const { flights, key, deadline, patience, clock } = options;
  for (;;) {
    const shared = flights.get(key);
    if (shared === undefined) {
      const own = start(options);
      return await join(own, () => deadline.guard("token", () => own.promise));
    }
    try {
      const landed = await join(shared, () =>
        deadline.guard("token", async (signal) => {
          const timer = new AbortController();
          signal.addEventListener("abort", () => timer.abort(), { once: true });
          try {
            return await Promise.race([
              shared.promise.then((value) => ({ value })),
              clock.sleep(patience, timer.signal).then(() => undefined, () => undefined),
            ]);
          } finally {
            timer.abort();
          }
        }));
      if (landed !== undefined) return landed.value;
    } catch (error) {
      if (deadline.aborted() || deadline.remaining() <= 0) throw error;
      // Another caller may have less time; any other KinabaseError is an answer that holds for everybody.
      if (error instanceof KinabaseError && !(error instanceof TimeoutError)) throw error;
    }
    shared.close();
  }
}

function start<T>({ flights, key, start }: FlightOptions<T>): Flight<T> {
  const controller = new AbortController();
  const flight: Flight<T> = {
    promise: start(controller.signal),
    waiters: 0,
    close() {
      if (flights.get(key) === flight) flights.delete(key);
    },
    callOff() {
      flight.close();
      try {
        controller.abort();
      } catch {
        // On Workers the work may belong to a request that has ended, and is out of reach.
      }
    },
  };
  flights.set(key, flight);
  flight.promise.then(flight.close, flight.close);
  return flight;
}

/** Waits for a flight as one of its waiters; the last to give up calls it off. */
async function join<T, R>(flight: Flight<T>, wait: () => Promise<R>): Promise<R> {
  flight.waiters += 1;
  try {
    return await wait();
  } finally {
    flight.waiters -= 1;
    if (flight.waiters === 0) flight.callOff();
  }
}

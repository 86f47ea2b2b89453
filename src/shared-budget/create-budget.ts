import { type Clock, monotonicTime, systemClock } from "../clock.ts";
import { waitTooLong } from "../errors/rate-limit-error.ts";
import { startDeadline } from "../http/deadline.ts";
import { DOCUMENTED_PER_MINUTE } from "../http/rate-limit.ts";
import { messageOf } from "../support/message-of.ts";
import {
  checkOptions,
  type ChecksOf,
  expectClock,
  expectPositive,
  requireFunction,
} from "../support/option-checks.ts";
import type { Budget, PermitCall, PermitPriority } from "./budget.ts";
import {
  LONGEST_PAUSE_MS,
  MOST_PERMITS_AT_ONCE,
  PERMIT_LIFETIME_MS,
  type PermitAnswer,
  type PermitGrant,
  type PermitRequest,
  WINDOW_MS,
} from "./permit-policy.ts";

/**
 * Sends a request for permits to the place that grants them. It may be called again with the same request.
 * An error means that the place cannot be reached.
 */
export type PermitSource = (request: PermitRequest) => Promise<PermitAnswer>;

/** The options of {@linkcode createBudget}. */
export interface BudgetOptions {
  /** The number of requests a minute that all clients together may send. Default 100, Kinabase's limit (D). */
  perMinute?: number | undefined;
  /** The clock for waits. Default: the system clock. */
  clock?: Clock | undefined;
}

/** A grant, and how many of its permits are left. */
interface Held {
  readonly grant: PermitGrant;
  /** When it was requested, on the holder's clock: a little before it was granted. */
  readonly takenAt: number;
  /** Until when its permits may be used, on the holder's clock. */
  usableUntil: number;
  left: number;
  lastUsedAt: number;
}

/** The state of the requests for permits of one priority. */
interface Asking {
  /** Until when others wait for the response to a request for permits, instead of sending one. */
  until: number;
  /** When to ask again. */
  againAt: number;
  /** How many permits to take in addition to those that are needed now. */
  spare: number;
}

/** A caller that waits for a permit. */
interface Waiter {
  readonly priority: PermitPriority;
  /** When it looks for a permit again. On Workers it may have left before. */
  looksAt: number;
}

/** The options of a budget. */
export const BUDGET_OPTIONS: ChecksOf<BudgetOptions> = {
  perMinute: expectPositive,
  clock: expectClock,
};

const ASK_TIMEOUT_MS = 5_000;
// On Workers, the caller that asked may have left, and then nothing receives the response.
const OTHERS_WAIT_MS = 1_000;
/** How long requests are sent without permits after the place could not be reached. */
const UNREACHABLE_MS = 5_000;
// How often a caller looks whether another caller's request for permits has ended.
const POLL_MS = 20;
// After a 429 without Retry-After.
const PAUSE_MS = 5_000;
// What was used is reported for as long as it counts.
const REPORTED_FOR_MS = PERMIT_LIFETIME_MS + WINDOW_MS;

/**
 * Creates a budget that clients share through a place that all of them can reach. Each process or isolate
 * takes a few permits at a time. A permit is valid for five seconds.
 *
 * On Workers a promise belongs to one request. So callers share only data: a caller sends a request for permits
 * if there is no permit, and no other caller has sent one.
 *
 * @param source Sends a request for permits to that place.
 * @returns The `rateLimit` of the clients. Create one for each process or isolate, not one for each client.
 * @throws {TypeError} When an option is wrong.
 *
 * @example Clients of one process
 * ```ts
 * import { answerPermitRequest, createBudget, createClient, newPermitState } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string, otherId: string, otherSecret: string;
 * const state = newPermitState(Date.now());
 * const rateLimit = createBudget(async (request) =>
 *   answerPermitRequest(state, request, Date.now(), crypto.randomUUID())
 * );
 * const one = createClient({ appId, appSecret, rateLimit });
 * const other = createClient({ appId: otherId, appSecret: otherSecret, rateLimit });
 * ```
 */
export function createBudget(source: PermitSource, options: BudgetOptions = {}): Budget {
  requireFunction("source", source);
  checkOptions(options, BUDGET_OPTIONS);
  const { perMinute = DOCUMENTED_PER_MINUTE, clock = systemClock } = options;
  const asking: Record<PermitPriority, Asking> = { interactive: newAsking(), bulk: newAsking() };
  const waiting = new Set<Waiter>();
  let holder: string | undefined;
  let held: Held[] = [];
  let pausedUntil = -Infinity;
  let unreachableUntil = -Infinity;
  let answeredAt = -Infinity;

  const time = () => monotonicTime(clock);

  function usable(priority: PermitPriority): Held | undefined {
    const now = time();
    const all = held.filter((of) => isUsable(of, now));
    return all.find(({ grant }) => grant.priority === priority) ??
      (priority === "interactive" ? all[0] : undefined);
  }

  function use(of: Held): () => void {
    of.left -= 1;
    of.lastUsedAt = time();
    let given = false;
    return () => {
      if (!given) of.left += 1;
      given = true;
    };
  }

  /** What was used of the grants of the last minute. */
  function used(): PermitGrant[] {
    const now = time();
    held = held.filter(({ takenAt }) => now < takenAt + REPORTED_FOR_MS);
    return held.map((of) => {
      const { grant, left, takenAt, lastUsedAt } = of;
      if (isUsable(of, now)) return grant;
      // A report stays true: a permit that is given back after this is not used again.
      of.usableUntil = -Infinity;
      const endsAt = Math.min(grant.endsAt, grant.at + lastUsedAt - takenAt);
      return { ...grant, count: grant.count - left, endsAt };
    });
  }

  function nextRequest(priority: PermitPriority): PermitRequest {
    const now = time();
    const own = asking[priority];
    // Only permits that were used up a moment ago show that more are needed than one at a time. Unused ones
    // would count for a minute, unless this holder asks again.
    const last = held.findLast(({ grant }) => grant.priority === priority);
    const isBusy = last?.left === 0 && now < last.lastUsedAt + PERMIT_LIFETIME_MS;
    own.spare = isBusy ? Math.min(2 * own.spare + 1, MOST_PERMITS_AT_ONCE - 1) : 0;
    for (const waiter of waiting) {
      if (now >= waiter.looksAt + ASK_TIMEOUT_MS) waiting.delete(waiter);
    }
    const needed = [...waiting].filter((of) => of.priority === priority).length;
    // Made here, because Workers allow no random values at module scope.
    holder ??= crypto.randomUUID();
    return {
      holder,
      priority,
      count: Math.max(1, needed) + own.spare,
      perMinute,
      grants: used(),
      pause: Math.max(0, pausedUntil - now),
    };
  }

  async function ask(priority: PermitPriority, { signal, emit }: PermitCall): Promise<void> {
    const own = asking[priority];
    const now = time();
    const until = own.until = now + OTHERS_WAIT_MS;
    const request = nextRequest(priority);
    const receive = async () => {
      const { grant, wait = 0 }: Partial<PermitAnswer> = Object(await source(request));
      if (grant?.priority === priority && grant.count > 0) {
        const usableUntil = now + PERMIT_LIFETIME_MS;
        held.push({ grant, takenAt: now, usableUntil, left: grant.count, lastUsedAt: now });
      } else if (wait > 0 && wait < Infinity) {
        own.againAt = time() + wait;
      } else {
        throw new TypeError("the response has neither permits nor a time to wait");
      }
      answeredAt = time();
    };
    const deadline = startDeadline({ timeout: ASK_TIMEOUT_MS, clock, signal });
    // Not `remaining()`: a timer may fire a little before the deadline.
    let isLate = true;
    try {
      // Also an answer that comes after the caller has left is kept: its permits count.
      await deadline.guard("response", () => receive().finally(() => isLate = false));
    } catch (error) {
      signal.throwIfAborted();
      // Another caller got a response in the meantime: only this one is lost.
      if (isLate && answeredAt > now) return;
      unreachableUntil = time() + UNREACHABLE_MS;
      const reason = isLate ? `no response within ${ASK_TIMEOUT_MS} ms` : messageOf(error);
      emit({ type: "budget", outcome: "failed", reason });
    } finally {
      // Another caller may have asked in the meantime.
      if (own.until === until) own.until = -Infinity;
    }
  }

  return {
    async take(call) {
      const { priority, timeout, signal } = call;
      const own = asking[priority];
      const givesUpAt = time() + timeout;
      const waiter: Waiter = { priority, looksAt: time() };
      try {
        for (;;) {
          signal.throwIfAborted();
          const found = usable(priority);
          if (found !== undefined) return use(found);
          const now = time();
          if (now < unreachableUntil) return () => {};
          const isAsked = now < own.until;
          const wait = isAsked ? POLL_MS : own.againAt - now;
          waiter.looksAt = now + Math.max(0, wait);
          waiting.add(waiter);
          if (wait <= 0) {
            await ask(priority, call);
            continue;
          }
          if (!isAsked && now + wait >= givesUpAt) {
            const ms = Math.ceil(wait);
            throw waitTooLong(
              `The request would wait ${ms} ms or more for the shared budget`,
              wait,
            );
          }
          await clock.sleep(wait, signal);
        }
      } finally {
        waiting.delete(waiter);
      }
    },
    limited(retryAfter) {
      // A Retry-After of 0 says nothing.
      const pause = Math.min(retryAfter || PAUSE_MS, LONGEST_PAUSE_MS);
      pausedUntil = Math.max(pausedUntil, time() + pause);
    },
  };
}

function newAsking(): Asking {
  return { until: -Infinity, againAt: -Infinity, spare: 0 };
}

function isUsable({ left, usableUntil }: Held, now: number): boolean {
  return left > 0 && now < usableUntil;
}

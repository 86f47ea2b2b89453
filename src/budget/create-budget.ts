import { expectFunction, expectPositive } from "../support/option-checks.ts";
import { callAfter, type Clock, monotonicTime, systemClock } from "../clock.ts";
import { RateLimitError } from "../errors/rate-limit-error.ts";
import { onAbort } from "../http/abort.ts";
import type { Budget, PermitCall, PermitPriority } from "./budget.ts";
import {
  MOST_PERMITS_AT_ONCE,
  PERMIT_LIFETIME_MS,
  type PermitAnswer,
  type PermitGrant,
  type PermitRequest,
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

/** The permits of one grant. */
interface Pack {
  readonly grant: PermitGrant;
  /** When they were requested, on the holder's clock: a little before they were granted. */
  readonly takenAt: number;
  left: number;
  lastUsedAt: number;
}

/** What a holder knows about the permits for one priority. */
interface Lane {
  /** Until when a request for permits is on its way. After that, its caller may have left. */
  askingUntil: number;
  /** When to ask again. */
  askAgainAt: number;
  /** How many permits to take in addition to those that are needed now. */
  spare: number;
}

const DOCUMENTED_PER_MINUTE = 100;
const ASK_TIMEOUT_MS = 5_000;
/** How long requests are sent without permits after the place could not be reached. */
const UNREACHABLE_MS = 5_000;
// How often a caller looks whether another caller's request for permits has ended.
const POLL_MS = 20;
// After a 429 without Retry-After.
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
// What was used must be told for as long as it counts.
const TOLD_FOR_MS = 62_000;

/**
 * Creates a budget that clients share through a place that all of them can reach. Each process or isolate
 * takes a few permits at a time. Permits lapse after five seconds.
 *
 * On Workers a promise belongs to one request. So callers share only data: a caller that finds no permit, and
 * no request for permits on its way, sends one.
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
  const { perMinute = DOCUMENTED_PER_MINUTE, clock = systemClock } = options;
  expectFunction("source", source);
  expectPositive("perMinute", perMinute);
  const lanes: Record<PermitPriority, Lane> = { interactive: newLane(), bulk: newLane() };
  /** The callers that wait, and when they look again. On Workers some of them may have left. */
  const waiting = new Map<object, { priority: PermitPriority; looksAt: number }>();
  let holder: string | undefined;
  let packs: Pack[] = [];
  let pausedUntil = -Infinity;
  let unreachableUntil = -Infinity;

  const time = () => monotonicTime(clock);

  function usablePack(priority: PermitPriority): Pack | undefined {
    const now = time();
    const usable = packs.filter(({ left, takenAt }) =>
      left > 0 && now < takenAt + PERMIT_LIFETIME_MS
    );
    return usable.find(({ grant }) => grant.priority === priority) ??
      (priority === "interactive" ? usable[0] : undefined);
  }

  function use(pack: Pack): () => void {
    pack.left -= 1;
    pack.lastUsedAt = time();
    let given = false;
    return () => {
      if (!given) pack.left += 1;
      given = true;
    };
  }

  /** What was used of the grants of the last minute. */
  function used(): PermitGrant[] {
    const now = time();
    packs = packs.filter(({ takenAt }) => now < takenAt + TOLD_FOR_MS);
    return packs.map(({ grant, left, takenAt, lastUsedAt }) => {
      const isOpen = left > 0 && now < takenAt + PERMIT_LIFETIME_MS;
      if (isOpen) return grant;
      const endsAt = Math.min(grant.endsAt, grant.at + lastUsedAt - takenAt);
      return { ...grant, count: grant.count - left, endsAt };
    });
  }

  async function ask(priority: PermitPriority, { signal, emit }: PermitCall): Promise<void> {
    const lane = lanes[priority];
    const now = time();
    lane.askingUntil = now + ASK_TIMEOUT_MS;
    // Only permits that were used up a moment ago show that more are needed than one at a time. Unused ones
    // would count for a minute, unless this holder asks again.
    const last = packs.findLast(({ grant }) => grant.priority === priority);
    const isBusy = last?.left === 0 && now < last.lastUsedAt + PERMIT_LIFETIME_MS;
    lane.spare = isBusy ? Math.min(2 * lane.spare + 1, MOST_PERMITS_AT_ONCE - 1) : 0;
    const needed = [...waiting.values()].filter((of) =>
      of.priority === priority && now < of.looksAt + ASK_TIMEOUT_MS
    );
    // Made here, because Workers allow no random values at module scope.
    holder ??= crypto.randomUUID();
    const request: PermitRequest = {
      holder,
      priority,
      count: Math.max(1, needed.length) + lane.spare,
      perMinute,
      grants: used(),
      pause: Math.max(0, pausedUntil - now),
    };
    try {
      const { grant, wait } = await answerOf(source(request), clock, signal);
      if (grant === undefined) lane.askAgainAt = time() + wait;
      else packs.push({ grant, takenAt: now, left: grant.count, lastUsedAt: now });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      unreachableUntil = time() + UNREACHABLE_MS;
      const reason = error instanceof Error ? error.message : String(error);
      emit({ type: "budget", outcome: "unreachable", reason });
    } finally {
      lane.askingUntil = -Infinity;
    }
  }

  return {
    async take(call) {
      const { priority, timeout, signal } = call;
      const lane = lanes[priority];
      const givesUpAt = time() + timeout;
      const waiter = { priority, looksAt: time() };
      waiting.set(waiter, waiter);
      try {
        for (;;) {
          const pack = usablePack(priority);
          if (pack !== undefined) return use(pack);
          const now = time();
          if (now < unreachableUntil) return () => {};
          const wait = now < lane.askingUntil ? POLL_MS : lane.askAgainAt - now;
          if (wait <= 0) {
            await ask(priority, call);
            continue;
          }
          if (now + wait >= givesUpAt) throw outOfTime(lane.askAgainAt - now);
          waiter.looksAt = now + wait;
          await clock.sleep(wait, signal);
        }
      } finally {
        waiting.delete(waiter);
      }
    },
    limited(retryAfter = PAUSE_MS) {
      pausedUntil = Math.max(pausedUntil, time() + Math.min(retryAfter, LONGEST_PAUSE_MS));
    },
  };
}

function newLane(): Lane {
  return { askingUntil: -Infinity, askAgainAt: -Infinity, spare: 0 };
}

/** The answer, or an error after a while, or when the signal aborts. */
async function answerOf(
  answer: Promise<PermitAnswer>,
  clock: Clock,
  signal: AbortSignal,
): Promise<PermitAnswer> {
  return await new Promise((resolve, reject) => {
    const stopTimer = callAfter(clock, ASK_TIMEOUT_MS, () => {
      end();
      reject(new Error(`No response within ${ASK_TIMEOUT_MS} ms`));
    });
    const stopListening = onAbort(signal, () => {
      end();
      reject(signal.reason);
    });
    const end = () => {
      stopTimer();
      stopListening();
    };
    answer.then(resolve, reject).finally(end);
  });
}

function outOfTime(retryAfter: number): RateLimitError {
  return new RateLimitError(
    "The request would wait for the shared budget longer than its deadline allows",
    {
      retryAfter: Math.max(0, retryAfter),
      remedy: "The requests of this minute are used up. Wait, or set a longer timeout.",
    },
  );
}

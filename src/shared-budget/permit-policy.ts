import { describeValue } from "../support/describe-value.ts";
import type { PermitPriority } from "./budget.ts";

/** Permits for a number of requests that one holder took together. */
export interface PermitGrant {
  /** Identifies it. */
  id: string;
  /** What they are for. */
  priority: PermitPriority;
  /** How many. When a holder gives some back, only those that it used. */
  count: number;
  /** When they were granted, in milliseconds on the budget's clock. */
  at: number;
  /** When the last of them is used at the latest, in milliseconds on the budget's clock. */
  endsAt: number;
}

/** A holder asks for permits. A holder is one process or one isolate. */
export interface PermitRequest {
  /** Identifies the holder. */
  holder: string;
  /** What the permits are for. */
  priority: PermitPriority;
  /** How many permits it can use now. 0 only gives permits back. */
  count: number;
  /** The budget: the number of requests a minute. */
  perMinute: number;
  /**
   * What the holder has used of its grants of the last minute. So unused permits come back, and a budget
   * that has lost its state learns what was spent.
   */
  grants: PermitGrant[];
  /** How long all holders must wait because one got a 429, in milliseconds: at most a minute, 0 for not at all. */
  pause: number;
}

/** The response to a {@linkcode PermitRequest}: permits, or how long to wait before asking again. */
export interface PermitAnswer {
  /** The permits; absent when the holder must wait. */
  grant?: PermitGrant | undefined;
  /** When to ask again, in milliseconds from now. 0 with a grant. */
  wait: number;
}

/** A holder that waits for permits. */
export interface PermitWaiter {
  /** The holder. */
  holder: string;
  /** What it waits for. */
  priority: PermitPriority;
  /** How many permits it wants. */
  count: number;
  /** When it asks again at the latest. Later, its place is lost. */
  until: number;
}

/** What a budget remembers. It is plain data, so any store can keep it. */
export interface PermitState {
  /** When this state was created. */
  startedAt: number;
  /** The grants that still count. */
  grants: PermitGrant[];
  /** The holders that wait, in the order of their first request. */
  waiting: PermitWaiter[];
  /** Until when no permits are granted. */
  pausedUntil: number;
}

/** How long a permit is valid, in milliseconds. */
export const PERMIT_LIFETIME_MS: number = 5_000;
/** How many permits a holder gets at once. */
export const MOST_PERMITS_AT_ONCE = 5;
/**
 * How long a request counts after it was sent, in milliseconds. Requests that are sent a minute apart may arrive
 * within less than a minute.
 */
export const WINDOW_MS: number = 60_600;
/** How long a 429 stops all holders at most, in milliseconds. */
export const LONGEST_PAUSE_MS: number = 60_000;

// A holder asks at least this often. So a budget that has lost its state soon knows what was spent.
const LONGEST_WAIT_MS = 5_000;
const SHORTEST_WAIT_MS = 20;
// For the time between a holder's wait and its next request.
const GRACE_MS = 2_000;
// Bulk work gets at most a tenth of the budget in a tenth of the minute. So it does not use up the minute in
// its first seconds, and an interactive call waits only for the next of the permits that become free all the time.
const BULK_STEPS = 10;
// The object that grants the permits requests the token, and that request may count, too (A).
const KEPT_FOR_TOKEN = 1;

/** Creates the state of a budget that nobody has used. */
export function newPermitState(now: number): PermitState {
  return { startedAt: now, grants: [], waiting: [], pausedUntil: now };
}

/**
 * Answers a request for permits and changes the state. In every period of a minute, at most `perMinute`
 * permits are used, whenever within their lifetime the holders use them. It uses no clock and no random
 * values.
 *
 * @param state The budget's state.
 * @param request The request.
 * @param now The current time on the budget's clock, in milliseconds. If the clock is set back, what was granted
 * before counts for a minute more.
 * @param id The ID for a new grant.
 * @throws {TypeError} When the request is not one that a holder sends. The state is not changed.
 */
export function answerPermitRequest(
  state: PermitState,
  request: PermitRequest,
  now: number,
  id: string,
): PermitAnswer {
  checkRequest(request);
  forget(state, now);
  learn(state, request.grants, now);
  const pause = Math.min(request.pause, LONGEST_PAUSE_MS);
  if (pause > 0) state.pausedUntil = Math.max(state.pausedUntil, now + pause);
  const { holder, priority, count } = request;
  const isMine = (of: PermitWaiter) => of.holder === holder && of.priority === priority;
  const before = state.waiting.find(isMine);
  if (count === 0) {
    state.waiting = state.waiting.filter((of) => !isMine(of));
    return { wait: 0 };
  }
  const free = freePermits(state, request, before, now);
  if (free > 0) {
    const granted = Math.min(count, free, MOST_PERMITS_AT_ONCE);
    const grant = { id, priority, count: granted, at: now, endsAt: latestEnd(now) };
    state.grants.push(grant);
    state.waiting = state.waiting.filter((of) => !isMine(of));
    // A copy: the state changes its own, and in one process the holder would see that.
    return { grant: { ...grant }, wait: 0 };
  }
  const wait = waitFor(state, request, before, now);
  const until = now + wait + GRACE_MS;
  if (before === undefined) state.waiting.push({ holder, priority, count, until });
  else Object.assign(before, { count, until });
  return { wait };
}

/** Counts permits that are used without a request for them. */
export function countPermits(state: PermitState, count: number, now: number, id: string): void {
  forget(state, now);
  state.grants.push({ id, priority: "interactive", count, at: now, endsAt: now });
}

/** The state outlives the request, so a wrong value in it would stop all holders. */
function checkRequest({ holder, priority, count, perMinute, pause, grants }: PermitRequest): void {
  const isPriority = priority === "interactive" || priority === "bulk";
  expectValue("holder", holder, "a string", typeof holder === "string");
  expectValue("priority", priority, '"interactive" or "bulk"', isPriority);
  expectValue("count", count, "0, 1, 2, …", Number.isInteger(count) && count >= 0);
  expectValue("perMinute", perMinute, "1, 2, 3, …", Number.isInteger(perMinute) && perMinute >= 1);
  expectValue("pause", pause, "0 or more", Number.isFinite(pause) && pause >= 0);
  for (const { id, count, at, endsAt } of grants) {
    expectValue("grants.id", id, "a string", typeof id === "string");
    expectValue("grants.count", count, "0, 1, 2, …", Number.isInteger(count) && count >= 0);
    expectValue("grants.at", at, "a number", Number.isFinite(at));
    expectValue("grants.endsAt", endsAt, "a number", Number.isFinite(endsAt));
  }
}

function expectValue(name: string, value: unknown, expected: string, isRight: boolean): void {
  if (isRight) return;
  throw new TypeError(`${name}: expected ${expected}, got ${describeValue(value)}`);
}

/** Removes what no longer counts. Nothing is later than it can be, even if the clock was set back. */
function forget(state: PermitState, now: number): void {
  state.startedAt = Math.min(state.startedAt, now);
  state.pausedUntil = Math.min(state.pausedUntil, now + LONGEST_PAUSE_MS);
  for (const grant of state.grants) grant.endsAt = Math.min(grant.endsAt, latestEnd(now));
  for (const of of state.waiting) of.until = Math.min(of.until, now + LONGEST_WAIT_MS + GRACE_MS);
  state.grants = state.grants.filter((of) => now < of.endsAt + WINDOW_MS);
  state.waiting = state.waiting.filter((of) => now < of.until);
}

/** When a permit that was granted by now is used at the latest. */
function latestEnd(now: number): number {
  return now + PERMIT_LIFETIME_MS;
}

/** Enters what a holder used of its grants. */
function learn(state: PermitState, grants: readonly PermitGrant[], now: number): void {
  for (const reported of grants) {
    const known = state.grants.find(({ id }) => id === reported.id);
    if (known !== undefined) {
      known.count = Math.min(known.count, reported.count);
      known.endsAt = Math.min(known.endsAt, reported.endsAt);
    } else if (reported.count > 0 && now < reported.endsAt + WINDOW_MS) {
      state.grants.push({ ...reported, endsAt: Math.min(reported.endsAt, latestEnd(now)) });
      // The state was lost. It grants nothing until the other holders have reported theirs, too.
      if (now < state.startedAt + WINDOW_MS) {
        state.pausedUntil = Math.max(state.pausedUntil, state.startedAt + LONGEST_WAIT_MS);
      }
    }
  }
  state.grants = state.grants.filter(({ count }) => count > 0);
}

function freePermits(
  state: PermitState,
  { priority, perMinute }: PermitRequest,
  mine: PermitWaiter | undefined,
  now: number,
): number {
  if (now < state.pausedUntil) return 0;
  const free = limitOf(priority, perMinute) - sum(state.grants) - ahead(state, priority, mine);
  if (priority === "interactive") return free;
  return Math.min(free, stepOf(perMinute) - sum(recentBulk(state, now)));
}

/** After which time there is a permit, but not longer than a holder may wait before it asks again. */
function waitFor(
  state: PermitState,
  { priority, perMinute }: PermitRequest,
  mine: PermitWaiter | undefined,
  now: number,
): number {
  let at = Math.max(now, state.pausedUntil);
  let missing = sum(state.grants) + ahead(state, priority, mine) + 1 -
    limitOf(priority, perMinute);
  for (const grant of state.grants.toSorted((a, b) => a.endsAt - b.endsAt)) {
    if (missing <= 0) break;
    missing -= grant.count;
    at = Math.max(at, grant.endsAt + WINDOW_MS);
  }
  if (missing > 0) at = Infinity;
  if (priority === "bulk") {
    let over = sum(recentBulk(state, now)) + 1 - stepOf(perMinute);
    for (const grant of recentBulk(state, now)) {
      if (over <= 0) break;
      over -= grant.count;
      at = Math.max(at, grant.at + WINDOW_MS / BULK_STEPS);
    }
  }
  return Math.min(Math.max(at - now, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
}

/** How many permits there are for a priority. Bulk work leaves some for interactive calls. */
function limitOf(priority: PermitPriority, perMinute: number): number {
  const limit = Math.max(1, perMinute - KEPT_FOR_TOKEN);
  return priority === "interactive" ? limit : Math.max(1, limit - Math.floor(perMinute / 20));
}

function stepOf(perMinute: number): number {
  return Math.ceil(perMinute / BULK_STEPS);
}

/** How many permits the holders want that come before this one: interactive ones first. */
function ahead(
  { waiting }: PermitState,
  priority: PermitPriority,
  mine: PermitWaiter | undefined,
): number {
  const same = waiting.filter((of) => of.priority === priority);
  const earlier = mine === undefined ? same : same.slice(0, same.indexOf(mine));
  const interactive = priority === "bulk"
    ? waiting.filter((of) => of.priority === "interactive")
    : [];
  return sum([...earlier, ...interactive].map(({ count }) => ({
    count: Math.min(count, MOST_PERMITS_AT_ONCE),
  })));
}

function recentBulk({ grants }: PermitState, now: number): PermitGrant[] {
  return grants.filter((of) => of.priority === "bulk" && now < of.at + WINDOW_MS / BULK_STEPS);
}

function sum(of: readonly { count: number }[]): number {
  return of.reduce((total, { count }) => total + count, 0);
}

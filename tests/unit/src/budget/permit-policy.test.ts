import { expect, test } from "bun:test";
import {
  answerPermitRequest,
  MOST_PERMITS_AT_ONCE,
  newPermitState,
  PERMIT_LIFETIME_MS,
  type PermitGrant,
  type PermitRequest,
  type PermitState,
} from "../../../../src/budget/permit-policy.ts";
import { seededRandom } from "../../seeded-random.ts";

const MINUTE = 60_000;
let ids = 0;

/** Asks for permits, and returns the answer. */
function ask(state: PermitState, now: number, over: Partial<PermitRequest> = {}) {
  const request: PermitRequest = {
    holder: "one",
    priority: "interactive",
    count: 1,
    perMinute: 100,
    grants: [],
    pause: 0,
    ...over,
  };
  return answerPermitRequest(state, request, now, `grant ${++ids}`);
}

/** Takes all permits there are now, and returns their grants. */
function takeAll(state: PermitState, now: number, over: Partial<PermitRequest> = {}) {
  const taken: PermitGrant[] = [];
  for (;;) {
    const { grant } = ask(state, now, { count: MOST_PERMITS_AT_ONCE, holder: "greedy", ...over });
    if (grant === undefined) break;
    taken.push(grant);
  }
  // Leaves the queue.
  ask(state, now, { holder: "greedy", ...over, count: 0 });
  return taken;
}

const sum = (grants: readonly PermitGrant[]) => grants.reduce((all, of) => all + of.count, 0);

test("a holder gets a few permits at a time, and all permits but one are there at once", () => {
  const state = newPermitState(0);
  const taken = takeAll(state, 0);
  expect(Math.max(...taken.map(({ count }) => count))).toBe(MOST_PERMITS_AT_ONCE);
  expect(sum(taken)).toBe(99);
});

test("no minute has more than the budget, whenever permits are used, given back or lost", () => {
  const random = seededRandom(7);
  for (const perMinute of [3, 40, 100]) {
    const state = newPermitState(0);
    const used: number[] = [];
    const held = new Map<string, PermitGrant[]>();
    let now = 0;
    for (let i = 0; i < 4_000; i++) {
      now += Math.floor(random() * 400);
      const holder = `holder ${Math.floor(random() * 8)}`;
      // Some holders die and forget their grants.
      if (random() < 0.02) held.delete(holder);
      const grants = held.get(holder) ?? [];
      const { grant } = ask(state, now, {
        holder,
        priority: random() < 0.5 ? "bulk" : "interactive",
        count: 1 + Math.floor(random() * 6),
        perMinute,
        grants,
      });
      if (grant === undefined) continue;
      // Uses some of them, at any time of their lifetime.
      const count = Math.floor(random() * (grant.count + 1));
      const times = Array.from({ length: count }, () => now + random() * PERMIT_LIFETIME_MS);
      used.push(...times);
      held.set(holder, [...grants, { ...grant, count, endsAt: Math.max(now, ...times) }]);
    }
    used.sort((a, b) => a - b);
    for (const [i, from] of used.entries()) {
      const until = used.findIndex((at) => at >= from + MINUTE);
      if (until < 0) break;
      expect(until - i).toBeLessThanOrEqual(perMinute);
    }
    expect(used.length).toBeGreaterThan(perMinute);
  }
});

test("unused permits come back when their holder says so, others lapse", () => {
  const state = newPermitState(0);
  const [first, ...others] = takeAll(state, 0);
  if (first === undefined) throw new Error("no grant");
  expect(ask(state, 1_000).grant).toBeUndefined();
  ask(state, 1_000, { count: 0 });
  const told = [{ ...first, count: first.count - 2 }];
  expect(sum(takeAll(state, 1_000, { grants: told }))).toBe(2);
  // Nobody says anything about the others: they count until a minute after their last possible use.
  expect(takeAll(state, PERMIT_LIFETIME_MS + MINUTE)).toEqual([]);
  expect(sum(takeAll(state, PERMIT_LIFETIME_MS + MINUTE + 600))).toBe(sum(others) + 3);
});

test("interactive calls come before bulk work, whoever asked first", () => {
  const state = newPermitState(0);
  const [first] = takeAll(state, 0);
  if (first === undefined) throw new Error("no grant");
  expect(ask(state, 10, { holder: "import", priority: "bulk" }).grant).toBeUndefined();
  expect(ask(state, 20, { holder: "page" }).grant).toBeUndefined();
  const told = [{ ...first, count: first.count - 1 }];
  const bulk = ask(state, 30, { holder: "import", priority: "bulk", grants: told });
  expect(bulk.grant).toBeUndefined();
  expect(ask(state, 40, { holder: "page" }).grant?.count).toBe(1);
});

test("bulk work takes its time, and leaves some permits to interactive calls", () => {
  const state = newPermitState(0);
  expect(sum(takeAll(state, 0, { priority: "bulk" }))).toBe(10);
  let taken = 10;
  for (let now = 0; now < MINUTE; now += 500) {
    taken += sum(takeAll(state, now, { priority: "bulk" }));
  }
  expect(taken).toBe(94);
  expect(sum(takeAll(state, MINUTE - 500))).toBe(5);
});

test("holders that wait get permits in turn, and one that does not come back loses its place", () => {
  const state = newPermitState(0);
  const taken = takeAll(state, 0);
  expect(ask(state, 0, { holder: "dead" }).wait).toBeGreaterThan(0);
  expect(ask(state, 1, { holder: "second" }).wait).toBeGreaterThan(0);
  const told = taken.slice(0, 1).map((of) => ({ ...of, count: of.count - 1 }));
  // One permit, and the dead holder is before the second.
  expect(ask(state, 2, { holder: "second", grants: told }).grant).toBeUndefined();
  expect(ask(state, 5_002, { holder: "second" }).grant).toBeUndefined();
  expect(ask(state, 8_000, { holder: "second" }).grant?.count).toBe(1);
});

test("after a 429 nobody gets permits for as long as the server said", () => {
  const state = newPermitState(0);
  expect(ask(state, 0, { pause: 30_000 }).wait).toBe(5_000);
  expect(ask(state, 29_999, { holder: "other" }).grant).toBeUndefined();
  expect(ask(state, 30_000).grant?.count).toBe(1);
});

test("a budget that lost its state learns from its holders, and waits until they have told it", () => {
  const before = newPermitState(0);
  const holders = Array.from({ length: 9 }, (_, i) => `holder ${i}`);
  const grants = holders.map((holder) => takeAll(before, 0, { holder }).slice(0, 2));
  const spent = sum(grants.flat());
  const state = newPermitState(1_000);
  for (const [i, holder] of holders.entries()) {
    const { grant } = ask(state, 1_000 + i * 500, { holder, grants: grants[i] ?? [] });
    expect(grant).toBeUndefined();
  }
  for (const holder of holders) ask(state, 5_500, { holder, count: 0 });
  expect(sum(takeAll(state, 6_000))).toBe(99 - spent);
});

test("the state is plain data", () => {
  const state = newPermitState(0);
  takeAll(state, 0);
  ask(state, 0, { holder: "waits" });
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});

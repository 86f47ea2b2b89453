import { expect, test } from "bun:test";
import {
  answerPermitRequest,
  countPermits,
  MOST_PERMITS_AT_ONCE,
  newPermitState,
  PERMIT_LIFETIME_MS,
  type PermitGrant,
  type PermitRequest,
  type PermitState,
} from "../../../../src/shared-budget/permit-policy.ts";
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

test("a grant of a holder stays as it is, whatever the state learns about it", () => {
  const state = newPermitState(0);
  const { grant } = ask(state, 0, { count: 3 });
  if (grant === undefined) throw new Error("no grant");
  ask(state, 1_000, { grants: [{ ...grant, count: 1, endsAt: 500 }] });
  expect(grant).toMatchObject({ count: 3, endsAt: PERMIT_LIFETIME_MS });
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

test("after the clock was set back, what was granted before counts for a minute more, not for longer", () => {
  const hour = 60 * MINUTE;
  const state = newPermitState(hour);
  const taken = takeAll(state, hour, { priority: "bulk" });
  ask(state, hour, { holder: "paused", pause: MINUTE });
  expect(ask(state, 0, { grants: taken }).grant).toBeUndefined();
  expect(ask(state, MINUTE).grant?.count).toBe(1);
  expect(sum(takeAll(state, MINUTE))).toBe(98 - sum(taken));
  expect(sum(takeAll(state, PERMIT_LIFETIME_MS + MINUTE + 600))).toBe(sum(taken));
});

test("a holder that tells of a grant without a used permit does not stop a new budget", () => {
  const unused = { id: "a", priority: "interactive", count: 0, at: 0, endsAt: 0 } as const;
  expect(ask(newPermitState(0), 0, { grants: [unused] }).grant?.count).toBe(1);
});

const grant: PermitGrant = { id: "a", priority: "interactive", count: 1, at: 0, endsAt: 0 };
test.each<[string, Partial<PermitRequest>]>([
  ["count: expected 0, 1, 2, …, got NaN", { count: NaN }],
  ["count: expected 0, 1, 2, …, got 0.5", { count: 0.5 }],
  ["count: expected 0, 1, 2, …, got -1", { count: -1 }],
  ["perMinute: expected 1, 2, 3, …, got 0", { perMinute: 0 }],
  ["perMinute: expected 1, 2, 3, …, got Infinity", { perMinute: Infinity }],
  ["pause: expected 0 or more, got -1", { pause: -1 }],
  ["pause: expected 0 or more, got Infinity", { pause: Infinity }],
  ["grants.count: expected 0, 1, 2, …, got -5", { grants: [{ ...grant, count: -5 }] }],
  ["grants.id: expected a string, got undefined", {
    grants: [Object({ ...grant, id: undefined })],
  }],
  ["holder: expected a string, got 1", { holder: Object(1) }],
  ['priority: expected "interactive" or "bulk", got "urgent"', Object({ priority: "urgent" })],
  ["grants.at: expected a number, got NaN", { grants: [{ ...grant, at: NaN }] }],
  ["grants.endsAt: expected a number, got Infinity", { grants: [{ ...grant, endsAt: Infinity }] }],
])("a request with a wrong value is refused, and changes nothing: %s", (message, over) => {
  const state = newPermitState(0);
  takeAll(state, 0);
  const before = structuredClone(state);
  expect(() => ask(state, 1_000, over)).toThrow(message);
  expect(state).toEqual(before);
});

test("the state is plain data", () => {
  const state = newPermitState(0);
  takeAll(state, 0);
  ask(state, 0, { holder: "waits" });
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});

test("a new state has no grants and no pause", () => {
  expect(newPermitState(7)).toEqual({ startedAt: 7, grants: [], waiting: [], pausedUntil: 7 });
});

test("a grant has its own ID, priority, number and time", () => {
  const state = newPermitState(0);
  const request: PermitRequest = {
    holder: "one",
    priority: "bulk",
    count: 2,
    perMinute: 100,
    grants: [],
    pause: 0,
  };
  const grant: PermitGrant = { id: "a", priority: "bulk", count: 2, at: 10, endsAt: 5_010 };
  expect(answerPermitRequest(state, request, 10, "a")).toEqual({ grant, wait: 0 });
  expect(state.grants).toEqual([grant]);
});

test("permits that are counted without a request are used at once", () => {
  const state = newPermitState(0);
  countPermits(state, 30, 1_000, "token");
  expect(state.grants).toEqual([
    { id: "token", priority: "interactive", count: 30, at: 1_000, endsAt: 1_000 },
  ]);
  expect(sum(takeAll(state, 1_000))).toBe(69);
  expect(takeAll(state, 1_000 + MINUTE + 599)).toEqual([]);
  expect(sum(takeAll(state, 1_000 + MINUTE + 600))).toBe(30);
});

test("a holder can only lower what its grants count", () => {
  const state = newPermitState(0);
  const { grant } = ask(state, 0, { count: 3 });
  if (grant === undefined) throw new Error("no grant");
  const told = (over: Partial<PermitGrant>) => {
    ask(state, 1_000, { count: 0, grants: [{ ...grant, ...over }] });
    return state.grants.map(({ count, endsAt }) => [count, endsAt]);
  };
  expect(told({ count: 9, endsAt: 9_000 })).toEqual([[3, 5_000]]);
  expect(told({ count: 2, endsAt: 4_000 })).toEqual([[2, 4_000]]);
  expect(told({ count: 3, endsAt: 4_500 })).toEqual([[2, 4_000]]);
  expect(told({ count: 0 })).toEqual([]);
});

test("a grant that is told after it stopped counting is not entered", () => {
  const state = newPermitState(0);
  const grant: PermitGrant = { id: "old", priority: "bulk", count: 4, at: 0, endsAt: 5_000 };
  ask(state, 65_600, { count: 0, grants: [grant] });
  expect(state.grants).toEqual([]);
  ask(state, 65_599, { count: 0, grants: [grant] });
  expect(state.grants).toEqual([grant]);
  // A copy: what happens to the request afterwards changes nothing.
  expect(state.grants[0]).not.toBe(grant);
});

test("only a state that is younger than a minute waits when it is told of an unknown grant", () => {
  const at = (startedAt: number, now: number) => {
    const state = newPermitState(startedAt);
    const grant: PermitGrant = { id: "x", priority: "bulk", count: 1, at: now, endsAt: now };
    ask(state, now, { count: 0, grants: [grant] });
    return state.pausedUntil;
  };
  expect(at(100, 200)).toBe(5_100);
  expect(at(100, 100 + 60_599)).toBe(5_100);
  expect(at(100, 100 + 60_600)).toBe(100);
});

test("a pause never becomes shorter, and a request without one changes nothing", () => {
  const state = newPermitState(0);
  ask(state, 0, { count: 0, pause: 20_000 });
  ask(state, 1_000, { count: 0, pause: 5_000 });
  ask(state, 25_000, { count: 0, pause: 0 });
  expect(state.pausedUntil).toBe(20_000);
  const grant: PermitGrant = { id: "x", priority: "bulk", count: 1, at: 0, endsAt: 0 };
  ask(state, 2_000, { count: 0, grants: [grant] });
  expect(state.pausedUntil).toBe(20_000);
});

test("to give permits back needs no wait, and ends only the same holder's wait for the same priority", () => {
  const state = newPermitState(0);
  takeAll(state, 0);
  ask(state, 0, { holder: "a" });
  ask(state, 0, { holder: "a", priority: "bulk" });
  ask(state, 0, { holder: "b" });
  expect(ask(state, 0, { holder: "a", count: 0 })).toEqual({ wait: 0 });
  expect(state.waiting.map(({ holder, priority }) => [holder, priority]))
    .toEqual([["a", "bulk"], ["b", "interactive"]]);
});

test("a holder that asks again keeps its place, and changes its number and its time", () => {
  const state = newPermitState(0);
  countPermits(state, 99, 0, "all");
  ask(state, 0, { holder: "a" });
  ask(state, 10, { holder: "b", count: 2 });
  ask(state, 20, { holder: "a", count: 4 });
  expect(state.waiting).toEqual([
    { holder: "a", priority: "interactive", count: 4, until: 7_020 },
    { holder: "b", priority: "interactive", count: 2, until: 7_010 },
  ]);
  // One that gets permits no longer waits.
  expect(ask(state, 60_600, { holder: "a", count: 1 }).grant?.count).toBe(1);
  expect(state.waiting).toEqual([]);
});

test("a place in the queue is lost at its time", () => {
  const state = newPermitState(0);
  countPermits(state, 99, 0, "all");
  ask(state, 0, { holder: "a" });
  ask(state, 6_999, { holder: "b", count: 0 });
  expect(state.waiting.length).toBe(1);
  ask(state, 7_000, { holder: "b", count: 0 });
  expect(state.waiting).toEqual([]);
});

test("a wait ends when enough permits are free for those before and for this one", () => {
  const state = newPermitState(0);
  // They end in another order than they were granted in.
  for (const [id, count, endsAt] of [["c", 3, 3_000], ["a", 1, 1_000], ["b", 95, 2_000]] as const) {
    state.grants.push({ id, priority: "interactive", count, at: 0, endsAt });
  }
  const now = 59_000;
  expect(ask(state, now, { holder: "first", count: 3 }).wait).toBe(2_600);
  // It gets at least one permit after the first has its three.
  expect(ask(state, now, { holder: "second" }).wait).toBe(3_600);
  expect(ask(state, now, { holder: "third" }).wait).toBe(3_600);
});

test("a wait is at least 20 ms and at most five seconds", () => {
  const state = newPermitState(0);
  countPermits(state, 99, 0, "all");
  expect(ask(state, 60_590).wait).toBe(20);
  expect(ask(state, 60_570).wait).toBe(30);
  expect(ask(state, 55_000).wait).toBe(5_000);
  expect(ask(state, 55_601).wait).toBe(4_999);
});

test("a wait lasts at least as long as the pause", () => {
  const state = newPermitState(0);
  expect(ask(state, 0, { pause: 3_000 }).wait).toBe(3_000);
  countPermits(state, 99, 0, "all");
  expect(ask(state, 0).wait).toBe(5_000);
});

test("those who come before a holder are counted with at most as many permits as they get at once", () => {
  const state = newPermitState(0);
  countPermits(state, 99, 0, "all");
  ask(state, 60_000, { holder: "many", count: 50 });
  Object.assign(state.grants[0] ?? {}, { count: 93 });
  // Six are free, five of them for the first.
  expect(ask(state, 60_000, { holder: "next", count: 3 }).grant?.count).toBe(1);
});

test("bulk work gets a tenth of the budget in a tenth of the minute", () => {
  const state = newPermitState(0);
  const bulk = { priority: "bulk", holder: "import" } as const;
  for (const [at, count] of [[0, 5], [1_000, 3]] as const) {
    expect(ask(state, at, { ...bulk, count }).grant?.count).toBe(count);
  }
  expect(ask(state, 2_000, { ...bulk, count: 5 }).grant?.count).toBe(2);
  // Interactive permits do not count.
  expect(ask(state, 2_000, { holder: "page", count: 5 }).grant?.count).toBe(5);
  expect(ask(state, 2_000, bulk).wait).toBe(4_060);
  expect(ask(state, 6_059, bulk).wait).toBe(20);
  expect(ask(state, 6_060, { ...bulk, count: 5 }).grant?.count).toBe(5);
  // The next permits are free when the grant of 3 is old enough.
  expect(ask(state, 6_060, bulk).wait).toBe(1_000);
});

test("bulk work waits for the minute, too, not only for its step", () => {
  const state = newPermitState(0);
  countPermits(state, 95, 0, "all");
  expect(ask(state, 58_000, { priority: "bulk" }).wait).toBe(2_600);
  expect(ask(state, 60_600, { priority: "bulk" }).grant?.count).toBe(1);
});

test("interactive calls that wait come before bulk work, and bulk work never before them", () => {
  const state = newPermitState(0);
  countPermits(state, 99, 0, "all");
  ask(state, 100, { holder: "import", priority: "bulk", count: 5 });
  ask(state, 200, { holder: "page", count: 5 });
  Object.assign(state.grants[0] ?? {}, { count: 89 });
  expect(ask(state, 300, { holder: "import", priority: "bulk", count: 5 }).grant).toBeUndefined();
  expect(ask(state, 300, { holder: "page", count: 5 }).grant?.count).toBe(5);
});

for (
  const [perMinute, interactive, bulk] of [
    [1, 1, 1],
    [2, 1, 1],
    [19, 18, 18],
    [20, 19, 18],
    [40, 39, 37],
    [100, 99, 94],
  ] as const
) {
  test(`of ${perMinute} requests a minute ${interactive} are for all calls, ${bulk} for bulk work`, () => {
    expect(sum(takeAll(newPermitState(0), 0, { perMinute }))).toBe(interactive);
    const state = newPermitState(0);
    let taken = 0;
    for (let at = 0; at < MINUTE; at += 500) {
      taken += sum(takeAll(state, at, { perMinute, priority: "bulk" }));
    }
    expect(taken).toBe(bulk);
  });
}

test("a holder that gets permits no longer waits, and the others still do", () => {
  const state = newPermitState(0);
  countPermits(state, 99, 0, "all");
  ask(state, 10, { holder: "a" });
  ask(state, 20, { holder: "b" });
  Object.assign(state.grants[0] ?? {}, { count: 98 });
  expect(ask(state, 30, { holder: "a" }).grant?.count).toBe(1);
  expect(state.waiting.map(({ holder }) => holder)).toEqual(["b"]);
});

test("a wait is the longest one if those before need more than there is", () => {
  const state = newPermitState(0);
  countPermits(state, 1, 0, "all");
  expect(ask(state, 60_000, { holder: "a", count: 5, perMinute: 2 }).wait).toBe(600);
  expect(ask(state, 60_000, { holder: "b", perMinute: 2 }).wait).toBe(5_000);
});

test("what bulk work got does not make an interactive call wait longer", () => {
  const state = newPermitState(0);
  countPermits(state, 84, 0, "all");
  expect(sum(takeAll(state, 58_000, { priority: "bulk" }))).toBe(10);
  countPermits(state, 5, 59_000, "more");
  expect(ask(state, 60_000).wait).toBe(600);
});

test("bulk work waits until just enough of its permits are old", () => {
  const state = newPermitState(0);
  const bulk = { priority: "bulk", holder: "import" } as const;
  for (const [at, count] of [[0, 1], [1_000, 5], [2_000, 4]] as const) {
    expect(ask(state, at, { ...bulk, count }).grant?.count).toBe(count);
  }
  expect(ask(state, 3_000, bulk).wait).toBe(3_060);
});

test("bulk work that waits gets permits in turn", () => {
  const state = newPermitState(0);
  countPermits(state, 94, 0, "all");
  ask(state, 10, { holder: "a", priority: "bulk" });
  ask(state, 20, { holder: "b", priority: "bulk" });
  Object.assign(state.grants[0] ?? {}, { count: 93 });
  expect(ask(state, 30, { holder: "b", priority: "bulk" }).grant).toBeUndefined();
  expect(ask(state, 40, { holder: "a", priority: "bulk" }).grant?.count).toBe(1);
});

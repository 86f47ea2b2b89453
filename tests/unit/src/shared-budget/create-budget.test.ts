import { expect, test } from "bun:test";
import {
  type Budget,
  type ClientEvent,
  type Clock,
  createClient,
  RateLimitError,
} from "../../../../mod.ts";
import {
  createManualClock,
  createMockServer,
  type ManualClock,
} from "../../../../mock-server/mod.ts";
import { createVirtualClock } from "../../../../scripts/lib/scale/virtual-clock.ts";
import { createBudget } from "../../../../src/shared-budget/create-budget.ts";
import {
  answerPermitRequest,
  newPermitState,
  PERMIT_LIFETIME_MS,
  type PermitAnswer,
  type PermitRequest,
  type PermitState,
} from "../../../../src/shared-budget/permit-policy.ts";
import { seededRandom } from "../../seeded-random.ts";
import { passingClock } from "../passing-clock.ts";

/** Permits in memory, the requests for them, and the budget of one holder. */
function createShared(clock: ManualClock, perMinute = 100) {
  const state: PermitState = newPermitState(clock.now());
  const asked: PermitRequest[] = [];
  const holder = () =>
    createBudget(async (request) => {
      asked.push(request);
      return answerPermitRequest(state, request, clock.now(), crypto.randomUUID());
    }, { perMinute, clock });
  return { asked, holder };
}

function take(budget: Budget, over: Partial<Parameters<Budget["take"]>[0]> = {}) {
  const { signal } = new AbortController();
  return budget.take({ priority: "interactive", timeout: Infinity, signal, emit() {}, ...over });
}

test("requests that follow each other take more permits at a time, up to five", async () => {
  const { asked, holder } = createShared(createManualClock());
  const budget = holder();
  for (let i = 0; i < 18; i++) await take(budget);
  expect(asked.map(({ count }) => count)).toEqual([1, 2, 4, 5, 5, 5]);
});

test("requests with pauses between them take one permit each, so that none lapses", async () => {
  const clock = createManualClock();
  const { asked, holder } = createShared(clock);
  const budget = holder();
  for (let i = 0; i < 5; i++) {
    await take(budget);
    await clock.advance("20m");
  }
  expect(asked.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
});

test("requests at once ask for permits together", async () => {
  const { asked, holder } = createShared(createManualClock());
  const budget = holder();
  await Promise.all(Array.from({ length: 8 }, () => take(budget)));
  expect(asked.length).toBeLessThanOrEqual(4);
});

test("permits lapse after their lifetime, and the next request says that they were not used", async () => {
  const clock = createManualClock();
  const { asked, holder } = createShared(clock);
  const budget = holder();
  for (let i = 0; i < 4; i++) await take(budget); // of 1 + 2 + 4
  await clock.advance(PERMIT_LIFETIME_MS);
  await take(budget);
  const told = asked.at(-1);
  expect(told?.count).toBe(1);
  expect(told?.grants.map(({ count }) => count)).toEqual([1, 2, 1]);
  await take(budget);
  expect(asked.at(-1)?.grants.map(({ count }) => count)).toEqual([1, 2, 1, 1]);
});

test("permits that arrive after their caller has left are used by the next one", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const state = newPermitState(clock.now());
  const sending: (() => void)[] = [];
  const budget = createBudget(async (request) => {
    const answer = answerPermitRequest(state, request, clock.now(), crypto.randomUUID());
    await new Promise<void>((resolve) => sending.push(resolve));
    return answer;
  }, { clock });
  const controller = new AbortController();
  const call = take(budget, { signal: controller.signal }).catch((error) => error);
  controller.abort("no longer needed");
  expect(await call).toBe("no longer needed");
  sending.shift()?.();
  await Bun.sleep(0); // the response arrives
  const next = take(budget);
  sending.shift()?.();
  await next;
  expect(state.grants.map(({ count }) => count)).toEqual([1]);
});

test("a permit that is given back after the place was told that it was used is not used again", async () => {
  const { asked, holder } = createShared(createManualClock());
  const budget = holder();
  const giveBack = await take(budget);
  for (let i = 0; i < 2; i++) await take(budget); // the second grant
  expect(asked.at(-1)?.grants.map(({ count }) => count)).toEqual([1]);
  giveBack();
  await take(budget);
  expect(asked.at(-1)?.grants.map(({ count }) => count)).toEqual([0, 2]);
});

test("a permit that is given back is used by the next request", async () => {
  const { asked, holder } = createShared(createManualClock());
  const budget = holder();
  const giveBack = await take(budget);
  giveBack();
  giveBack();
  await take(budget);
  expect(asked.length).toBe(1);
  await take(budget);
  expect(asked.length).toBe(2);
});

test("clients with one budget send no more than it, in any minute", async () => {
  const clock = createManualClock();
  const { holder } = createShared(clock, 30);
  const sent: number[] = [];
  const clients = [1, 2, 3].map(() =>
    createClient({
      token: "a",
      clock,
      rateLimit: holder(),
      timeout: 600_000,
      async fetch() {
        sent.push(clock.now());
        return new Response("{}");
      },
    })
  );
  await Promise.all(clients.flatMap((client) => Array.from({ length: 40 }, () => client.status())));
  expect(sent.length).toBe(120);
  for (const [i, from] of sent.entries()) {
    const inMinute = sent.slice(i).filter((at) => at < from + 60_000);
    expect(inMinute.length).toBeLessThanOrEqual(30);
  }
});

test("a wait that is longer than the deadline fails with a RateLimitError, and nothing is sent", async () => {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Short", description: "No time" });
  const { holder } = createShared(mock.clock, 2);
  const client = createClient({ ...app.clientOptions(), rateLimit: holder(), timeout: 1_000 });
  const error: unknown = await client.status().catch((error) => error);
  expect(error).toBeInstanceOf(RateLimitError);
  expect(mock.journal.count({ path: "/status" })).toBe(0);
});

test("when the place cannot be reached, requests are sent, and an event says so", async () => {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Alone", description: "No budget" });
  let calls = 0;
  const rateLimit = createBudget(() => {
    calls += 1;
    throw new Error("it is gone");
  }, { clock: mock.clock });
  const events: ClientEvent[] = [];
  const onEvent = (event: ClientEvent) => void events.push(event);
  const client = createClient({ ...app.clientOptions(), rateLimit, onEvent });
  await client.status();
  await client.status();
  expect(events.filter(({ type }) => type === "budget")).toEqual([
    { type: "budget", outcome: "failed", reason: "it is gone" },
  ]);
  expect(calls).toBe(1);
});

test.each([
  ["nothing", undefined],
  ["neither permits nor a wait", { wait: 0 }],
  ["a wait that is no number", { wait: NaN }],
  ["an endless wait", { wait: Infinity }],
])("a response with %s counts as none: the place is not asked at once again", async (_, answer) => {
  let calls = 0;
  const clock = createManualClock({ autoAdvance: false });
  const budget = createBudget(async () => {
    calls += 1;
    if (calls > 2) throw new Error("asked again and again");
    return Object(answer);
  }, { clock });
  const events: ClientEvent[] = [];
  const emit = (event: ClientEvent) => void events.push(event);
  await take(budget, { emit });
  await take(budget, { emit });
  expect(calls).toBe(1);
  expect(events).toEqual([{
    type: "budget",
    outcome: "failed",
    reason: "the response has neither permits nor a time to wait",
  }]);
});

test("when the place never responds, requests are sent after five seconds", async () => {
  const clock = passingClock();
  const budget = createBudget(() => new Promise(() => {}), { clock });
  const start = clock.now();
  const events: ClientEvent[] = [];
  await take(budget, { emit: (event) => void events.push(event) });
  expect(clock.now() - start).toBe(5_000);
  expect(events).toEqual([
    { type: "budget", outcome: "failed", reason: "no response within 5000 ms" },
  ]);
});

test("when a response is lost, another caller asks after a second, and the place counts as reachable", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const state = newPermitState(clock.now());
  let calls = 0;
  const budget = createBudget(async (request) => {
    if (++calls === 1) await new Promise(() => {});
    return answerPermitRequest(state, request, clock.now(), crypto.randomUUID());
  }, { clock });
  const events: ClientEvent[] = [];
  const emit = (event: ClientEvent) => void events.push(event);
  const first = take(budget, { emit });
  let done = false;
  const second = take(budget, { emit }).then(() => done = true);
  for (let ms = 0; ms < 1_000; ms += 20) {
    expect(done).toBe(false);
    await clock.advance(20);
  }
  await second;
  for (let second = 1; second <= 4; second++) await clock.advance("1s");
  await first;
  expect(events).toEqual([]);
  expect(calls).toBe(2);
});

test("a caller that aborts while it waits gets the reason, and others go on", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const { holder } = createShared(clock, 2);
  const budget = holder();
  await take(budget);
  const controller = new AbortController();
  const waits = take(budget, { signal: controller.signal }).catch((error) => error);
  const other = take(budget);
  await clock.advance(1);
  controller.abort("no longer needed");
  expect(await waits).toBe("no longer needed");
  for (let i = 0; i < 15; i++) await clock.advance(5_000);
  await other;
});

test("after a 429 the next request for permits tells how long to wait", async () => {
  const clock = createManualClock();
  const { asked, holder } = createShared(clock);
  const budget = holder();
  budget.limited(20_000);
  const start = clock.now();
  await take(budget);
  expect(asked[0]?.pause).toBe(20_000);
  expect(clock.now() - start).toBe(20_000);
});

test.each([
  [undefined, 5_000],
  [0, 5_000],
  [3_600_000, 60_000],
])("after a 429 with a Retry-After of %p ms all wait %p ms", async (retryAfter, pause) => {
  const clock = createManualClock();
  const { asked, holder } = createShared(clock);
  const budget = holder();
  budget.limited(retryAfter);
  await take(budget);
  expect(asked[0]?.pause).toBe(pause);
});

test("bulk batches ask for permits of bulk work, other calls for interactive ones", async () => {
  const mock = createMockServer({
    seed: { collections: [{ slug: "people", name: "People", fields: { name: "text" } }] },
  });
  const app = await mock.tenant.apps.create({ name: "Both", description: "Two priorities" });
  const { asked, holder } = createShared(mock.clock);
  const client = createClient({ ...app.clientOptions(), rateLimit: holder() });
  const people = client.collection("people");
  await people.page();
  await people.bulk.create([{ data: { name: "Ada" } }]);
  expect(new Set(asked.map(({ priority }) => priority))).toEqual(new Set(["interactive", "bulk"]));
  expect(asked.at(-1)?.priority).toBe("bulk");
});

test("a client takes its permit when its own rate limit lets it send, so that the permit does not lapse", async () => {
  const clock = createManualClock();
  const [taken, sent]: [number[], number[]] = [[], []];
  const rateLimit: Budget = {
    async take() {
      taken.push(clock.now());
      return () => {};
    },
    limited() {},
  };
  const client = createClient({
    token: "a",
    clock,
    rateLimit,
    retry: false,
    async fetch() {
      sent.push(clock.now());
      return new Response("{}", { status: sent.length === 100 ? 429 : 200 });
    },
  });
  // The 429 makes the client keep the documented limit of 100 requests a minute.
  for (let i = 0; i < 101; i++) await client.status().catch(() => {});
  expect(clock.now() - Number(sent[0])).toBeGreaterThan(60_000);
  expect(taken).toEqual(sent);
});

test("a client gives a permit back that arrives after its call has ended", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const asked = Promise.withResolvers<void>();
  const permit = Promise.withResolvers<() => void>();
  const rateLimit: Budget = {
    take() {
      asked.resolve();
      return permit.promise;
    },
    limited() {},
  };
  const fetch = () => Promise.reject(new Error("nothing may be sent"));
  const client = createClient({ token: "a", clock, rateLimit, fetch });
  const controller = new AbortController();
  const call = client.status({ signal: controller.signal }).catch((error) => error);
  await asked.promise;
  controller.abort("no longer needed");
  expect(await call).toBe("no longer needed");
  let given = 0;
  permit.resolve(() => given += 1);
  await Bun.sleep(0);
  expect(given).toBe(1);
});

test("wrong options are named", () => {
  const source = () => Promise.resolve({ wait: 0 });
  expect(() => createBudget(source, { perMinute: 0 })).toThrow("perMinute: expected 1, 2, 3");
  expect(() => createBudget(source, { clock: Object({ now() {} }) })).toThrow(
    "clock: expected an object with a sleep()",
  );
  expect(() => createBudget(Object(undefined))).toThrow(
    "source: expected a function, got an object",
  );
  expect(() => Reflect.apply(createBudget, undefined, [])).toThrow("source: expected a function");
  expect(() => createBudget(source, Object({ perminute: 5 }))).toThrow('Did you mean "perMinute"?');
  const options = { token: "a", rateLimit: Object({ take() {} }) };
  expect(() => createClient(options)).toThrow("rateLimit: expected an object with a limited()");
});

/** A place that gives these numbers of permits, or these waits, and records what it is asked. */
function createPlace(
  clock: Clock,
  answers: readonly ({ permits: number } | { wait: number } | Error | "never")[],
) {
  const asked: { at: number; request: PermitRequest }[] = [];
  const source = async (request: PermitRequest): Promise<PermitAnswer> => {
    const at = clock.now();
    const answer = answers[asked.length] ?? { permits: 1 };
    asked.push({ at, request: structuredClone(request) });
    if (answer === "never") return await new Promise(() => {});
    if (answer instanceof Error) throw answer;
    if ("wait" in answer) return answer;
    const { priority } = request;
    const id = `grant ${asked.length}`;
    const endsAt = at + PERMIT_LIFETIME_MS;
    return { grant: { id, priority, count: answer.permits, at, endsAt }, wait: 0 };
  };
  return { asked, budget: createBudget(source, { clock }) };
}

test("a request for permits says who asks, for what, for how many, and of which budget", async () => {
  const clock = createManualClock();
  const { asked, budget } = createPlace(clock, []);
  await take(budget);
  await clock.advance("2m");
  await take(budget, { priority: "bulk" });
  const [first, second] = asked.map(({ request }) => request);
  expect(first).toEqual({
    holder: expect.stringMatching(/^[\da-f-]{36}$/),
    priority: "interactive",
    count: 1,
    perMinute: 100,
    grants: [],
    pause: 0,
  });
  expect<unknown>(second).toEqual({ ...first, priority: "bulk" });
  const other = createPlace(clock, []);
  await take(other.budget);
  expect(other.asked[0]?.request.holder).not.toBe(first?.holder);
});

test("interactive calls use permits for bulk work, but not the other way round", async () => {
  const clock = createManualClock();
  const { asked, budget } = createPlace(clock, [{ permits: 3 }, { permits: 2 }]);
  await take(budget, { priority: "bulk" });
  await take(budget);
  expect(asked.length).toBe(1);
  await take(budget, { priority: "bulk" });
  await take(budget);
  await take(budget, { priority: "bulk" });
  expect(asked.map(({ request }) => request.priority)).toEqual(["bulk", "interactive", "bulk"]);
});

test("interactive calls use their own permits first", async () => {
  const clock = createManualClock();
  const { asked, budget } = createPlace(clock, [{ permits: 2 }, { permits: 2 }]);
  await take(budget, { priority: "bulk" });
  const first = take(budget, { priority: "bulk" });
  await first;
  await take(budget);
  await clock.advance(PERMIT_LIFETIME_MS);
  await take(budget);
  const told = asked.at(-1)?.request.grants;
  expect(told?.map(({ priority, count }) => [priority, count]))
    .toEqual([["bulk", 2], ["interactive", 1]]);
});

test("a permit can be used until just before the end of its lifetime", async () => {
  const clock = createManualClock();
  const { asked, budget } = createPlace(clock, [{ permits: 3 }]);
  await take(budget);
  await clock.advance(PERMIT_LIFETIME_MS - 1);
  await take(budget);
  expect(asked.length).toBe(1);
  await clock.advance(1);
  await take(budget);
  expect(asked.length).toBe(2);
});

test("what was used is told with the time of its last use, for a little more than a minute", async () => {
  const clock = createManualClock();
  const { asked, budget } = createPlace(clock, [{ permits: 3 }, { permits: 2 }]);
  const start = clock.now();
  await take(budget);
  await clock.advance(1_200);
  await take(budget);
  await clock.advance(PERMIT_LIFETIME_MS);
  await take(budget);
  const grant = { id: "grant 1", priority: "interactive", at: start } as const;
  expect(asked[1]?.request.grants).toEqual([{ ...grant, count: 2, endsAt: start + 1_200 }]);
  // A grant whose permits are used up has ended, one with permits has not.
  await take(budget, { priority: "bulk" });
  const second = { id: "grant 2", priority: "interactive", at: start + 6_200 } as const;
  expect(asked[2]?.request.grants).toEqual([
    { ...grant, count: 2, endsAt: start + 1_200 },
    { ...second, count: 2, endsAt: start + 6_200 + PERMIT_LIFETIME_MS },
  ]);
  await clock.set(start + 61_999);
  await take(budget);
  expect(asked[3]?.request.grants.map(({ id }) => id)).toContain("grant 1");
  await clock.set(start + 62_000 + PERMIT_LIFETIME_MS - 1);
  await take(budget, { priority: "bulk" });
  expect(asked[4]?.request.grants.map(({ id }) => id)).toEqual(["grant 2", "grant 3", "grant 4"]);
});

test("the end of a permit's last use is never later than its lifetime", async () => {
  const clock = createManualClock();
  const asked: PermitRequest[] = [];
  const budget = createBudget(async (request) => {
    asked.push(structuredClone(request));
    const at = clock.now();
    // The response takes so long that the holder uses the permit late.
    await clock.sleep(2_000);
    const { priority } = request;
    return { grant: { id: `${at}`, priority, count: 1, at, endsAt: at + 1_000 }, wait: 0 };
  }, { clock });
  const start = clock.now();
  await take(budget);
  await take(budget);
  expect(asked[1]?.grants).toEqual([
    { id: `${start}`, priority: "interactive", count: 1, at: start, endsAt: start + 1_000 },
  ]);
});

test("permits that were used up a while ago do not show that more are needed", async () => {
  const clock = createManualClock();
  const { asked, budget } = createPlace(clock, []);
  await take(budget);
  await clock.advance(PERMIT_LIFETIME_MS - 1);
  await take(budget);
  await clock.advance(PERMIT_LIFETIME_MS);
  await take(budget);
  expect(asked.map(({ request }) => request.count)).toEqual([1, 2, 1]);
});

test("permits of one priority do not show that more are needed of the other", async () => {
  const { asked, budget } = createPlace(createManualClock(), []);
  await take(budget);
  await take(budget, { priority: "bulk" });
  await take(budget);
  expect(asked.map(({ request }) => request.count)).toEqual([1, 1, 2]);
});

test("a caller that waits asks again at the time that it was told", async () => {
  const clock = createManualClock();
  const start = clock.now();
  const { asked, budget } = createPlace(clock, [{ wait: 700 }, { wait: 1_300 }]);
  await take(budget);
  expect(asked.map(({ at }) => at - start)).toEqual([0, 700, 2_000]);
});

test("callers of one priority that wait ask together, and those that left do not count", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const { asked, budget } = createPlace(clock, [
    { wait: 1_000 },
    { wait: 1_500 },
    { permits: 2 },
  ]);
  const leaving = new AbortController();
  const left = take(budget, { signal: leaving.signal }).catch(() => "left");
  const others = [take(budget), take(budget)];
  const bulk = take(budget, { priority: "bulk" });
  await clock.advance(500);
  leaving.abort();
  expect(await left).toBe("left");
  // One of them asks, and the other looks 20 ms later.
  await clock.advance(520);
  await Promise.all(others);
  await clock.advance(500);
  await bulk;
  expect(asked.map(({ request }) => [request.priority, request.count])).toEqual([
    ["interactive", 1],
    ["bulk", 1],
    ["interactive", 2],
    ["bulk", 1],
  ]);
});

test("a caller whose request has ended on Workers is not counted for long", async () => {
  const clock = createManualClock();
  let endsSilently = true;
  const worker: Clock = {
    now: () => clock.now(),
    sleep: (ms, signal) => endsSilently ? new Promise(() => {}) : clock.sleep(ms, signal),
  };
  const asked: number[] = [];
  const budget = createBudget((request) => {
    asked.push(request.count);
    return Promise.resolve({ wait: asked.length === 1 ? 1_000 : 1 });
  }, { clock: worker });
  void take(budget);
  await new Promise((resolve) => setTimeout(resolve));
  await clock.advance(1_000);
  endsSilently = false;
  // The first look was due 1 s after the start.
  for (const [ms, count] of [[0, 2], [4_999, 2], [1, 1]] as const) {
    await clock.advance(ms);
    await take(budget, { timeout: 1 }).catch(() => {});
    expect(asked.at(-1)).toBe(count);
  }
});

test("while a request for permits is on its way, other callers look again every 20 ms", async () => {
  const clock = createManualClock();
  let answer: (answer: PermitAnswer) => void = () => {};
  let calls = 0;
  const budget = createBudget(() => {
    calls += 1;
    return new Promise<PermitAnswer>((resolve) => answer = resolve);
  }, { clock });
  const start = clock.now();
  const taken: number[] = [];
  const both = [take(budget), take(budget)].map((call) =>
    call.then(() => taken.push(clock.now() - start))
  );
  await clock.advance(30);
  answer({
    grant: { id: "a", priority: "interactive", count: 2, at: start, endsAt: start + 5_000 },
    wait: 0,
  });
  await Promise.all(both);
  expect(calls).toBe(1);
  expect(taken[1]).toBeLessThanOrEqual(60);
});

test("a place that cannot be reached is asked again after five seconds", async () => {
  const clock = createManualClock();
  const { asked, budget } = createPlace(clock, [new Error("gone"), { permits: 1 }]);
  const start = clock.now();
  const giveBack = await take(budget);
  // There is no permit to give back.
  giveBack();
  await clock.advance(4_999);
  await take(budget);
  expect(asked.length).toBe(1);
  await clock.advance(1);
  await take(budget);
  expect(asked.map(({ at }) => at - start)).toEqual([0, 5_000]);
});

test("the event says why the place cannot be reached", async () => {
  const clock = passingClock();
  const reasons: unknown[] = [];
  const emit = (event: ClientEvent) => void reasons.push(Reflect.get(event, "reason"));
  await take(createPlace(clock, ["never"]).budget, { emit });
  const odd = createBudget(() => Promise.reject("no error object"), { clock });
  await take(odd, { emit });
  expect(reasons).toEqual(["no response within 5000 ms", "no error object"]);
});

test("an aborted caller gets its reason while the request for permits is on its way", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const { budget } = createPlace(clock, ["never", { permits: 1 }]);
  const controller = new AbortController();
  const events: ClientEvent[] = [];
  const emit = (event: ClientEvent) => void events.push(event);
  const waits = take(budget, { signal: controller.signal, emit }).catch((error) => error);
  controller.abort("no longer needed");
  expect(await waits).toBe("no longer needed");
  expect(events).toEqual([]);
  // The next caller asks at once.
  await take(budget);
});

test("no timer and no listener is left after a request for permits", async () => {
  const clock = createManualClock();
  let sleeping = 0;
  const counted: Clock = {
    now: () => clock.now(),
    async sleep(ms, signal) {
      sleeping += 1;
      try {
        await clock.sleep(ms, signal);
      } finally {
        sleeping -= 1;
      }
    },
  };
  const { signal } = new AbortController();
  let listening = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...of: Parameters<typeof add>) => {
    listening += 1;
    add(...of);
  };
  signal.removeEventListener = (...of: Parameters<typeof remove>) => {
    listening -= 1;
    remove(...of);
  };
  const source = () => {
    const at = clock.now();
    const grant = { id: "a", priority: "interactive", count: 1, at, endsAt: at + 5_000 } as const;
    return Promise.resolve({ grant, wait: 0 });
  };
  await take(createBudget(source, { clock: counted }), { signal });
  await new Promise((resolve) => setTimeout(resolve));
  expect([sleeping, listening]).toEqual([0, 0]);
});

test("a wait that ends when the deadline does is too long, and the error says how long it is", async () => {
  const clock = createManualClock();
  const { budget } = createPlace(clock, [{ wait: 1_000 }, { permits: 1 }]);
  const error = await take(budget, { timeout: 1_000 }).catch((error: unknown) => error);
  if (!(error instanceof RateLimitError)) throw error;
  expect(error.message).toBe(
    "The request would wait 1000 ms or more for the shared budget, longer than its deadline allows",
  );
  expect(error.retryAfter).toBe(1_000);
  expect(error.remedy).toBe(
    "The requests of this minute are used up. Wait, or set a longer timeout.",
  );
  await take(budget, { timeout: 1_001 });
});

test("calls whose time ends while they wait for the place say so, also if another one asked it", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const { budget } = createPlace(clock, ["never"]);
  const fetch = () => Promise.reject(new Error("nothing may be sent"));
  const client = createClient({ token: "a", deadlineClock: clock, rateLimit: budget, fetch });
  const calls = [1, 2].map(() => client.status({ timeout: 100 }).catch(String));
  for (let i = 0; i < 10; i++) {
    await Bun.sleep(0);
    await clock.advance(10);
  }
  const message = "TimeoutError: No free slot in the rate limit within 100 ms (timeout)";
  expect(await Promise.all(calls)).toEqual([message, message]);
});

test("a pause is five seconds if the server says nothing, a minute at most, and never becomes shorter", async () => {
  for (
    const [pauses, expected] of [
      [[undefined], 5_000],
      [[600_000], 60_000],
      [[3_000, 1_000], 3_000],
      [[1_000, 3_000], 3_000],
    ] as const
  ) {
    const { asked, budget } = createPlace(createManualClock(), []);
    for (const pause of pauses) budget.limited(pause);
    await take(budget);
    expect(asked[0]?.request.pause).toBe(expected);
  }
});

test("the source must be a function", () => {
  expect(() => createBudget(Object("a place"))).toThrow("source: expected a function");
});

test("a permit that is given back once is used by the next request", async () => {
  const { asked, budget } = createPlace(createManualClock(), []);
  const giveBack = await take(budget);
  giveBack();
  await take(budget);
  expect(asked.length).toBe(1);
});

test("permits that are used up are told with the time of their last use", async () => {
  const clock = createManualClock();
  const { asked, budget } = createPlace(clock, [{ permits: 2 }, { permits: 2 }]);
  // So that the clock has not just started.
  await clock.advance(3_000);
  const start = clock.now();
  await take(budget);
  await clock.advance(300);
  await take(budget);
  await clock.advance(400);
  await take(budget);
  expect(asked[1]?.request.grants).toEqual([
    { id: "grant 1", priority: "interactive", count: 2, at: start, endsAt: start + 300 },
  ]);
});

test("what was used is told for as long as it counts, so a place that lost its state knows it", async () => {
  const clock = createManualClock();
  let state = newPermitState(clock.now());
  const perMinute = 10;
  const budget = createBudget(
    async (request) => answerPermitRequest(state, request, clock.now(), crypto.randomUUID()),
    { clock, perMinute },
  );
  const sent: number[] = [];
  const send = async () => {
    await take(budget);
    sent.push(clock.now());
  };
  // The last of them are used at the end of their lifetime.
  for (let i = 0; i < 4; i++) await send();
  await clock.advance(PERMIT_LIFETIME_MS - 1);
  for (let i = 0; i < 3; i++) await send();
  await clock.advance("58s");
  state = newPermitState(clock.now());
  for (let i = 0; i < perMinute; i++) await send();
  for (const [i, from] of sent.entries()) {
    const inMinute = sent.slice(i).filter((at) => at < from + 60_000);
    expect(inMinute.length).toBeLessThanOrEqual(perMinute);
  }
});

test("what was used is told until 65.6 seconds after its request", async () => {
  for (const [ms, told] of [[65_599, 1], [65_600, 0]] as const) {
    const clock = createManualClock();
    const { asked, budget } = createPlace(clock, []);
    await take(budget);
    await clock.advance(ms);
    await take(budget);
    expect(asked[1]?.request.grants.length).toBe(told);
  }
});

test("a response from before its request does not excuse a place that never responds", async () => {
  const clock = passingClock();
  const { budget } = createPlace(clock, [{ permits: 1 }, "never"]);
  const events: unknown[] = [];
  const emit = ({ type }: ClientEvent) => void events.push(type);
  await take(budget, { priority: "bulk" });
  await take(budget, { emit });
  expect(events).toEqual(["budget"]);
});

test("a late response does not make others ask while a newer request is on its way", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const answers: ((answer: PermitAnswer) => void)[] = [];
  const source = () => new Promise<PermitAnswer>((resolve) => answers.push(resolve));
  const budget = createBudget(source, { clock });
  const first = take(budget);
  await clock.advance(1_000);
  const second = take(budget);
  expect(answers.length).toBe(2);
  const grant = { id: "a", priority: "interactive", count: 1, at: 0, endsAt: 0 } as const;
  answers[0]?.({ grant, wait: 0 });
  await first;
  const third = take(budget);
  await Bun.sleep(0);
  expect(answers.length).toBe(2);
  answers[1]?.({ grant: { ...grant, count: 2 }, wait: 0 });
  await clock.advance(20);
  await Promise.all([second, third]);
});

test("one lost response does not switch the budget off, if its timer fires early", async () => {
  const time = createManualClock();
  const clock: Clock = {
    now: () => time.now(),
    sleep: (ms, signal) => time.sleep(ms - 0.5, signal),
  };
  const events: unknown[] = [];
  const emit = (event: ClientEvent) => void events.push(event);
  const early = createBudget((request) => placeOf(request), { clock });
  let calls = 0;
  function placeOf(request: PermitRequest): Promise<PermitAnswer> {
    calls += 1;
    if (calls === 1) return new Promise(() => {});
    const at = time.now();
    const { priority } = request;
    const endsAt = at + PERMIT_LIFETIME_MS;
    return Promise.resolve({ grant: { id: `${calls}`, priority, count: 1, at, endsAt }, wait: 0 });
  }
  const lost = take(early, { emit });
  await take(early, { emit });
  await lost;
  expect(events).toEqual([]);
});

test("a response without permits that can be used is no response", async () => {
  for (
    const grant of [
      {},
      null,
      { id: "a", priority: "bulk", count: 0, at: 0, endsAt: 0 },
      { id: "a", priority: "interactive", count: 3, at: 0, endsAt: 0 },
    ]
  ) {
    let calls = 0;
    const budget = createBudget(() => {
      calls += 1;
      if (calls > 5) throw new Error("asked again at once");
      return Promise.resolve(Object({ grant, wait: 0 }));
    }, { clock: createManualClock() });
    const events: ClientEvent[] = [];
    await take(budget, { priority: "bulk", emit: (event) => void events.push(event) });
    expect(calls).toBe(1);
    expect(events).toEqual([{
      type: "budget",
      outcome: "failed",
      reason: "the response has neither permits nor a time to wait",
    }]);
  }
});

test("the error of a wait that is too long says when there is a permit", async () => {
  const clock = createManualClock();
  const { budget } = createPlace(clock, [{ wait: 4_000 }]);
  await clock.advance(3_000);
  const error: unknown = await take(budget, { timeout: 2_000 }).catch((error) => error);
  expect(Reflect.get(Object(error), "retryAfter")).toBe(4_000);
});

test("a caller asks itself when another's request for permits has taken one second", async () => {
  const clock = createManualClock();
  let isFirst = true;
  const worker: Clock = {
    now: () => clock.now(),
    // The request of the first caller has ended: its timers no longer fire.
    sleep: (ms, signal) => isFirst ? new Promise(() => {}) : clock.sleep(ms, signal),
  };
  let calls = 0;
  const budget = createBudget(() => {
    calls += 1;
    const at = clock.now();
    const grant = { id: "a", priority: "interactive", count: 1, at, endsAt: at + 5_000 } as const;
    return isFirst ? new Promise(() => {}) : Promise.resolve({ grant, wait: 0 });
  }, { clock: worker });
  const start = clock.now();
  void take(budget);
  isFirst = false;
  await take(budget);
  expect([calls, clock.now() - start]).toEqual([2, 1_000]);
});

// Many holders of one budget, while responses are late, callers leave, permits come back, and the place forgets what
// it has not stored.
const MINUTE = 60_000;
const MINUTES = 6;
const [HOLDERS, CALLERS] = [12, 40];

test.each([[10, 3], [40, 1], [100, 5]])(
  "no minute has more than %i requests, and nearly all of them are used (seed %i)",
  async (perMinute, seed) => {
    const random = seededRandom(seed);
    const start = Date.parse("2026-01-01T00:00:00Z");
    const clock = createVirtualClock(start);
    let state = newPermitState(start);
    let stored = structuredClone(state);
    const sent: number[] = [];
    const events: unknown[] = [];
    const travel = () => clock.sleep(random() < 0.05 ? random() * 3_000 : random() * 50);

    async function source(request: PermitRequest) {
      await travel();
      if (random() < 0.02) state = { ...structuredClone(stored), waiting: [] };
      const answer = answerPermitRequest(state, request, clock.now(), crypto.randomUUID());
      if (answer.grant !== undefined || request.pause > 0) stored = structuredClone(state);
      await travel();
      return structuredClone(answer);
    }

    async function call(budget: Budget, priority: "interactive" | "bulk"): Promise<void> {
      const controller = new AbortController();
      if (random() < 0.2) void clock.sleep(random() * 4_000).then(() => controller.abort());
      const timeout = random() < 0.3 ? random() * 20_000 : Infinity;
      const { signal } = controller;
      const emit = (event: unknown) => void events.push(event);
      const giveBack = await budget.take({ priority, timeout, signal, emit });
      if (random() < 0.1) giveBack();
      else sent.push(clock.now());
      if (random() < 0.01) budget.limited(random() * 3_000);
    }

    async function caller(budget: Budget, priority: "interactive" | "bulk"): Promise<void> {
      for (;;) {
        await call(budget, priority).catch(() => {}); // it left, or its time was over
        await clock.sleep(random() < 0.1 ? random() * 20_000 : random() * 100);
      }
    }

    const budgets = Array.from(
      { length: HOLDERS },
      () => createBudget(source, { perMinute, clock }),
    );
    for (let i = 0; i < CALLERS; i++) {
      const budget = budgets[i % HOLDERS];
      if (budget) void caller(budget, i % 3 === 0 ? "bulk" : "interactive");
    }
    await clock.runUntil(start + MINUTES * MINUTE);
    expect(events).toEqual([]);
    for (const [i, from] of sent.entries()) {
      expect(sent.findLastIndex((at) => at < from + MINUTE) - i + 1).toBeLessThanOrEqual(perMinute);
    }
    expect(sent.length).toBeGreaterThan(0.8 * perMinute * MINUTES);
  },
  30_000,
);

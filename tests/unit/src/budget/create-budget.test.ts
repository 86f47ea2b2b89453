import { expect, test } from "bun:test";
import { type Budget, type ClientEvent, createClient, RateLimitError } from "../../../../mod.ts";
import {
  createManualClock,
  createMockServer,
  type ManualClock,
} from "../../../../mock-server/mod.ts";
import { createBudget } from "../../../../src/budget/create-budget.ts";
import {
  answerPermitRequest,
  newPermitState,
  PERMIT_LIFETIME_MS,
  type PermitRequest,
  type PermitState,
} from "../../../../src/budget/permit-policy.ts";

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
    { type: "budget", outcome: "unreachable", reason: "it is gone" },
  ]);
  expect(calls).toBe(1);
});

test("when the place never responds, requests are sent after five seconds", async () => {
  const clock = createManualClock();
  const budget = createBudget(() => new Promise(() => {}), { clock });
  const start = clock.now();
  await take(budget);
  expect(clock.now() - start).toBe(5_000);
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

test("wrong options are named", () => {
  const source = () => Promise.resolve({ wait: 0 });
  expect(() => createBudget(source, { perMinute: 0 })).toThrow("perMinute: expected 1, 2, 3");
  const options = { token: "a", rateLimit: Object({ take() {} }) };
  expect(() => createClient(options)).toThrow("rateLimit: expected an object with a limited()");
});

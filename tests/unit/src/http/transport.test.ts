import { describe, expect, test } from "bun:test";
import {
  type Budget,
  type ClientEvent,
  type Clock,
  createClient,
  type FetchFunction,
  type PermitCall,
} from "../../../../mod.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";

const options = { token: "token", baseUrl: "https://kinabase.invalid/api/v1/" };
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** How a promise ends, as a text. */
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then((value) => `got ${String(value)}`, (reason: unknown) => String(reason));

test("a call whose time ends while it waits for a retry says what it waited for", async () => {
  // The waits use a clock that stands still, the deadline does not.
  const clock = createManualClock({ autoAdvance: false });
  const deadlineClock = createManualClock({ autoAdvance: false });
  const fetch: FetchFunction = () => Promise.resolve(new Response(null, { status: 503 }));
  const client = createClient({ ...options, fetch, clock, deadlineClock });
  const ended = outcome(client.status({ timeout: 1_000 }));
  await settle();
  await deadlineClock.advance(1_000);
  expect(await ended).toBe(
    "TimeoutError: No response to GET status at kinabase.invalid within 1000 ms (timeout)",
  );
});

test("a call whose time ends while it waits for the rate limit says what it waited for", async () => {
  const clock = createManualClock({ autoAdvance: false });
  const deadlineClock = createManualClock({ autoAdvance: false });
  const fetch: FetchFunction = () => Promise.resolve(Response.json({}));
  const client = createClient({ ...options, fetch, clock, deadlineClock, rateLimit: 1 });
  await client.status();
  const ended = outcome(client.status({ timeout: 90_000 }));
  await settle();
  await deadlineClock.advance(90_000);
  expect(await ended).toBe(
    "TimeoutError: No free slot in the rate limit within 90000 ms (timeout)",
  );
});

test("a call whose time is over before its request is sent was not stopped by the rate limit", async () => {
  // A clock whose timers do not fire, like those of a program that is busy.
  let time = 0;
  const deadlineClock: Clock = { now: () => time, sleep: () => new Promise(() => {}) };
  let sent = 0;
  const fetch: FetchFunction = () => {
    sent += 1;
    return Promise.resolve(Response.json({}));
  };
  const token = () => {
    time += 2_000;
    return "token";
  };
  const clock = createManualClock();
  const client = createClient({ ...options, token, fetch, clock, deadlineClock });
  const ended = await outcome(client.status({ timeout: 1_000 }));
  expect(ended).toBe(
    "TimeoutError: No response to GET status at kinabase.invalid within 1000 ms (timeout)",
  );
  expect(sent).toBe(0);
});

/** A budget that grants every permit, and records what it is told. */
function recordingBudget() {
  const calls: PermitCall[] = [];
  const limited: (number | undefined)[] = [];
  let given = 0;
  const budget: Budget = {
    take(call) {
      calls.push(call);
      return Promise.resolve(() => void (given += 1));
    },
    limited: (retryAfter) => void limited.push(retryAfter),
  };
  return { budget, calls, limited, given: () => given };
}

test("a shared budget is asked for each attempt, with the time that the call has left", async () => {
  const clock = createManualClock();
  const { budget, calls, limited, given } = recordingBudget();
  let status = 503;
  const fetch: FetchFunction = () => {
    const response = Response.json({}, { status });
    status = 200;
    return Promise.resolve(response);
  };
  const client = createClient({
    ...options,
    fetch,
    clock,
    deadlineClock: clock,
    rateLimit: budget,
    onEvent() {},
  });
  await client.status({ timeout: 5_000 });
  expect(calls.map(({ priority }) => priority)).toEqual(["interactive", "interactive"]);
  const [first, second] = calls;
  expect(first?.timeout).toBe(5_000);
  expect(second?.timeout).toBeLessThan(5_000);
  expect(first?.signal.aborted).toBe(false);
  expect(typeof first?.emit).toBe("function");
  expect([limited, given()]).toEqual([[], 0]);
});

test("a shared budget learns of each 429, and how long the server asked to wait", async () => {
  const { budget, limited } = recordingBudget();
  const answers = [
    new Response(null, { status: 429, headers: { "retry-after": "7" } }),
    new Response(null, { status: 429 }),
    Response.json({}),
  ];
  const fetch: FetchFunction = () => Promise.resolve(answers.shift() ?? Response.error());
  await createClient({ ...options, fetch, clock: createManualClock(), rateLimit: budget }).status();
  expect(limited).toEqual([7_000, undefined]);
});

test("a client without a listener gives the budget one that does nothing", async () => {
  const { budget, calls } = recordingBudget();
  const fetch: FetchFunction = () => Promise.resolve(Response.json({}));
  await createClient({ ...options, fetch, rateLimit: budget }).status();
  calls[0]?.emit({ type: "budget", outcome: "failed", reason: "gone" });
  expect(calls.length).toBe(1);
});

test("a call whose time ends while it waits for its permit says so, and the wait is aborted", async () => {
  const deadlineClock = createManualClock({ autoAdvance: false });
  let signal: AbortSignal | undefined;
  const budget: Budget = {
    take(call) {
      signal = call.signal;
      return new Promise(() => {});
    },
    limited() {},
  };
  let sent = 0;
  const fetch: FetchFunction = () => {
    sent += 1;
    return Promise.resolve(Response.json({}));
  };
  const client = createClient({ ...options, fetch, deadlineClock, rateLimit: budget });
  const ended = outcome(client.status({ timeout: 1_000 }));
  await settle();
  await deadlineClock.advance(1_000);
  expect(await ended).toBe(
    "TimeoutError: No free slot in the rate limit within 1000 ms (timeout)",
  );
  expect([sent, signal?.aborted]).toEqual([0, true]);
});

test("no permit is taken if the client's own limit after a 429 leaves no time for the request", async () => {
  const clock = createManualClock();
  const { budget, calls, given } = recordingBudget();
  let status = 429;
  const fetch: FetchFunction = () => {
    const response = Response.json({}, { status });
    status = 200;
    return Promise.resolve(response);
  };
  const client = createClient({ ...options, fetch, clock, rateLimit: budget, retry: false });
  expect(await outcome(client.status())).toContain("RateLimitError");
  for (let i = 0; i < 99; i++) await client.status();
  expect([calls.length, given()]).toEqual([100, 0]);
  const ended = await outcome(client.status({ timeout: 1_000 }));
  expect(ended).toContain(
    "would wait 60600 ms for the rate limit, longer than its deadline allows",
  );
  expect([calls.length, given()]).toEqual([100, 0]);
});

test("a call that is aborted in its own request event gives its permit and its slot back", async () => {
  const clock = createManualClock();
  const { budget, calls, given } = recordingBudget();
  const sent: number[] = [];
  const fetch: FetchFunction = () => {
    sent.push(clock.now());
    return Promise.resolve(Response.json({}));
  };
  for (const rateLimit of [budget, 1]) {
    const controller = new AbortController();
    const onEvent = () => controller.abort("no longer needed");
    const start = clock.now();
    const client = createClient({ ...options, fetch, clock, rateLimit, onEvent });
    const ended = await outcome(client.status({ signal: controller.signal }));
    expect(ended).toBe("no longer needed");
    expect(sent).toEqual([]);
    await client.status();
    expect(sent.splice(0)).toEqual([start]);
  }
  await settle();
  expect([calls.length, given()]).toEqual([2, 1]);
});

test("a call whose time ends in its own request event gives its permit back, and says that it sent nothing", async () => {
  let time = 0;
  const deadlineClock: Clock = { now: () => time, sleep: () => new Promise(() => {}) };
  const { budget, given } = recordingBudget();
  const onEvent = () => void (time += 2_000);
  const fetch: FetchFunction = () => Promise.reject(new Error("nothing may be sent"));
  const client = createClient({ ...options, fetch, deadlineClock, rateLimit: budget, onEvent });
  const error = await client.status({ timeout: 1_000 }).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: "timeout", attempts: 0 });
  await settle();
  expect(given()).toBe(1);
});

test("a permit that arrives at the moment of the abort is given back", async () => {
  for (let turns = 0; turns < 5; turns++) {
    const controller = new AbortController();
    let given = 0;
    let sent = 0;
    const rateLimit: Budget = {
      take: () =>
        new Promise((resolve) =>
          setTimeout(async () => {
            resolve(() => given += 1);
            for (let turn = 0; turn < turns; turn++) await undefined;
            controller.abort("no longer needed");
          })
        ),
      limited() {},
    };
    const fetch: FetchFunction = () => {
      sent += 1;
      return Promise.resolve(Response.json({}));
    };
    const client = createClient({ ...options, fetch, rateLimit });
    await outcome(client.status({ signal: controller.signal }));
    await settle();
    expect(given + sent).toBe(1);
  }
});

describe("a wait event", () => {
  const status = { method: "GET", path: "status" };

  /** Collects the events, except those of responses. */
  function listener() {
    const events: ClientEvent[] = [];
    const onEvent = (event: ClientEvent) => void (event.type !== "response" && events.push(event));
    return { events, onEvent };
  }

  test("says how long a request waited for the client's own limit", async () => {
    const { events, onEvent } = listener();
    const fetch: FetchFunction = () => Promise.resolve(Response.json({}));
    const clock = createManualClock();
    const client = createClient({ ...options, fetch, clock, onEvent, rateLimit: 1 });
    await client.status();
    await clock.advance("20s");
    await client.status();
    expect(events).toEqual([
      { type: "request", ...status, attempt: 1 },
      { type: "wait", ...status, attempt: 1, duration: 40_000 },
      { type: "request", ...status, attempt: 1 },
    ]);
  });

  test("says how long an attempt waited for a shared budget, unless the permit was there", async () => {
    const { events, onEvent } = listener();
    const responses = [new Response(null, { status: 503 }), Response.json({})];
    const fetch: FetchFunction = () => Promise.resolve(responses.shift() ?? Response.error());
    const clock = createManualClock();
    const waits = [0.9, 7_000];
    const budget: Budget = {
      async take({ signal }) {
        await clock.sleep(waits.shift() ?? 0, signal);
        return () => {};
      },
      limited() {},
    };
    const of = { ...options, fetch, clock, random: () => 0.5, onEvent, rateLimit: budget };
    await createClient(of).status();
    expect(events).toEqual([
      { type: "request", ...status, attempt: 1 },
      { type: "retry", ...status, attempt: 1, delay: 150, status: 503 },
      { type: "wait", ...status, attempt: 2, duration: 7_000 },
      { type: "request", ...status, attempt: 2 },
    ]);
  });

  test("comes also if the call ends while it waits", async () => {
    const { events, onEvent } = listener();
    const clock = createManualClock({ autoAdvance: false });
    const budget: Budget = {
      async take({ signal }) {
        await clock.sleep(60_000, signal);
        return () => {};
      },
      limited() {},
    };
    const fetch: FetchFunction = () => Promise.resolve(Response.json({}));
    const client = createClient({ ...options, fetch, clock, onEvent, rateLimit: budget });
    const controller = new AbortController();
    const ended = outcome(client.status({ signal: controller.signal }));
    await settle();
    await clock.advance("3s");
    controller.abort("enough");
    expect(await ended).toBe("enough");
    expect(events).toEqual([{ type: "wait", ...status, attempt: 1, duration: 3_000 }]);
  });
});

test("an attempt that takes too long says which timeout it was", async () => {
  const deadlineClock = createManualClock({ autoAdvance: false });
  const fetch: FetchFunction = () => new Promise(() => {});
  const client = createClient({
    ...options,
    fetch,
    deadlineClock,
    attemptTimeout: 300,
    retry: false,
  });
  const ended = outcome(client.status({ timeout: 1_000 }));
  await settle();
  await deadlineClock.advance(300);
  expect(await ended).toBe(
    "TimeoutError: No response to GET status at kinabase.invalid within 300 ms (attemptTimeout)",
  );
});

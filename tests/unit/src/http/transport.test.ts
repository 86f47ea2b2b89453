import { expect, test } from "bun:test";
import { type Clock, createClient, type FetchFunction } from "../../../../mod.ts";
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
  expect(await ended).toBe("TimeoutError: No response within 1000 ms (timeout)");
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
  expect(ended).toBe("TimeoutError: No response within 1000 ms (timeout)");
  expect(sent).toBe(0);
});

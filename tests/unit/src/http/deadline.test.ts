import { describe, expect, spyOn, test } from "bun:test";
import { getEventListeners } from "node:events";
import { createClient, TimeoutError } from "../../../../mod.ts";
import type { Clock } from "../../../../mod.ts";
import {
  createManualClock,
  createMockServer,
  demoCredentials,
  demoSeed,
} from "../../../../mock-server/mod.ts";
import { startDeadline } from "../../../../src/http/deadline.ts";

/** A clock that moves only when advanced, and counts its sleepers. */
function countingClock() {
  const manual = createManualClock({ start: 0, autoAdvance: false });
  let sleepers = 0;
  const clock: Clock = {
    now: manual.now,
    async sleep(ms, signal) {
      sleepers += 1;
      try {
        await manual.sleep(ms, signal);
      } finally {
        sleepers -= 1;
      }
    },
  };
  return { clock, advance: manual.advance, sleepers: () => sleepers };
}

const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;
const never = () => new Promise<never>(() => {});

/** Returns the reason of a rejected promise. */
const reasonOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then((value) => {
    throw new Error(`expected a rejection, got ${String(value)}`);
  }, (reason: unknown) => reason);

/** Lets the callbacks of settled promises run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

describe("guard", () => {
  test("settles like the work", async () => {
    const { clock } = countingClock();
    const deadline = startDeadline({ timeout: 1_000, clock });
    expect(await deadline.guard("answer", async () => 42)).toBe(42);
    const failure = new Error("the work's own");
    expect(await reasonOf(deadline.guard("answer", () => Promise.reject(failure)))).toBe(failure);
  });

  test("rejects when the work throws synchronously", async () => {
    const { clock, sleepers } = countingClock();
    const failure = new Error("at once");
    const guarded = startDeadline({ timeout: 1_000, clock }).guard("answer", () => {
      throw failure;
    });
    expect(await reasonOf(guarded)).toBe(failure);
    await settle();
    expect(sleepers()).toBe(0);
  });

  test("rejects with a TimeoutError exactly when the time is up", async () => {
    const { clock, advance } = countingClock();
    const deadline = startDeadline({ timeout: 1_000, clock });
    let working: AbortSignal | undefined;
    const guarded = reasonOf(deadline.guard("answer", (signal) => {
      working = signal();
      return never();
    }));
    await advance(999);
    expect(working?.aborted).toBe(false);
    await advance(1);
    const error = await guarded;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ timeout: 1_000, scope: "call", code: "timeout" });
    expect(String(error)).toContain("No answer within 1000 ms");
    expect(working?.aborted).toBe(true);
  });

  test("does not start once the time is up", async () => {
    const { clock, advance } = countingClock();
    const deadline = startDeadline({ timeout: 1_000, clock });
    await advance(1_000);
    let begun = false;
    const guarded = deadline.guard("answer", async () => begun = true);
    expect(await reasonOf(guarded)).toBeInstanceOf(TimeoutError);
    expect(begun).toBe(false);
    expect(deadline.remaining()).toBe(0);
  });

  test("measures the time from the start of the call, not of the wait", async () => {
    const { clock, advance } = countingClock();
    const deadline = startDeadline({ timeout: 1_000, clock });
    await advance(600);
    const guarded = reasonOf(deadline.guard("answer", never));
    await advance(400);
    expect(await guarded).toBeInstanceOf(TimeoutError);
  });

  for (
    const reason of [new Error("enough"), "a text", { code: 7 }, null, new TypeError("odd")]
  ) {
    test(`rejects with the caller's reason unchanged: ${String(reason)}`, async () => {
      const { clock } = countingClock();
      const controller = new AbortController();
      const { signal } = controller;
      const deadline = startDeadline({ timeout: 1_000, clock, signal });
      expect(deadline.aborted()).toBe(false);
      let working: AbortSignal | undefined;
      const guarded = reasonOf(deadline.guard("answer", (own) => {
        working = own();
        return never();
      }));
      controller.abort(reason);
      expect(await guarded).toBe(reason);
      expect(working?.aborted).toBe(true);
      expect(deadline.aborted()).toBe(true);
      expect(await reasonOf(deadline.guard("answer", async () => 1))).toBe(reason);
    });
  }

  test("gives work that asks for its signal too late one that has aborted", async () => {
    const { clock, advance } = countingClock();
    let signalOf: (() => AbortSignal) | undefined;
    const guarded = reasonOf(
      startDeadline({ timeout: 1_000, clock }).guard("answer", (signal) => {
        signalOf = signal;
        return never();
      }),
    );
    await advance(1_000);
    await guarded;
    expect(signalOf?.().aborted).toBe(true);
  });

  test("leaves neither timer nor listener behind, however it ends", async () => {
    const { clock, advance, sleepers } = countingClock();
    const { signal } = new AbortController();
    const deadline = startDeadline({ timeout: 1_000, clock, signal });
    expect([sleepers(), listeners(signal)]).toEqual([0, 0]);

    let respond = (_: number) => {};
    const work = new Promise<number>((resolve) => respond = resolve);
    const guarded = [1, 2, 3].map(() => deadline.guard("answer", () => work));
    // A signal gets one listener, even if many calls share it.
    expect([sleepers(), listeners(signal)]).toEqual([3, 1]);
    respond(42);
    await Promise.all(guarded);
    await settle();
    expect([sleepers(), listeners(signal)]).toEqual([0, 0]);

    await reasonOf(deadline.guard("answer", () => Promise.reject(new Error("failed"))));
    await settle();
    expect([sleepers(), listeners(signal)]).toEqual([0, 0]);

    const late = reasonOf(deadline.guard("answer", never));
    await advance(1_000);
    await late;
    await settle();
    expect([sleepers(), listeners(signal)]).toEqual([0, 0]);
  });

  test("clears the timer after an abort", async () => {
    const { clock, sleepers } = countingClock();
    const controller = new AbortController();
    const { signal } = controller;
    const deadline = startDeadline({ timeout: 1_000, clock, signal });
    const guarded = reasonOf(deadline.guard("answer", never));
    expect(sleepers()).toBe(1);
    controller.abort();
    await guarded;
    await settle();
    expect(sleepers()).toBe(0);
  });
});

test("without a limit there is no timer", async () => {
  const { clock, sleepers } = countingClock();
  const deadline = startDeadline({ timeout: Infinity, clock });
  expect(await deadline.guard("answer", async () => sleepers())).toBe(0);
});

for (
  const [scope, option] of [
    ["call", "timeout"],
    ["attempt", "attemptTimeout"],
    ["batch", "batchTimeout"],
    ["page", "pageTimeout"],
    ["idle", "idleTimeout"],
  ] as const
) {
  test(`the error of the scope ${scope} names the option ${option}`, async () => {
    const { clock, advance } = countingClock();
    const guarded = reasonOf(startDeadline({ timeout: 50, scope, clock }).guard("answer", never));
    await advance(50);
    expect(await guarded).toMatchObject({
      message: `No answer within 50 ms (${option})`,
      remedy: `Increase ${option}, or find out what is slow.`,
      scope,
    });
  });
}

describe("attempt", () => {
  test("ends before the call does, and says that the attempt timed out", async () => {
    const { clock, advance } = countingClock();
    const attempt = startDeadline({ timeout: 1_000, clock }).within(300, "attempt");
    expect(attempt.remaining()).toBe(300);
    const guarded = reasonOf(attempt.guard("answer", never));
    await advance(300);
    expect(await guarded).toMatchObject({ timeout: 300, scope: "attempt" });
  });

  test("never ends after the call does, and then says that the call timed out", async () => {
    const { clock, advance } = countingClock();
    const call = startDeadline({ timeout: 1_000, clock });
    await advance(800);
    for (const timeout of [200, 300, 1e9]) {
      expect(call.within(timeout, "attempt").remaining()).toBe(200);
    }
    const guarded = [200, 300].map((timeout) =>
      reasonOf(call.within(timeout, "attempt").guard("answer", never))
    );
    await advance(200);
    for (const error of await Promise.all(guarded)) {
      expect(error).toMatchObject({ timeout: 1_000, scope: "call" });
    }
  });

  test("obeys the caller's signal as well", async () => {
    const { clock } = countingClock();
    const controller = new AbortController();
    const { signal } = controller;
    const attempt = startDeadline({ timeout: 1_000, clock, signal }).within(300, "attempt");
    const guarded = reasonOf(attempt.guard("answer", never));
    controller.abort("enough");
    expect(await guarded).toBe("enough");
    expect(attempt.aborted()).toBe(true);
  });
});

describe("a deadline on the clock of a mock, whose waits move it", () => {
  /** A client whose deadlines are on the mock's clock, which is at 0. */
  function client(timeout?: number) {
    const mock = createMockServer({ seed: demoSeed(), clock: createManualClock({ start: 0 }) });
    const { baseUrl, fetch, clock } = mock;
    const options = { ...demoCredentials(), baseUrl, fetch, clock, deadlineClock: clock, timeout };
    return { mock, client: createClient(options) };
  }

  test("does not move it", async () => {
    const { mock, client: healthy } = client();
    await healthy.status();
    expect(mock.clock.now()).toBe(0);
  });

  test("ends a delayed response at its time, and the clock moves no further", async () => {
    const { mock, client: slow } = client(20_000);
    mock.faults.add({ kind: "delay", duration: "25s", match: { path: "/status" } });
    const error = await reasonOf(slow.status());
    expect(error).toBeInstanceOf(TimeoutError);
    expect(mock.clock.now()).toBe(20_000);
  });

  test("ends each attempt at its time, and the next attempt succeeds", async () => {
    const { mock, client: slow } = client();
    mock.faults.add({ kind: "delay", duration: "40s", match: { path: "/status" } });
    await slow.status();
    expect(mock.clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(mock.clock.now()).toBeLessThan(31_000);
    expect(mock.journal.count({ path: "/status" })).toBe(2);
  });
});

test("a clock whose after() fails or calls back at once leaves no listener and causes no other error", async () => {
  const odd = (after: () => () => void): Clock => ({
    now: () => 0,
    sleep: () => Promise.resolve(),
    after,
  });
  const failing = odd(() => {
    throw new Error("no timers");
  });
  const { signal } = new AbortController();
  const added = spyOn(signal, "addEventListener");
  const removed = spyOn(signal, "removeEventListener");
  const start = (clock: Clock) =>
    startDeadline({ timeout: 10, clock, signal }).guard("work", () => new Promise(() => {}));
  await expect(start(failing)).rejects.toThrow("no timers");
  const eager: Clock = {
    ...odd(() => () => {}),
    after(_, callback) {
      callback();
      return () => {};
    },
  };
  await expect(start(eager)).rejects.toThrow("No work within 10 ms");
  expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
});

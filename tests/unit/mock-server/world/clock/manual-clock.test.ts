import { afterEach, describe, expect, jest, test } from "bun:test";
import { getEventListeners } from "node:events";
import { createRateLimiter } from "../../../../../src/http/rate-limit.ts";
import { createManualClock, type ManualClockOptions } from "../../../../../mock-server/mod.ts";
import { milliseconds } from "../../../../../mock-server/world/clock/duration.ts";
import { turn } from "../../../../../mock-server/world/clock/turn.ts";

const NEW_YEAR = Date.parse("2026-01-01T00:00:00Z");

/** A clock that moves only when advanced, and a list of the woken sleepers with their times. */
function setup() {
  const clock = createManualClock({ start: 0, autoAdvance: false });
  const woken: [name: string, at: number][] = [];
  const sleep = async (name: string, ms: number, signal?: AbortSignal) => {
    await clock.sleep(ms, signal);
    woken.push([name, clock.now()]);
  };
  return { clock, woken, sleep };
}

describe("start", () => {
  test("accepts a Date, an ISO text and milliseconds", () => {
    for (const start of [new Date(NEW_YEAR), "2026-01-01T00:00:00Z", NEW_YEAR]) {
      expect(createManualClock({ start }).now()).toBe(NEW_YEAR);
    }
  });

  test("defaults to the system's time at the first reading, and then stands still", async () => {
    const clock = createManualClock();
    const before = Date.now();
    const first = clock.now();
    expect(first).toBeGreaterThanOrEqual(before);
    expect(first).toBeLessThanOrEqual(Date.now());
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(clock.now()).toBe(first);
  });

  test("refuses an invalid date immediately", () => {
    for (const start of ["soon", "", NaN, Infinity, new Date(NaN)]) {
      expect(() => createManualClock({ start })).toThrow(/^start: expected a date/);
    }
  });
});

describe("advance", () => {
  test("moves the time synchronously when nothing sleeps", () => {
    const clock = createManualClock({ start: NEW_YEAR });
    void clock.advance("61m");
    expect(clock.now()).toBe(NEW_YEAR + 61 * 60_000);
  });

  test("wakes sleepers in the order of their times, each at its own time", async () => {
    const { clock, woken, sleep } = setup();
    const all = [sleep("c", 300), sleep("a", 100), sleep("b", 200), sleep("late", 1_001)];
    await clock.advance(1_000);
    expect(woken).toEqual([["a", 100], ["b", 200], ["c", 300]]);
    expect(clock.now()).toBe(1_000);
    await clock.advance(1);
    await Promise.all(all);
    expect(woken.at(-1)).toEqual(["late", 1_001]);
  });

  test("wakes sleepers of the same time in the order they started", async () => {
    const { clock, woken, sleep } = setup();
    const all = ["one", "two", "three"].map((name) => sleep(name, 50));
    await clock.advance(50);
    await Promise.all(all);
    expect(woken.map(([name]) => name)).toEqual(["one", "two", "three"]);
  });

  test("wakes sleepers that sleep again during the move at the right times", async () => {
    const { clock, woken, sleep } = setup();
    const all = [
      (async () => {
        for (const name of ["tick 1", "tick 2", "tick 3"]) await sleep(name, 100);
      })(),
      sleep("other", 250),
    ];
    await clock.advance(1_000);
    await Promise.all(all);
    expect(woken).toEqual([["tick 1", 100], ["tick 2", 200], ["other", 250], ["tick 3", 300]]);
  });

  test("wakes no sleeper before its time", async () => {
    const { clock, woken, sleep } = setup();
    const sleeping = sleep("one", 100);
    await clock.advance(99);
    expect(woken).toEqual([]);
    await clock.advance(1);
    await sleeping;
    expect(woken).toEqual([["one", 100]]);
  });

  test("adds up two concurrent moves, even with sleepers", async () => {
    const { clock, woken, sleep } = setup();
    void sleep("a", 1_800_000);
    await Promise.all([clock.advance("1h"), clock.advance("1h")]);
    expect(clock.now()).toBe(7_200_000);
    expect(woken).toEqual([["a", 1_800_000]]);
  });

  test("can be interrupted by set, and the time stays there", async () => {
    const { clock, sleep } = setup();
    void sleep("a", 50);
    await Promise.all([clock.advance(100), clock.set(0)]);
    expect(clock.now()).toBe(0);
  });

  test("does not pass the latest possible date", async () => {
    const clock = createManualClock({ start: 0 });
    expect(() => clock.advance(8.64e15 + 1)).toThrow(/^advance: \d+ moves the clock past/);
    await clock.advance(8.64e15);
    expect(new Date(clock.now()).toISOString()).toBe("+275760-09-13T00:00:00.000Z");
    expect(clock.now()).toBe(8.64e15);
  });

  test("accepts durations as text", async () => {
    for (
      const [text, expected] of [
        ["500ms", 500],
        ["1s", 1_000],
        ["61m", 3_660_000],
        ["1h30m", 5_400_000],
        [" 1h 30m ", 5_400_000],
        ["1.5h", 5_400_000],
        ["2d", 172_800_000],
        ["1m500ms", 60_500],
        ["0s", 0],
      ] as const
    ) {
      const clock = createManualClock({ start: 0 });
      await clock.advance(text);
      expect(clock.now()).toBe(expected);
    }
  });

  test("refuses an invalid duration, and keeps the time", () => {
    const clock = createManualClock({ start: 0 });
    const wrong = ["", " ", "61", "m", "-5m", "5 minutes", "1h-30m", "1H", "1,5h", "1..5h", "1e3s"];
    for (const by of [...wrong, -1, NaN, Infinity, -Infinity]) {
      expect(() => clock.advance(by)).toThrow(/^advance: expected milliseconds or a string/);
    }
    expect(clock.now()).toBe(0);
  });

  test("names the argument and the text of an invalid duration", () => {
    expect(() => milliseconds("delay", "5x")).toThrow(/^delay: .*"500ms", got "5x"$/);
  });
});

describe("set", () => {
  test("forward wakes sleepers like advance", async () => {
    const { clock, woken, sleep } = setup();
    const all = [sleep("b", 200), sleep("a", 100)];
    await clock.set(1_000);
    await Promise.all(all);
    expect(woken).toEqual([["a", 100], ["b", 200]]);
    expect(clock.now()).toBe(1_000);
  });

  test("backward wakes no sleepers, and they wait for their original time", async () => {
    const { clock, woken, sleep } = setup();
    const sleeping = sleep("one", 100);
    await clock.set(-1_000);
    expect(clock.now()).toBe(-1_000);
    await clock.advance(1_099);
    expect(woken).toEqual([]);
    await clock.advance(1);
    await sleeping;
    expect(woken).toEqual([["one", 100]]);
  });

  test("accepts dates, and refuses invalid ones", async () => {
    const clock = createManualClock({ start: 0 });
    await clock.set("2026-01-01T00:00:00Z");
    expect(clock.now()).toBe(NEW_YEAR);
    expect(() => clock.set("tomorrow")).toThrow(/^set: expected a date.*"tomorrow"$/);
    expect(clock.now()).toBe(NEW_YEAR);
  });
});

describe("sleep", () => {
  test("moves the time on its own, so that tests do not wait", async () => {
    const clock = createManualClock({ start: 0 });
    await clock.sleep(3_600_000);
    expect(clock.now()).toBe(3_600_000);
  });

  test("concurrent sleepers wake in order, and the longest sets the time", async () => {
    const clock = createManualClock({ start: 0 });
    const woken: number[] = [];
    const ms = [300, 100, 200];
    await Promise.all(ms.map((of) => clock.sleep(of).then(() => woken.push(clock.now()))));
    expect(woken).toEqual([100, 200, 300]);
    expect(clock.now()).toBe(300);
  });

  test("does not move the time with autoAdvance: false", async () => {
    const { clock, woken, sleep } = setup();
    const controller = new AbortController();
    const sleeping = sleep("one", 1, controller.signal).catch(() => {});
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
    expect([clock.now(), woken]).toEqual([0, []]);
    controller.abort();
    await sleeping;
  });

  test("with zero or less ends without moving the time", async () => {
    const clock = createManualClock({ start: 0 });
    await clock.sleep(0);
    await clock.sleep(-5);
    expect(clock.now()).toBe(0);
  });

  test("rejects with the signal's own reason, and does not wake later", async () => {
    const { clock, woken, sleep } = setup();
    const controller = new AbortController();
    const { signal } = controller;
    const reason = { code: 7 };
    const ended = sleep("one", 100, signal).then(() => undefined, (why: unknown) => why);
    expect(getEventListeners(signal, "abort").length).toBe(1);
    controller.abort(reason);
    expect(await ended).toBe(reason);
    expect(getEventListeners(signal, "abort").length).toBe(0);
    await clock.advance(1_000);
    expect(woken).toEqual([]);
  });

  test("does not move the time when it is aborted", async () => {
    const clock = createManualClock({ start: 0 });
    const controller = new AbortController();
    const ended = clock.sleep(100, controller.signal).catch(() => {});
    controller.abort();
    await ended;
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
    expect(clock.now()).toBe(0);
  });

  for (const ms of [NaN, Infinity, 1e300, 8.64e15 + 1]) {
    test(`of ${ms} ms is refused, since it would never end`, async () => {
      const clock = createManualClock({ start: 0 });
      await expect(clock.sleep(ms)).rejects.toThrow(
        `up to the latest time a Date can hold, got ${ms}`,
      );
      expect(clock.now()).toBe(0);
    });
  }

  test("does not start with an aborted signal", async () => {
    const clock = createManualClock({ start: 0 });
    const ended = clock.sleep(100, AbortSignal.abort("too late"));
    expect(await ended.catch((why: unknown) => why)).toBe("too late");
    expect(clock.now()).toBe(0);
  });

  test("removes its listener when it ends", async () => {
    const clock = createManualClock({ start: 0 });
    const { signal } = new AbortController();
    await clock.sleep(100, signal);
    expect(getEventListeners(signal, "abort").length).toBe(0);
  });
});

describe("running: true", () => {
  test("time passes in real time from the start time", async () => {
    const clock = createManualClock({ start: NEW_YEAR, running: true });
    const first = clock.now();
    expect(first - NEW_YEAR).toBeLessThan(5);
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(clock.now() - first).toBeGreaterThanOrEqual(10);
    await clock.set(0);
    expect(clock.now()).toBeLessThan(1_000);
  });

  test("a short sleep waits in real time", async () => {
    const clock = createManualClock({ running: true });
    const start = performance.now();
    await clock.sleep(15);
    expect(performance.now() - start).toBeGreaterThanOrEqual(13);
  });

  test("advance ends a long sleep immediately, and shortens an even longer one", async () => {
    const clock = createManualClock({ start: 0, running: true });
    const start = performance.now();
    const long = clock.sleep(3_600_000);
    const rest = clock.sleep(3_600_020);
    await clock.advance("1h");
    await long;
    await rest;
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(clock.now()).toBeGreaterThanOrEqual(3_600_000);
  });

  test("a sleep longer than the maximum timer does not end immediately", async () => {
    const clock = createManualClock({ running: true });
    const controller = new AbortController();
    let woken = false;
    const sleeping = clock.sleep(2 ** 31, controller.signal).then(() => woken = true, () => {});
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(woken).toBe(false);
    controller.abort();
    await sleeping;
  });

  test("an abort ends a long sleep, and leaves no timer that keeps the process alive", async () => {
    const clock = createManualClock({ running: true });
    const controller = new AbortController();
    const ended = clock.sleep(3_600_000, controller.signal).catch((why: unknown) => why);
    controller.abort("enough");
    expect(await ended).toBe("enough");
  });
});

describe("with a test runner's fake timers", () => {
  afterEach(() => void jest.useRealTimers());

  test("the time stays where it was set, whatever the fake time is", () => {
    const clock = createManualClock({ start: NEW_YEAR });
    jest.useFakeTimers();
    jest.setSystemTime(0);
    expect(clock.now()).toBe(NEW_YEAR);
    void clock.advance("1h");
    expect(clock.now()).toBe(NEW_YEAR + 3_600_000);
  });

  for (
    const [what, move] of [
      ["advance wakes sleepers one after another", "advance"],
      ["a sleep moves the time by itself", "itself"],
    ] as const
  ) {
    test(what, async () => {
      jest.useFakeTimers();
      const clock = createManualClock({ start: 0, autoAdvance: move === "itself" });
      let woken = 0;
      void clock.sleep(100).then(() => woken += 1);
      void clock.sleep(200).then(() => woken += 1);
      if (move === "advance") void clock.advance(200);
      for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
      expect([woken, clock.now()]).toEqual([2, 200]);
    });
  }
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("stopped and running again", () => {
  test("freeze stops the time, and resume continues from there", async () => {
    const clock = createManualClock({ start: 0 });
    expect(clock.running).toBe(false);
    clock.resume();
    expect(clock.running).toBe(true);
    await wait(15);
    clock.freeze();
    const stopped = clock.now();
    expect(stopped).toBeGreaterThanOrEqual(10);
    await wait(15);
    expect([clock.now(), clock.running]).toEqual([stopped, false]);
    clock.resume();
    expect(clock.now() - stopped).toBeLessThan(10);
  });

  test("a sleeper waits while the clock is frozen, and advance wakes it at its original time", async () => {
    const clock = createManualClock({ start: 0, running: true });
    let woken: number | undefined;
    const sleeping = clock.sleep(20).then(() => woken = clock.now());
    clock.freeze();
    await wait(40);
    expect(woken).toBeUndefined();
    await clock.advance(20);
    await sleeping;
    expect(woken).toBeGreaterThanOrEqual(20);
  });

  test("a sleeper on a clock that stands still wakes after the clock runs", async () => {
    const clock = createManualClock({ start: 0, autoAdvance: false });
    const sleeping = clock.sleep(15);
    clock.resume();
    await sleeping;
    expect(clock.now()).toBeGreaterThanOrEqual(15);
    expect(clock.now()).toBeLessThan(1_000);
  });

  test("a sleep does not move the time if the clock has started to run in the meantime", async () => {
    const clock = createManualClock({ start: 0 });
    const controller = new AbortController();
    const sleeping = clock.sleep(3_600_000, controller.signal).catch(() => {});
    clock.resume();
    await wait(10);
    expect(clock.now()).toBeLessThan(3_600_000);
    controller.abort();
    await sleeping;
  });

  test("after reset, sleepers keep their remaining time, and a move in progress is canceled", async () => {
    const clock = createManualClock({ start: 0, autoAdvance: false });
    const woken: number[] = [];
    const sleep = async (ms: number) => {
      await clock.sleep(ms);
      woken.push(clock.now());
    };
    await clock.advance("1h");
    void sleep(2_000);
    clock.reset();
    expect(clock.now()).toBe(0);
    await clock.advance(1_999);
    expect(woken).toEqual([]);
    await clock.advance(1);
    expect(woken).toEqual([2_000]);

    void sleep(10);
    const moving = clock.advance("1h");
    clock.reset();
    await moving;
    expect(clock.now()).toBe(0);
  });

  test("after reset, a sleeper moves the time only by its remaining time", async () => {
    const clock = createManualClock({ start: 0 });
    await clock.advance("1h");
    const slept = clock.sleep(2_000);
    clock.reset();
    await slept;
    expect(clock.now()).toBe(2_000);
  });

  test("reset restores the start time, and whether the clock was running", () => {
    const clock = createManualClock({ start: 5 });
    void clock.advance("1h");
    clock.resume();
    clock.reset();
    expect([clock.now(), clock.running]).toEqual([5, false]);
  });
});

describe("monotonic", () => {
  test("grows with every move forward, and never goes back", async () => {
    const clock = createManualClock({ start: 1_000 });
    const start = clock.monotonic?.() ?? NaN;
    const since = () => (clock.monotonic?.() ?? NaN) - start;
    await clock.advance(500);
    expect(since()).toBe(500);
    await clock.set(200);
    expect(since()).toBe(500);
    await clock.set(1_200);
    expect(since()).toBe(1_500);
    clock.reset();
    expect(since()).toBe(1_500);
    await clock.advance(1);
    expect(since()).toBe(1_501);
  });

  test("a rate limit still ends after its wait when the time is set back", async () => {
    const clock = createManualClock({ start: 1_000_000 });
    const limiter = createRateLimiter(1, clock);
    limiter.take();
    await clock.set(0);
    expect(limiter.wait()).toBe(60_000);
    await clock.advance(60_000);
    expect(limiter.wait()).toBe(0);
  });
});

describe("an invalid option is refused by name", () => {
  const DATE = "start: expected a date, an ISO 8601 string or milliseconds, got ";
  const cases: [options: unknown, message: string][] = [
    [{ autoAdvance: "no" }, 'autoAdvance: expected true or false, got "no"'],
    [{ running: 0 }, "running: expected true or false, got 0"],
    [{ start: "soon" }, `${DATE}"soon"`],
    [{ start: 8.64e15 + 2 }, `${DATE}8640000000000002`],
    [{ autoAdvnce: true }, "Unknown option autoAdvnce. Did you mean autoAdvance?"],
    [{ strat: 0 }, "Unknown option strat. Did you mean start?"],
    [null, "options: expected an object, got null"],
  ];
  for (const [options, message] of cases) {
    test(message, () => {
      const create = () => Reflect.apply(createManualClock, undefined, [options]);
      expect(create).toThrow(TypeError);
      expect(create).toThrow(message);
    });
  }
});

describe("the latest time that a Date can hold", () => {
  const LATEST = 8.64e15;

  test("is not passed by a clock that runs", async () => {
    const clock = createManualClock({ start: LATEST, running: true });
    clock.now();
    await wait(2);
    expect(clock.now()).toBe(LATEST);
  });

  test("can be reached, but not passed, by a move or a sleep", async () => {
    const clock = createManualClock({ start: LATEST - 10 });
    expect(() => clock.advance(11)).toThrow(
      new TypeError("advance: 11 moves the clock past the latest time a Date can hold"),
    );
    await expect(clock.sleep(11)).rejects.toThrow(
      "sleep: expected milliseconds up to the latest time a Date can hold, got 11",
    );
    await clock.sleep(5);
    await clock.advance(5);
    expect(clock.now()).toBe(LATEST);
  });

  test("is where a sleeper wakes that reset would move past it", async () => {
    const clock = createManualClock({ start: LATEST - 10, autoAdvance: false });
    await clock.set(0);
    let woken: number | undefined;
    const sleeping = clock.sleep(1_000).then(() => woken = clock.now());
    clock.reset();
    await clock.advance(9);
    expect(woken).toBeUndefined();
    await clock.advance(1);
    await sleeping;
    expect(woken).toBe(LATEST);
  });
});

describe("a sleep", () => {
  test("of something else than a number is refused", async () => {
    const clock = createManualClock({ start: 0 });
    for (const ms of ["5", null, undefined, {}]) {
      const sleeping = Reflect.apply(clock.sleep, clock, [ms]);
      await expect(sleeping).rejects.toThrow(TypeError);
      await expect(sleeping).rejects.toThrow("sleep: expected milliseconds");
    }
  });

  test("of a negative time ends at once, also on a clock that does not move", async () => {
    const clock = createManualClock({ start: 0, autoAdvance: false });
    const ended: string[] = [];
    const sleeping = clock.sleep(-5).then(() => ended.push("slept"));
    await clock.advance(0);
    await sleeping;
    expect([ended, clock.now()]).toEqual([["slept"], 0]);
  });

  test("that was aborted does not hold up a move", async () => {
    const { clock, woken, sleep } = setup();
    const controller = new AbortController();
    const aborted = sleep("aborted", 100, controller.signal).catch(() => "aborted");
    const sleeping = sleep("other", 200);
    controller.abort();
    await clock.advance(1_000);
    await sleeping;
    expect([await aborted, woken, clock.now()]).toEqual(["aborted", [["other", 200]], 1_000]);
  });
});

describe("monotonic time", () => {
  test("passes on a clock that runs, and not while it is frozen", async () => {
    const clock = createManualClock({ start: 0, running: true });
    const start = clock.monotonic?.() ?? NaN;
    await wait(5);
    clock.freeze();
    const frozen = clock.monotonic?.() ?? NaN;
    expect(frozen - start).toBe(clock.now());
    await wait(2);
    expect(clock.monotonic?.()).toBe(frozen);
  });

  test("counts what passed before and after each move, once", async () => {
    const clock = createManualClock({ start: 0 });
    const start = clock.monotonic?.() ?? NaN;
    await clock.advance(10);
    await clock.advance(5);
    await clock.set(3);
    await clock.set(3);
    await clock.sleep(4);
    expect([clock.now(), (clock.monotonic?.() ?? NaN) - start]).toEqual([7, 19]);
  });
});

describe("after", () => {
  /** A clock, and the times at which a deadline passed on it. */
  function withDeadline(options: ManualClockOptions, ms: number) {
    const clock = createManualClock({ start: 0, ...options });
    const passed: number[] = [];
    const cancel = clock.after?.(ms, () => void passed.push(clock.now()));
    return { clock, passed, cancel };
  }

  test("does not move the clock, and calls at its time when the clock is moved", async () => {
    const { clock, passed } = withDeadline({}, 100);
    await turn();
    await turn();
    expect([clock.now(), passed]).toEqual([0, []]);
    await clock.advance(99);
    expect(passed).toEqual([]);
    await clock.advance(10);
    expect([clock.now(), passed]).toEqual([109, [100]]);
  });

  test("calls at its time when a sleep moves the clock further", async () => {
    const { clock, passed } = withDeadline({}, 100);
    await clock.sleep(500);
    expect([clock.now(), passed]).toEqual([500, [100]]);
  });

  test("a sleep that it ends moves the clock no further", async () => {
    const clock = createManualClock({ start: 0 });
    const deadline = new AbortController();
    clock.after?.(100, () => deadline.abort("too late"));
    expect(await clock.sleep(500, deadline.signal).catch((reason: unknown) => reason))
      .toBe("too late");
    await turn();
    await turn();
    expect(clock.now()).toBe(100);
  });

  test("calls nothing once it was canceled", async () => {
    const { clock, passed, cancel } = withDeadline({}, 100);
    cancel?.();
    await clock.advance(200);
    expect(passed).toEqual([]);
    cancel?.();
  });

  test("runs with a clock that runs", async () => {
    const { passed } = withDeadline({ running: true }, 1);
    const until = Date.now() + 5_000;
    while (passed.length === 0 && Date.now() < until) await turn();
    expect(passed[0]).toBeGreaterThanOrEqual(1);
  });

  test("ends at the latest time that a date can hold", async () => {
    const { clock, passed } = withDeadline({}, Number.MAX_VALUE);
    await clock.set(8.64e15);
    expect(passed).toEqual([8.64e15]);
  });
});

// What only Workers show otherwise: sleepers whose requests notice late, or never.
import { describe, expect, test } from "bun:test";
import { createClockTime } from "../../../../../mock-server/world/clock/clock-time.ts";
import { createMoves, type Sleeper } from "../../../../../mock-server/world/clock/moves.ts";

/** Moves from 0, and the sleepers. The name of each one that wakes is noted, with the time. */
function setup() {
  const time = createClockTime(0, false);
  const sleepers = new Set<Sleeper>();
  const woken: [name: string, at: number][] = [];
  /** Adds a sleeper. `onWake` runs in its own request. */
  function sleeper(name: string, wakesAt: number, onWake: (own: Sleeper) => void = () => {}) {
    const own: Sleeper = {
      wakesAt,
      isAwake: false,
      recheck() {
        if (sleepers.has(own)) return;
        woken.push([name, time.now()]);
        onWake(own);
      },
    };
    sleepers.add(own);
  }
  return { time, sleepers, woken, sleeper, moves: createMoves(time, sleepers) };
}

const notices = (own: Sleeper) => void (own.isAwake = true);

/** How often a move looks at the clock while it waits at each time. It looks twice in each turn. */
async function looks({ moves, time }: ReturnType<typeof setup>, target: number) {
  const counts = new Map<number, number>();
  await moves.move(() => target, () => {
    counts.set(time.now(), (counts.get(time.now()) ?? 0) + 1);
  });
  return Object.fromEntries(counts);
}

describe("a move that woke a sleeper", () => {
  test("goes on in the next turn if the sleeper has noticed", async () => {
    const world = setup();
    world.sleeper("a", 5, notices);
    world.sleeper("b", 7, notices);
    expect(await looks(world, 10)).toEqual({ 5: 2, 7: 2, 10: 1 });
    expect(world.woken).toEqual([["a", 5], ["b", 7]]);
  });

  test("waits three turns for one that does not notice, for each of them, and then goes on", async () => {
    const world = setup();
    world.sleeper("a", 5);
    world.sleeper("b", 7);
    expect(await looks(world, 10)).toEqual({ 5: 8, 7: 8, 10: 1 });
    expect(world.woken).toEqual([["a", 5], ["b", 7]]);
  });

  test("waits only as long as the sleeper has not noticed", async () => {
    const world = setup();
    let looked = 0;
    world.sleeper("late", 5);
    const [late] = world.sleepers;
    await world.moves.move(() => 10, () => {
      // At the first look of the second turn.
      if (++looked === 4 && late !== undefined) notices(late);
    });
    expect(looked).toBe(5);
  });

  test("wakes a sleeper that goes to sleep again, at its own time", async () => {
    const world = setup();
    world.sleeper("first", 5, (own) => {
      notices(own);
      queueMicrotask(() => world.sleeper("second", 6, notices));
    });
    await world.moves.move(() => 10);
    expect(world.woken).toEqual([["first", 5], ["second", 6]]);
  });

  test("does not move back if the time has moved past its target meanwhile", async () => {
    const world = setup();
    world.sleeper("a", 5, notices);
    const moving = world.moves.move(() => 10);
    world.time.show(20);
    await moving;
    expect(world.time.now()).toBe(20);
  });
});

test("moves that wake no one are done when the call returns, one after another", () => {
  const { moves, time } = setup();
  for (const target of [10, 15]) {
    void moves.move(() => target);
    expect(time.now()).toBe(target);
  }
});

test("a move that begins before another one has ended follows it", async () => {
  const world = setup();
  world.sleeper("a", 5, notices);
  const ended: number[] = [];
  const move = async (by: number) => {
    let target: number | undefined;
    await world.moves.move(() => target ??= world.time.now() + by);
    ended.push(world.time.now());
  };
  await Promise.all([move(10), move(2)]);
  expect(ended).toEqual([12, 12]);
  expect(world.woken).toEqual([["a", 5]]);
});

test("a move goes no further than its target of the moment", async () => {
  const world = setup();
  let target = 10;
  world.sleeper("a", 5, (own) => {
    notices(own);
    target = 5;
  });
  world.sleeper("b", 7, notices);
  await world.moves.move(() => target);
  expect([world.woken, world.time.now()]).toEqual([[["a", 5]], 5]);
});

test("a canceled move ends, and leaves the time where it is", async () => {
  const world = setup();
  world.sleeper("a", 5, notices);
  const moving = world.moves.move(() => 10);
  world.moves.cancel();
  await moving;
  expect(world.time.now()).toBe(5);
});

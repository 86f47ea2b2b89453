import { expect, test } from "bun:test";
import { autosave, LONGEST_MS, QUIET_MS } from "../../../cli/autosave.ts";
import { createManualClock } from "../../../mock-server/mod.ts";
import { turn } from "../../../mock-server/world/clock/turn.ts";

/** An autosave on a frozen clock, and the times of its saves in milliseconds since the start. */
function observed(save: () => Promise<void> = () => Promise.resolve()) {
  const clock = createManualClock({ start: 0, autoAdvance: false });
  const times: number[] = [];
  const errors: unknown[] = [];
  const saves = autosave(
    () => {
      times.push(clock.now());
      return save();
    },
    (error) => void errors.push(error),
    clock,
  );
  return { clock, times, errors, saves };
}

test("many changes in a short time cause one save", async () => {
  const { clock, times, saves } = observed();
  for (let i = 0; i < 50; i++) saves.changed();
  expect(times).toEqual([]);
  await clock.advance(QUIET_MS);
  expect(times).toEqual([QUIET_MS]);
  await clock.advance("1h");
  expect(times).toEqual([QUIET_MS]);
});

test("changes that never pause are saved at the latest after a second", async () => {
  const { clock, times, saves } = observed();
  for (let i = 0; i < 30; i++) {
    saves.changed();
    await clock.advance(QUIET_MS / 2);
  }
  expect(times).toEqual([LONGEST_MS, 2 * LONGEST_MS, 3 * LONGEST_MS]);
});

test("a change during a save is saved too, one save after another", async () => {
  const release: (() => void)[] = [];
  const { clock, times, saves } = observed(() => new Promise((resolve) => release.push(resolve)));
  saves.changed();
  await clock.advance(QUIET_MS);
  saves.changed();
  await clock.advance("1h");
  expect(times).toHaveLength(1);
  release[0]?.();
  await turn();
  expect(times).toHaveLength(2);
});

test("a failed save is reported, and the next change is saved", async () => {
  let fails = true;
  const { clock, times, errors, saves } = observed(() =>
    fails ? Promise.reject(new Error("the disk is full")) : Promise.resolve()
  );
  saves.changed();
  await clock.advance(QUIET_MS);
  expect(errors).toHaveLength(1);
  fails = false;
  saves.changed();
  await clock.advance(QUIET_MS);
  expect([times.length, errors.length]).toEqual([2, 1]);
});

test("the end saves at once and once, and later changes are ignored", async () => {
  const { clock, times, saves } = observed();
  saves.changed();
  await saves.end();
  expect(times).toEqual([0]);
  saves.changed();
  await clock.advance("1h");
  expect(times).toEqual([0]);
});

test("the end saves even if nothing changed, and throws the error of this save", async () => {
  const { times, saves } = observed(() => Promise.reject(new Error("the disk is full")));
  expect(await saves.end().catch(String)).toBe("Error: the disk is full");
  expect(times).toEqual([0]);
});

import { expect, test } from "bun:test";
import { durationText, showProgress } from "../../../cli/progress.ts";

/** A terminal that keeps what was written, and a clock that the test moves. */
function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text), time: 0 };
}

test("a terminal shows the steps that are done, and from the third on how long the rest takes", () => {
  const at = terminal(true);
  const progress = showProgress(9, "cases", at, () => at.time);
  for (at.time = 1000; at.time <= 3000; at.time += 1000) progress.step();
  progress.clear();
  expect(at.written).toEqual([
    "\r\x1b[K1 of 9 cases",
    "\r\x1b[K2 of 9 cases",
    "\r\x1b[K3 of 9 cases, about 6 s left",
    "\r\x1b[K",
  ]);
});

test("nothing is written to a stream that is not a terminal", () => {
  const at = terminal(false);
  const progress = showProgress(2, "cases", at);
  progress.step();
  progress.clear();
  expect(at.written).toEqual([]);
});

test("a duration is shown in seconds, minutes, or hours and minutes", () => {
  expect([0, 59_400, 59_600, 150_000, 3_600_000, 5_430_000].map(durationText))
    .toEqual(["0 s", "59 s", "1 min", "3 min", "1 h 0 min", "1 h 31 min"]);
});

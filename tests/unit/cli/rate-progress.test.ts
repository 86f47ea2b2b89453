import { expect, test } from "bun:test";
import { showRate } from "../../../cli/rate-progress.ts";

/** A stream that keeps what was written, and a clock that the test moves. */
function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text), time: 0 };
}

test("a terminal shows one line with the rate and the time left", () => {
  const at = terminal(true);
  const rate = showRate("rows", at, () => at.time);
  rate.update(0, 5_000);
  for (at.time = 100; at.time <= 4_000; at.time += 100) rate.update(at.time / 4, 5_000);
  rate.end();
  expect(at.written[0]).toBe("\r0 of 5,000 rows (0%)");
  expect(at.written).toHaveLength(22);
  expect(at.written.at(-2)).toBe("\r1,000 of 5,000 rows (20%), 250 a second, 16 s left");
  expect(at.written.at(-1)).toMatch(/^\r {50}\r$/);
});

test("elsewhere a line is printed every ten seconds, and rows of earlier runs do not count for the rate", () => {
  const at = terminal(false);
  const rate = showRate("records", at, () => at.time);
  rate.update(100);
  for (at.time = 1_000; at.time <= 25_000; at.time += 1_000) rate.update(100 + at.time / 1_000 * 2);
  rate.end();
  expect(at.written).toEqual(["120 records, 2 a second\n", "140 records, 2 a second\n"]);
});

test("another line goes above the progress of a terminal, and between the lines elsewhere", () => {
  const at = terminal(true);
  const rate = showRate("rows", at, () => at.time);
  rate.say("first");
  rate.update(1);
  rate.say("second");
  expect(at.written.join("")).toBe("first\n\r1 rows\r      \rsecond\n1 rows");
  const file = terminal(false);
  showRate("rows", file, () => 0).say("line");
  expect(file.written).toEqual(["line\n"]);
});

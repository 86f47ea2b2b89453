import { expect, test } from "bun:test";
import { milliseconds } from "../../../../../mock-server/world/clock/duration.ts";

test("a duration is milliseconds, or numbers and units with spaces anywhere between", () => {
  const cases: [number | string, number][] = [
    [0, 0],
    [1.5, 1.5],
    ["0ms", 0],
    ["10ms", 10],
    ["12s", 12_000],
    ["1.25s", 1_250],
    ["10.50m", 630_000],
    ["3h", 10_800_000],
    ["1d", 86_400_000],
    ["1 h", 3_600_000],
    ["1  h  30  m", 5_400_000],
    ["\t1h\n", 3_600_000],
    ["  1h", 3_600_000],
    ["1h  ", 3_600_000],
    ["1s1ms1s", 2_001],
    ["1m 1.5s 2ms", 61_502],
  ];
  for (const [given, expected] of cases) {
    expect([given, milliseconds("delay", given)]).toEqual([given, expected]);
  }
});

test("anything else is refused by name", () => {
  const wrong = [
    "",
    " ",
    "1",
    "h",
    "1x",
    "x1h",
    "1hx",
    "1h x",
    ".5h",
    "1.h",
    "1. 5h",
    "-1h",
    "+1h",
    "1,5h",
    "1hours",
    "1H",
    `${"9".repeat(400)}d`,
    -1,
    NaN,
    Infinity,
  ];
  for (const given of wrong) {
    expect(() => milliseconds("delay", given)).toThrow(TypeError);
    expect(() => milliseconds("delay", given)).toThrow(
      'delay: expected milliseconds or a string such as "61m", "1h30m" or "500ms", got ',
    );
  }
  expect(() => Reflect.apply(milliseconds, undefined, ["delay", ["1h"]])).toThrow(
    "delay: expected",
  );
});

import { expect, test } from "bun:test";
import { runInNewContext } from "node:vm";
import { instant } from "../../../../../mock-server/world/clock/instant.ts";

const NEW_YEAR = Date.parse("2026-01-01T00:00:00Z");

test("a date, an ISO 8601 string and milliseconds are times", () => {
  const dates = [
    new Date(NEW_YEAR),
    // Of another realm.
    runInNewContext(`new Date(${NEW_YEAR})`),
    "2026-01-01T00:00:00Z",
    "2026-01-01",
    NEW_YEAR,
  ];
  for (const date of dates) expect([date, instant(date)]).toEqual([date, NEW_YEAR]);
});

test("all times that a Date can hold are times, and no others", () => {
  for (const time of [0, 8.64e15, -8.64e15, 0.5]) expect(instant(time)).toBe(time);
  for (const time of [8.64e15 + 2, -8.64e15 - 2, NaN, Infinity]) {
    expect([time, instant(time)]).toEqual([time, undefined]);
  }
});

test("anything else is not a time", () => {
  const others = ["", "soon", new Date(NaN), null, undefined, true, {}, [2026], {
    getTime: () => 0,
  }];
  for (const other of others) expect([other, instant(other)]).toEqual([other, undefined]);
});

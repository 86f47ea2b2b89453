import { expect, test } from "bun:test";
import { localExpiry } from "../../../../src/auth/clock-skew.ts";

const HOUR = 3_600_000;
const NOON = Date.parse("2026-01-01T12:00:00Z");
const inSeconds = (time: number) => time / 1_000;

test("a token expires at its exp if the clock is right", () => {
  const exp = inSeconds(NOON + HOUR);
  expect(localExpiry({ exp, sentAt: NOON, serverTime: NOON })).toBe(NOON + HOUR);
  expect(localExpiry({ exp, sentAt: NOON, serverTime: undefined })).toBe(NOON + HOUR);
});

for (const [how, off] of [["ahead", 10], ["behind", -10]] as const) {
  test(`a local clock ten minutes ${how} is corrected with the response's Date`, () => {
    const sentAt = NOON + off * 60_000;
    const exp = inSeconds(NOON + HOUR / 2);
    expect(localExpiry({ exp, sentAt, serverTime: NOON })).toBe(sentAt + HOUR / 2);
  });
}

test("a token with an exp in more than an hour is still refreshed within the hour", () => {
  const exp = inSeconds(NOON + 24 * HOUR);
  expect(localExpiry({ exp, sentAt: NOON, serverTime: NOON })).toBe(NOON + HOUR);
});

test("a token with an exp in less than an hour expires at that time", () => {
  const exp = inSeconds(NOON + 5_000);
  expect(localExpiry({ exp, sentAt: NOON, serverTime: NOON })).toBe(NOON + 5_000);
});

test("a token that is expired on arrival is used for an hour, since the clocks differ", () => {
  for (const exp of [inSeconds(NOON), inSeconds(NOON - HOUR), 0, -1]) {
    expect(localExpiry({ exp, sentAt: NOON, serverTime: NOON })).toBe(NOON + HOUR);
  }
});

test("without a Date header, a slow local clock never keeps a token longer than an hour", () => {
  const sentAt = NOON - 20 * 60_000;
  const exp = inSeconds(NOON + HOUR);
  expect(localExpiry({ exp, sentAt, serverTime: undefined })).toBe(sentAt + HOUR);
});

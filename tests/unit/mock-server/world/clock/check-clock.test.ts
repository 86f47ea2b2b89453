import { expect, test } from "bun:test";
import { createManualClock } from "../../../../../mock-server/mod.ts";
import { checkClock } from "../../../../../mock-server/world/clock/check-clock.ts";

test("what is not a clock that tests control is refused as a tenant's clock, whichever method it lacks", () => {
  const whole = createManualClock();
  expect(() => checkClock(whole)).not.toThrow();
  const methods = ["now", "sleep", "advance", "set", "freeze", "resume", "reset"] as const;
  const others: unknown[] = [undefined, null, 5, () => 0, {}, { now: Date.now, sleep: () => {} }];
  for (const name of methods) others.push({ ...whole, [name]: undefined });
  for (const other of others) {
    expect(() => checkClock(other)).toThrow(TypeError);
    expect(() => checkClock(other))
      .toThrow("clock: expected a clock that createManualClock() returned, got ");
  }
});

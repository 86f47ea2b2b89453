import { formatValue } from "../../support/format-value.ts";
import type { ManualClock } from "./manual-clock.ts";

const METHODS: readonly (keyof ManualClock)[] = [
  "now",
  "sleep",
  "advance",
  "set",
  "freeze",
  "resume",
  "reset",
];

/**
 * Checks that a value is a clock that tests control.
 *
 * @throws {TypeError} When it lacks a method.
 */
export function checkClock(value: unknown): void {
  const isClock = typeof value === "object" && value !== null &&
    METHODS.every((name) => typeof Reflect.get(value, name) === "function");
  if (isClock) return;
  throw new TypeError(
    `clock: expected a clock that createManualClock() returned, got ${formatValue(value)}`,
  );
}

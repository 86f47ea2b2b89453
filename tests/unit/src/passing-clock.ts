import type { Clock } from "../../../mod.ts";
import { createManualClock } from "../../../mock-server/mod.ts";

/** A clock for deadlines that pass at once: without `after`, a deadline sleeps, and a sleep moves this clock. */
export function passingClock(): Clock {
  const { now, sleep } = createManualClock();
  return { now, sleep };
}

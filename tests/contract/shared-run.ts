import { type Clock, systemClock } from "../../mod.ts";
import { ContractViolation } from "./assert.ts";
import { trackCreated } from "./clean-up.ts";
import { helpersFor } from "./helpers.ts";
import { watch } from "./last-exchange.ts";
import { deleteRecords, RecordsLeft } from "./left-over.ts";
import type { Target } from "./target.ts";

/** Runs a case on a shared target, and deletes the records that it created. */
export async function runAndCleanUp(
  run: (target: Target) => Promise<void>,
  shared: Target,
): Promise<void> {
  const { target, created, unnamed } = trackCreated(shared);
  const { target: watched, activity, explained } = watch(target);
  const { signal, collection } = shared;
  let failure: ContractViolation | undefined;
  try {
    await untilStopped(run(watched), shared, activity);
  } catch (error) {
    if (!signal?.aborted) failure = await explained(error);
  }
  const paths = await created();
  const left = [...unnamed()];
  if (paths.size > 0) {
    const { records } = await helpersFor(shared);
    left.push(...await deleteRecords(records, paths, shared));
  }
  if (left.length > 0) failure = new RecordsLeft(left, collection, failure);
  if (failure !== undefined) throw failure;
  signal?.throwIfAborted();
}

/** Waits for a case, but not when the signal aborts, and not when nothing happens for long. */
async function untilStopped(
  work: Promise<void>,
  { signal, idleTimeout, deadlineClock = systemClock }: Target,
  activity: () => number,
): Promise<void> {
  const ended = new AbortController();
  const stopped = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  const aborted = new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason), { signal: ended.signal });
  });
  const idle = idleTimeout === undefined
    ? []
    : [untilIdle(activity, idleTimeout, deadlineClock, stopped)];
  try {
    await Promise.race([work, aborted, ...idle]);
  } finally {
    ended.abort();
  }
}

/** Rejects when nothing has happened for a time. */
async function untilIdle(
  activity: () => number,
  timeout: number,
  clock: Clock,
  stopped: AbortSignal,
): Promise<never> {
  for (let before = NaN; before !== activity();) {
    before = activity();
    await clock.sleep(timeout, stopped);
  }
  throw new ContractViolation(
    `the case sent and received nothing for ${timeout / 1000} s, so it was stopped`,
  );
}

import { systemClock } from "../../mod.ts";

/**
 * Waits for work, but not longer than a number of milliseconds of the system's clock: a clock that advances when
 * something sleeps would end the wait at once.
 *
 * @param timeout Without it there is no limit.
 * @throws {TypeError} When the time is over.
 */
export async function within<T>(work: Promise<T>, timeout: number | undefined): Promise<T> {
  if (timeout === undefined) return await work;
  const ended = new AbortController();
  const late = systemClock.sleep(timeout, ended.signal).then(() => {
    throw new TypeError(`no response within ${timeout / 1000} s`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}

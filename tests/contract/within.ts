import { type Clock, systemClock } from "../../mod.ts";

/**
 * Waits for work, but not longer than a number of milliseconds.
 *
 * @param timeout Without it there is no limit.
 * @param clock Default: the system's clock. A clock that advances when something sleeps would end the wait at once.
 * @throws {TypeError} When the time is over.
 */
export async function within<T>(
  work: Promise<T>,
  timeout: number | undefined,
  clock: Clock = systemClock,
): Promise<T> {
  if (timeout === undefined) return await work;
  const ended = new AbortController();
  const late = clock.sleep(timeout, ended.signal).then(() => {
    throw new TypeError(`no response within ${timeout / 1000} s`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}

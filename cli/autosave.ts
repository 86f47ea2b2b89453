import { type Clock, systemClock } from "../mod.ts";

/** Saves some time after changes, so that many changes cause few saves. */
export interface Autosave {
  /** Reports a change. */
  changed(): void;
  /** Saves a last time. Later changes are ignored. */
  end(): Promise<void>;
}

/** A save waits until nothing has changed for this time, in milliseconds. */
export const QUIET_MS = 200;

/** A save waits at most this long after the first change, in milliseconds. */
export const LONGEST_MS = 1_000;

/**
 * Creates an autosave.
 *
 * @param save Saves everything. Never called while an earlier call is in progress.
 * @param onError Called when a save fails, except the last one, whose error `end` throws.
 */
export function autosave(
  save: () => Promise<void>,
  onError: (error: unknown) => void,
  clock: Clock = systemClock,
): Autosave {
  const stop = new AbortController();
  const time = () => clock.monotonic?.() ?? clock.now();
  let changes = 0;
  let lastChange = 0;
  let saving: Promise<void> | undefined;

  async function untilQuiet(): Promise<void> {
    const latest = time() + LONGEST_MS;
    for (;;) {
      const wait = Math.min(lastChange + QUIET_MS, latest) - time();
      if (wait <= 0) return;
      await clock.sleep(wait, stop.signal);
    }
  }

  async function saveChanges(): Promise<void> {
    for (let saved = -1; saved !== changes;) {
      try {
        await untilQuiet();
      } catch {
        // It ends, and saves a last time.
        return;
      }
      saved = changes;
      await save().catch(onError);
    }
    saving = undefined;
  }

  return {
    changed() {
      changes += 1;
      lastChange = time();
      if (!stop.signal.aborted) saving ??= saveChanges();
    },
    async end() {
      stop.abort();
      await saving;
      await save();
    },
  };
}

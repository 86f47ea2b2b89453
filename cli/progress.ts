/** A terminal, or a stream that is not one. */
export interface Terminal {
  /** Whether it is a terminal. */
  readonly isTTY?: boolean | undefined;
  /** Writes text. */
  write(text: string): unknown;
}

/** One line of a terminal that says how much is done, and how long the rest takes. */
export interface Progress {
  /** Counts one more step as done, and shows the line. */
  step(): void;
  /** Removes the line, before other output and at the end. */
  clear(): void;
}

const CLEAR_LINE = "\r\x1b[K";

/** Before this many steps, an estimate of the rest would be a guess. */
const FIRST_ESTIMATE = 3;

/**
 * Shows the progress of a long command on a terminal. Writes nothing to a stream that is not a terminal.
 *
 * @param total How many steps there are.
 * @param unit What the steps are, such as `cases`.
 * @param now Returns a time in milliseconds that only moves forward.
 */
export function showProgress(
  total: number,
  unit: string,
  terminal: Terminal,
  now: () => number = () => performance.now(),
): Progress {
  const start = now();
  let done = 0;
  return {
    step() {
      done += 1;
      if (!terminal.isTTY) return;
      const left = (now() - start) / done * (total - done);
      const estimate = done < FIRST_ESTIMATE ? "" : `, about ${durationText(left)} left`;
      terminal.write(`${CLEAR_LINE}${done} of ${total} ${unit}${estimate}`);
    },
    clear() {
      if (terminal.isTTY) terminal.write(CLEAR_LINE);
    },
  };
}

/** A duration for people, such as `40 s` or `5 min`. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

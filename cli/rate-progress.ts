import process from "node:process";
import { durationText, type Terminal } from "./progress.ts";

/** Shows on standard error how far a command is. */
export interface RateProgress {
  /** Reports how much is done, and of how much if it is known. */
  update(done: number, total?: number): void;
  /** Shows another line. On a terminal, the line of the progress is written again below it. */
  say(line: string): void;
  /** Ends the line on a terminal. */
  end(): void;
}

/** A terminal's line is written again after this time, in milliseconds. */
const REFRESH_MS = 200;
/** Elsewhere, a line is printed after this time, in milliseconds. */
const LINE_MS = 10_000;

/**
 * Shows the rate, and the time left if the total is known: as one line on a terminal, elsewhere as a line every ten
 * seconds.
 *
 * @param what The things that are counted, such as `rows`.
 */
export function showRate(
  what: string,
  output: Terminal = process.stderr,
  now: () => number = () => performance.now(),
): RateProgress {
  const start = now();
  let shownAt = output.isTTY ? -Infinity : start;
  let shown = "";
  let first: number | undefined;
  function clear(): void {
    if (output.isTTY && shown !== "") output.write(`\r${" ".repeat(shown.length)}\r`);
  }

  return {
    update(done, total) {
      first ??= done;
      const at = now();
      if (at - shownAt < (output.isTTY ? REFRESH_MS : LINE_MS)) return;
      shownAt = at;
      const text = progressText(what, { done, total, since: done - first, ms: at - start });
      output.write(output.isTTY ? `\r${text.padEnd(shown.length)}` : `${text}\n`);
      shown = text;
    },
    say(line) {
      clear();
      output.write(`${line}\n`);
      if (output.isTTY) output.write(shown);
    },
    end: clear,
  };
}

/** Describes the progress: `1,200 of 5,000 rows (24%), 80 a second, 48 s left`. */
export function progressText(
  what: string,
  { done, total, since, ms }: {
    done: number;
    total?: number | undefined;
    /** How many were done in `ms` milliseconds. */
    since: number;
    ms: number;
  },
): string {
  const count = (value: number) => value.toLocaleString("en-US");
  const rate = ms > 0 ? since / (ms / 1000) : 0;
  const parts = [
    total === undefined
      ? `${count(done)} ${what}`
      : `${count(done)} of ${count(total)} ${what} (${
        Math.floor((done * 100) / Math.max(1, total))
      }%)`,
  ];
  if (rate > 0) {
    parts.push(`${count(rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10)} a second`);
    if (total !== undefined) parts.push(`${durationText(((total - done) / rate) * 1000)} left`);
  }
  return parts.join(", ");
}

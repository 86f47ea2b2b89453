import { AuthenticationError, BadRequestError, NetworkError } from "../errors/errors.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { RateLimitError } from "../errors/rate-limit-error.ts";
import { inOrder, joined, openEnded, type Range, size, without } from "./ranges.ts";
import type { BulkProgress, FailedRange, WriteReport } from "./report.ts";

/** How a batch that got no successful response ended. */
export interface Refused {
  /** What was thrown. */
  error: unknown;
  /** Whether any of its requests may have been carried out. */
  maybeApplied: boolean;
  /** Whether any of its requests was sent. */
  sent: boolean;
}

/** Keeps account of what became of each record of a bulk call. */
export interface RecordOutcomes {
  /** Notes a batch with a successful response, except the records that failed by it, or may have. */
  answered(
    batch: Range,
    failed?: readonly FailedRange[],
    unknown?: readonly FailedRange[],
  ): void;
  /**
   * Notes a batch without one.
   *
   * @returns Whether other batches may still succeed.
   */
  refused(batch: Range, how: Refused): boolean;
  /** Notes records that were not sent because of what is in them. */
  failed(range: FailedRange): void;
  /**
   * Notes as unsent what nothing was noted of.
   *
   * @param end The index after the last record; without it they reach to an end that nobody knows.
   */
  close(end: number | undefined): void;
  /** How far the work has come. */
  progress(): BulkProgress;
  /** The account, each kind in order. */
  report(): WriteReport;
}

/** Opens a outcomes. */
export function createRecordOutcomes(): RecordOutcomes {
  const done: Range[] = [];
  const failed: FailedRange[] = [];
  const unknown: FailedRange[] = [];
  const unsent: Range[] = [];
  return {
    answered(batch, failures = [], doubtful = []) {
      failed.push(...failures);
      unknown.push(...doubtful);
      done.push(...without(batch, [...failures, ...doubtful]));
    },
    refused({ from, to }, { error, maybeApplied, sent }) {
      // A batch with a mistake in it says nothing about the others.
      const mayGoOn = error instanceof BadRequestError;
      // What the last response says does not undo what an earlier attempt may have done.
      if (maybeApplied) unknown.push({ from, to, error: lostResponse(error) });
      else if (!sent || isRefusal(error) || !(error instanceof KinabaseError)) {
        unsent.push({ from, to });
      } else failed.push({ from, to, error });
      return mayGoOn;
    },
    failed: (range) => void failed.push(range),
    close(end) {
      const noted = [...done, ...failed, ...unknown, ...unsent];
      unsent.push(...without({ from: 0, to: end ?? Infinity }, noted));
    },
    progress: () => ({ done: size(done), failed: size(failed) + size(unknown) }),
    report: () => ({
      done: joined(done),
      failed: inOrder(failed),
      unknown: inOrder(unknown),
      unsent: joined(unsent).map(openEnded),
    }),
  };
}

/** Refused before the server looked at what is in it (S, D). */
function isRefusal(error: unknown): boolean {
  return error instanceof AuthenticationError || error instanceof RateLimitError;
}

function lostResponse(error: unknown): KinabaseError {
  if (error instanceof KinabaseError) return error;
  return new NetworkError("The call ended before its response arrived", {
    cause: error,
    mayHaveBeenApplied: true,
  });
}

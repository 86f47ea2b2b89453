import { NetworkError } from "../errors/errors.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { inOrder, joined, type KnownRange, openEnded, size, without } from "./ranges.ts";
import type { BulkProgress, FailedRange, WriteReport } from "./report.ts";

/** How a batch without a successful response ended. */
export interface Refused {
  /** The error. */
  error: unknown;
  /** Whether any of its requests may have been applied. */
  maybeApplied: boolean;
  /** Whether the server rejected its content. */
  rejected: boolean;
}

/** Tracks the result of each record of a bulk call. */
export interface RecordOutcomes {
  /** Records a batch with a successful response, and which of its records failed or may have failed. */
  answered(
    batch: KnownRange,
    failed?: readonly FailedRange[],
    unknown?: readonly FailedRange[],
  ): void;
  /** Records a batch without a successful response. */
  refused(batch: KnownRange, how: Refused): void;
  /** Records a range that was not sent because its content is invalid. */
  failed(range: FailedRange): void;
  /**
   * Records everything else as unsent.
   *
   * @param end The index after the last record; `undefined` when the number of records is unknown.
   */
  close(end: number | undefined): void;
  /** The progress so far. */
  progress(): BulkProgress;
  /** The report, with each kind of range in order. */
  report(): WriteReport;
}

/** Creates an account without any outcomes. */
export function createRecordOutcomes(): RecordOutcomes {
  const done: KnownRange[] = [];
  const failed: FailedRange[] = [];
  const unknown: FailedRange[] = [];
  const unsent: KnownRange[] = [];
  return {
    answered(batch, failures = [], doubtful = []) {
      failed.push(...failures);
      unknown.push(...doubtful);
      done.push(...without(batch, [...failures, ...doubtful]));
    },
    refused({ from, to }, { error, maybeApplied, rejected }) {
      // The last response does not prove that no earlier attempt was applied.
      if (maybeApplied) unknown.push({ from, to, error: lostResponse(error) });
      else if (rejected && error instanceof KinabaseError) failed.push({ from, to, error });
      else unsent.push({ from, to });
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

function lostResponse(error: unknown): KinabaseError {
  if (error instanceof KinabaseError) return error;
  return new NetworkError("The call ended before its response arrived", {
    cause: error,
    mayHaveBeenApplied: true,
  });
}

import { BadRequestError, NetworkError } from "../errors/errors.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import type { IngestFailure } from "../wire/types.ts";
import {
  type IndexRange,
  inOrder,
  joined,
  openEnded,
  type Range,
  size,
  without,
} from "./ranges.ts";

/** A range of records that were not confirmed as written, and why. */
export interface FailedRange {
  /** The first record's index. */
  from: number;
  /** The index after the last record. */
  to: number;
  /** What went wrong, with the server's message. */
  error: KinabaseError;
}

/**
 * The result of each record of a bulk call or an ingest. Resend `unsent`. Fix and resend `failed`. Check
 * whether the `unknown` records were written before you resend them.
 */
export interface WriteReport {
  /**
   * The server confirmed that these records were written: it responded with success, and nothing in its
   * response contradicts that. An empty response contradicts nothing (A).
   */
  done: IndexRange[];
  /** These records were rejected and not written. */
  failed: FailedRange[];
  /**
   * These records were sent but not confirmed, because the response was lost or did not include them. They
   * may have been written.
   */
  unknown: FailedRange[];
  /** These records were not sent, or rejected before the server read them (401, 403, 429). */
  unsent: IndexRange[];
  /**
   * Why the call stopped early: an error of this package, the signal's reason, or an error thrown by your
   * records or callbacks. Absent when it did not stop early, and in the report of a `PartialFailureError`,
   * which has it as its own `cause`.
   */
  cause?: unknown;
}

/** The result of each record of a bulk call. */
export interface BulkReport extends WriteReport {
  /** Only in the report of an ingest. */
  totalRecords?: undefined;
  /** Only in the report of an ingest. */
  processedRecords?: undefined;
  /** Only in the report of an ingest. */
  failedRecords?: undefined;
  /** Only in the report of an ingest. */
  errors?: undefined;
}

/** The result of each record of an ingest, and the sums of the server's counts. */
export interface IngestReport extends WriteReport {
  /** The number of records that the server received. */
  totalRecords: number;
  /** The number of records that the server processed. */
  processedRecords: number;
  /** The number of records that failed. */
  failedRecords: number;
  /** Why they failed. */
  errors: IngestFailure[];
}

/** The progress of a bulk call. */
export interface BulkProgress {
  /** The number of records written. */
  done: number;
  /** The number of records that failed or have an unknown outcome. */
  failed: number;
  /** The number of all records; absent unless the records are an array. */
  total?: number | undefined;
}

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
    batch: Range,
    failed?: readonly FailedRange[],
    unknown?: readonly FailedRange[],
  ): void;
  /**
   * Records a batch without a successful response.
   *
   * @returns Whether other batches may still succeed.
   */
  refused(batch: Range, how: Refused): boolean;
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
    refused({ from, to }, { error, maybeApplied, rejected }) {
      // The last response does not prove that no earlier attempt was applied.
      if (maybeApplied) unknown.push({ from, to, error: lostResponse(error) });
      else if (rejected && error instanceof KinabaseError) failed.push({ from, to, error });
      else unsent.push({ from, to });
      // An invalid batch does not mean that the others are invalid. A token request that is refused does.
      return rejected && error instanceof BadRequestError;
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

import type { KinabaseError } from "../errors/kinabase-error.ts";
import type { IngestFailure } from "../wire/types.ts";
import type { IndexRange, KnownRange } from "./ranges.ts";

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
  done: KnownRange[];
  /** These records were rejected and not written. */
  failed: FailedRange[];
  /**
   * These records were sent but not confirmed, because the response was lost or did not include them. They
   * may have been written.
   */
  unknown: FailedRange[];
  /**
   * These records were not sent, or rejected before the server read them (401, 403, 429). The last range has no
   * `to` if the call stopped before it had read all records of an iterable that is not an array.
   */
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

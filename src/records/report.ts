import type { KinabaseError } from "../errors/kinabase-error.ts";
import type { IngestFailure } from "../wire/types.ts";

/** Records by their place in what the caller gave: `from` is included, `to` is not. */
export interface IndexRange {
  /** The first record's index. */
  from: number;
  /** The index after the last record; absent when the records were not counted to their end. */
  to?: number | undefined;
}

/** Records that were not confirmed as written, and why. */
export interface FailedRange {
  /** The first record's index. */
  from: number;
  /** The index after the last record. */
  to: number;
  /** What went wrong, with the server's words. */
  error: KinabaseError;
}

/**
 * What became of each record of a bulk call or an ingest. Resend `unsent`. Fix and resend `failed`. Check
 * whether the changes of `unknown` were made before you resend them.
 */
export interface WriteReport {
  /** Written, as the server confirmed. */
  done: IndexRange[];
  /** Refused, and certainly not written. */
  failed: FailedRange[];
  /** Sent, but not confirmed: the response was lost, or did not cover them. They may be written. */
  unknown: FailedRange[];
  /** Never sent, or refused before the server looked at them (401, 429). */
  unsent: IndexRange[];
  /**
   * Why the work stopped before its end: an error of this package, the signal's reason, or what the
   * caller's own records or callbacks threw. Absent when it did not stop, and in the report of a
   * `PartialFailureError`, which has it as its own `cause`.
   */
  cause?: unknown;
}

/** What became of each record of a bulk call. */
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

/** What became of each record of an ingest, and the server's own counts, added up. */
export interface IngestReport extends WriteReport {
  /** How many records the server received, as it counted. */
  totalRecords: number;
  /** How many it processed. */
  processedRecords: number;
  /** How many it did not. */
  failedRecords: number;
  /** Why it did not. */
  errors: IngestFailure[];
}

/** How far a bulk call has come. */
export interface BulkProgress {
  /** How many records are done. */
  done: number;
  /** How many failed, or have an unknown outcome. */
  failed: number;
  /** How many there are; absent while that is not known. */
  total?: number | undefined;
}

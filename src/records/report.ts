import type { KinabaseError } from "../errors/kinabase-error.ts";
import type { IngestFailure } from "../wire/types.ts";

/** Records by their place in what the caller gave: `from` is included, `to` is not. */
export interface IndexRange {
  /** The first record's index. */
  from: number;
  /** The index after the last record; absent when the records were not counted to their end. */
  to?: number | undefined;
}

/** Records of which something went wrong, and what. */
export interface FailedRange {
  /** The first record's index. */
  from: number;
  /** The index after the last record. */
  to: number;
  /** What went wrong, with the server's words. */
  error: KinabaseError;
}

/**
 * What became of each record of a bulk call. Whoever resumes sends `unsent` again as it is, mends
 * `failed` first, and looks at `unknown` in Kinabase before sending it again: those may be there.
 */
export interface BulkReport {
  /** Written, as the server confirmed. */
  done: IndexRange[];
  /** Refused: not written. */
  failed: FailedRange[];
  /** Sent, but the answer was lost, or did not say which records failed: written or not. */
  unknown: FailedRange[];
  /** Never sent, or refused before anything was looked at (401, 429). */
  unsent: IndexRange[];
  /**
   * Why the work stopped before its end: an error of this package, the signal's reason, or what the
   * caller's own records or callbacks threw. Absent when it did not, and in the report of a
   * `PartialFailureError`, which has it as its own `cause`.
   */
  cause?: unknown;
}

/** What became of each record of an ingest, and the server's own counts, added up. */
export interface IngestReport extends BulkReport {
  /** How many records the server was sent, as it counted. */
  totalRecords: number;
  /** How many it took. */
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

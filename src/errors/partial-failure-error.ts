import type { BulkReport, IngestReport } from "../records/report.ts";
import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * A bulk call or an ingest did not write all records. `report` says for each record whether it was
 * written, failed, was not sent, or was sent with an unknown outcome. If the work ended early, `cause`
 * says why.
 */
export class PartialFailureError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "PartialFailureError";
  /** Identifies the error. */
  override readonly code = "partial_failure" as const;
  /** The result of each record. */
  readonly report: BulkReport | IngestReport;

  /**
   * Creates the error.
   *
   * @param message What went wrong.
   * @param details Details about the call, and the report.
   */
  constructor(
    message: string,
    details: ErrorDetails & { report: BulkReport | IngestReport },
  ) {
    super(message, details);
    this.report = details.report;
  }
}

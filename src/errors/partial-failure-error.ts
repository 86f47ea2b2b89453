import type { BulkReport, IngestReport } from "../records/report.ts";
import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * A bulk call or an ingest was not done in full. Its `report` says of every record whether it is
 * done, failed, unsent, or sent with an unknown outcome; its `cause` is what ended the work early,
 * where something did.
 */
export class PartialFailureError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "PartialFailureError";
  /** Says which error it is. */
  override readonly code = "partial_failure" as const;
  /** What became of each record. */
  readonly report: BulkReport | IngestReport;

  /**
   * Makes the error.
   *
   * @param message What went wrong.
   * @param details What is known about the call, and the report.
   */
  constructor(
    message: string,
    details: ErrorDetails & { report: BulkReport | IngestReport },
  ) {
    super(message, details);
    this.report = details.report;
  }

  /** The error as plain data for a log: with the report, and in it each range's error. */
  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), report: this.report };
  }
}

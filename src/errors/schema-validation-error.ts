import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * A record's `data` does not match the schema of the collection. Thrown before a record is sent, or after
 * a record is read.
 */
export class SchemaValidationError extends KinabaseError {
  /** The name of the class. */
  override readonly name: string = "SchemaValidationError";
  /** Identifies the error. */
  override readonly code = "schema_validation" as const;
  /** The problems, each with its path. */
  readonly issues: readonly string[];

  /**
   * Creates the error.
   *
   * @param message What went wrong.
   * @param details Details about the call, and the problems.
   */
  constructor(message: string, details: ErrorDetails & { issues: readonly string[] }) {
    super(message, details);
    this.issues = details.issues;
  }
}

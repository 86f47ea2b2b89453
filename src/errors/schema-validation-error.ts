import { type ErrorDetails, KinabaseError } from "./kinabase-error.ts";

/**
 * A record's `data` does not fit the schema that the collection was given: before it was sent, or
 * when it was read.
 */
export class SchemaValidationError extends KinabaseError {
  /** The class's name. */
  override readonly name: string = "SchemaValidationError";
  /** Says which error it is. */
  override readonly code = "schema_validation" as const;
  /** What is wrong, each with its path. */
  readonly issues: readonly string[];

  /**
   * Makes the error.
   *
   * @param message What did not fit.
   * @param details What is known about the call, and what is wrong.
   */
  constructor(message: string, details: ErrorDetails & { issues: readonly string[] }) {
    super(message, details);
    this.issues = details.issues;
  }

  /** The error as plain data for a log. */
  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), issues: this.issues };
  }
}

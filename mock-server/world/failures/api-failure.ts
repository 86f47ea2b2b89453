import { type FailureName, FAILURES, formatMessage, type Values } from "./failures.ts";

/**
 * Why something was not done. Thrown in a route it becomes the answer, in the tenant's words; a test
 * that asked for the same without a request sees it as the `TypeError` it is.
 */
export class ApiFailure extends TypeError {
  /** Which failure it is. */
  readonly failure: FailureName;
  /** What its message is filled with. */
  readonly values: Values;

  /** Makes a refusal. */
  constructor(failure: FailureName, values: Values = {}) {
    super(formatMessage(FAILURES[failure].message, values));
    this.failure = failure;
    this.values = values;
  }
}

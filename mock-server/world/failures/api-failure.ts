import { type FailureName, FAILURES, formatMessage, type Values } from "./failures.ts";

/**
 * A failed operation. Thrown in a route, it becomes an error response with the tenant's message. A test that
 * calls the mock directly gets it as a `TypeError`.
 */
export class ApiFailure extends TypeError {
  /** Which failure it is. */
  readonly failure: FailureName;
  /** The values for the placeholders of its message. */
  readonly values: Values;
  /** The status of the response; `undefined` for the failure's usual one. */
  readonly status: number | undefined;

  /** Creates the failure. */
  constructor(failure: FailureName, values: Values = {}, status?: number) {
    super(formatMessage(FAILURES[failure].message, values));
    this.failure = failure;
    this.values = values;
    this.status = status;
  }
}

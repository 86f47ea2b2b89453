/** A control API request that failed, with the HTTP status of the response. */
export class ControlError extends Error {
  /** The HTTP status. */
  readonly status: 403 | 404 | 409;

  /** Creates the error. */
  constructor(status: 403 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

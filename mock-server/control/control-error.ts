/** A request to the control API that cannot be done, with the status that says so. */
export class ControlError extends Error {
  /** The status. */
  readonly status: 403 | 404 | 409;

  /** Makes the error. */
  constructor(status: 403 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

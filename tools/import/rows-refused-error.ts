/** An import stopped because the service refused many rows in a row: then something is wrong with all of them. */
export class RowsRefusedError extends Error {
  /** The name of the class. */
  override readonly name: string = "RowsRefusedError";
  /** How many rows in a row were refused. */
  readonly rows: number;

  /**
   * Creates the error.
   *
   * @param reasons The reasons, in order.
   * @param cause The error of the last row.
   */
  constructor(reasons: readonly string[], cause: unknown) {
    const same = new Set(reasons).size === 1 ? " for the same reason" : ". The last reason";
    super(`${reasons.length} rows in a row were refused${same}: ${reasons.at(-1)}`, { cause });
    this.rows = reasons.length;
  }
}

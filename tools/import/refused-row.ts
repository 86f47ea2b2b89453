/** A row that was refused, or whose record differs from it. */
export interface RefusedRow {
  /** Its number. */
  row: number;
  /** Why: the server's message, or what is wrong with the row or different. */
  reason: string;
}

import type { StoredRecord } from "../store.ts";

/** A record in its places: in the order of creation, and in that of the last update. */
export interface Entry {
  /** The record as it is now. */
  record: StoredRecord;
  /** Grows with every record that is created. */
  readonly position: number;
  /** The entry updated before this one. */
  older?: Entry | undefined;
  /** The entry updated after this one. */
  newer?: Entry | undefined;
}

import type { StoredRecord } from "../store.ts";

/** A record with its positions in the order of creation and of the last update. */
export interface Entry {
  /** The record as it is now. */
  record: StoredRecord;
  /** Increases with every created record. */
  readonly position: number;
  /** The entry updated before this one. */
  older?: Entry | undefined;
  /** The entry updated after this one. */
  newer?: Entry | undefined;
}

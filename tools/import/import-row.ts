import type { ExternalLink, JsonObject } from "../../mod.ts";
import type { ExistingRecord } from "./existing-records.ts";

/** One row to import. */
export interface ImportRow {
  /** Its number in the file, for reports. The numbers must increase. */
  row: number;
  /** The values of the fields. */
  data: JsonObject;
  /** Links to other services. */
  external?: ExternalLink[] | null | undefined;
  /** What identifies its record. With `service`: the row's ID in that service. With `byId`: the record's ID. */
  key?: string | undefined;
  /** Why the row cannot be sent, if it cannot. */
  problem?: string | undefined;
}

/** A row that waits for its batch, with the record that it changes. */
export interface WaitingRow extends ImportRow {
  /** The record; absent if the row becomes a new one. */
  existing?: ExistingRecord | undefined;
}

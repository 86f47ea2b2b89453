import type { ExternalLink, JsonObject } from "../../../src/wire/types.ts";
import type { RecordFilter } from "./record-filter.ts";

/** A record in a store. It is never changed in place: an update replaces it. */
export interface StoredRecord {
  /** The record's ID. */
  readonly id: string;
  /** Its numeric ID in the collection. */
  readonly numericId: number;
  /** The values of its fields. */
  readonly data: JsonObject;
  /** Its links to other services. */
  readonly external: readonly ExternalLink[];
  /** When it was last written, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/** A range of the records that match a filter. */
export interface Selection {
  /** The number of all matching records. */
  total: number;
  /** The requested range. */
  records: StoredRecord[];
}

/**
 * Stores the records of one collection. It validates nothing; `collection.ts` does that before it writes.
 *
 * All methods are synchronous. A batch is validated and applied in one turn, so no other request can
 * interleave, and all-or-nothing needs no lock.
 */
export interface RecordStore {
  /** The record with an ID. */
  get(id: string): StoredRecord | undefined;
  /** The record with a numeric ID. */
  withNumericId(numericId: number): StoredRecord | undefined;
  /** The record linked to an external ID. */
  withExternal(service: string, externalId: string): StoredRecord | undefined;
  /** The records that match the filter, oldest first (A): at most `count`, starting at index `from`. */
  select(filter: RecordFilter, from: number, count: number): Selection;
  /**
   * All records as they are now, oldest first. Later changes do not affect it, even while it is read. It starts without
   * a pass over all records. Optional: without it, `select` is used.
   */
  snapshot?(): Iterable<StoredRecord>;
  /** Adds a record with a new ID, numeric ID and external IDs. */
  add(record: StoredRecord): void;
  /** Replaces the record with the same ID and numeric ID. Its position in the order stays. */
  replace(record: StoredRecord): void;
  /** Removes a record. */
  remove(id: string): void;
}

/** The collection that a store belongs to. */
export interface StoreOwner {
  /** The ID of the collection's tenant, generated when first read. */
  readonly tenantId: string;
  /** The collection's slug, unique in the tenant. */
  readonly slug: string;
}

/** Creates an empty store for the records of a collection. */
export type CreateStore = (owner: StoreOwner) => RecordStore;

import type { ExternalLink, JsonObject } from "../../../src/wire/types.ts";

/** A record as a store keeps it. It is never changed in place: an update puts another in its stead. */
export interface StoredRecord {
  /** The record's ID. */
  readonly id: string;
  /** Its number in its collection. */
  readonly numericId: number;
  /** The values of its fields. */
  readonly data: JsonObject;
  /** Its links to other services. */
  readonly external: readonly ExternalLink[];
  /** When it was last written, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/** Which records are meant. What is left out matches any. */
export interface RecordFilter {
  /** Written after this instant, in milliseconds since 1970; the instant itself does not count (A). */
  updatedAfter?: number | undefined;
  /** Linked to this service, or with `true` to any. */
  externalService?: string | true | undefined;
}

/** A part of the records that a filter leaves. */
export interface Selection {
  /** How many it leaves in all. */
  total: number;
  /** The part that was asked for. */
  records: StoredRecord[];
}

/**
 * Where one collection's records are kept: plain records, and no rules. What may be written is decided
 * before, by `collection.ts`.
 *
 * Nothing here is asynchronous. A batch is checked and applied in one turn, so that no other request
 * can come between, and all or nothing needs no lock.
 */
export interface RecordStore {
  /** The record with an ID. */
  get(id: string): StoredRecord | undefined;
  /** The record with a number. */
  withNumericId(numericId: number): StoredRecord | undefined;
  /** The record linked to an external ID. */
  withExternal(service: string, externalId: string): StoredRecord | undefined;
  /** The records a filter leaves, oldest first (A), `count` of them from the one at index `from` on. */
  select(filter: RecordFilter, from: number, count: number): Selection;
  /** Adds a record; its ID, number and external IDs are new. */
  add(record: StoredRecord): void;
  /** Puts a record in the stead of the one with its ID and number, at the same place in the order. */
  replace(record: StoredRecord): void;
  /** Takes a record out. */
  remove(id: string): void;
}

/** Whose records a store keeps. */
export interface StoreOwner {
  /** The ID of the collection's tenant, made when it is first read. */
  readonly tenantId: string;
  /** The collection's slug, which no other collection of the tenant has. */
  readonly slug: string;
}

/** Makes an empty store for one collection's records. */
export type CreateStore = (owner: StoreOwner) => RecordStore;

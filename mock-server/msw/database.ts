import type { ExternalLink, JsonObject } from "../../src/wire/types.ts";

/**
 * An `@mswjs/data` database that holds a mock's records, created with the library's
 * `factory({ record: … })`. The mock sees changes to it immediately, and the database those of the mock.
 *
 * The mock validates requests, but not direct writes to the database.
 */
export interface MswDatabase {
  /** The records of all collections of all tenants. */
  readonly record: MswRecordModel;
}

/** A record as a row of the database. */
export interface MswRecord {
  /** The row's primary key. It differs from the record ID, which is unique only in its collection. */
  readonly key: string;
  /** The ID of the tenant. Default: the default tenant's. */
  readonly tenant: string;
  /** The slug of the collection. Required. */
  readonly collection: string;
  /** The record's ID. Default: a new UUID. */
  readonly id: string;
  /** Its numeric ID in the collection. Default: one more than the highest in the database. */
  readonly numericId: number;
  /** The values of its fields. Default none. */
  readonly data: JsonObject;
  /** Its links to other services. Default none. */
  readonly external: readonly ExternalLink[];
  /**
   * When it was last written, in milliseconds since 1970. Default: the time of the default tenant's clock.
   * The library does not change it on updates: set it yourself if `updatedAfter` should see the update.
   */
  readonly updatedAt: number;
}

/** Conditions on a string. All must hold. */
export interface TextCondition {
  /** Equal to this string. */
  equals?: string;
  /** Not equal to this string. */
  notEquals?: string;
  /** Contains this string. */
  contains?: string;
  /** Does not contain this string. */
  notContains?: string;
  /** A text before it in order. */
  gt?: string;
  /** It, or one before it. */
  gte?: string;
  /** A text after it in order. */
  lt?: string;
  /** It, or one after it. */
  lte?: string;
  /** One of these strings. */
  in?: string[];
  /** None of these strings. */
  notIn?: string[];
}

/** Conditions on a number. All must hold. */
export interface NumberCondition {
  /** Equal to this number. */
  equals?: number;
  /** Not equal to this number. */
  notEquals?: number;
  /** Between these two numbers, inclusive. */
  between?: [number, number];
  /** Not between these two numbers. */
  notBetween?: [number, number];
  /** A smaller number. */
  gt?: number;
  /** It, or a smaller number. */
  gte?: number;
  /** A greater number. */
  lt?: number;
  /** It, or a greater number. */
  lte?: number;
  /** One of these numbers. */
  in?: number[];
  /** None of these numbers. */
  notIn?: number[];
}

/** Conditions on a boolean. */
export interface BooleanCondition {
  /** Equal to this value. */
  equals?: boolean;
  /** Not equal to this value. */
  notEquals?: boolean;
}

/** Conditions on fields, by name. They can be nested. */
export interface FieldConditions {
  /** The conditions on a field. */
  [field: string]: TextCondition | NumberCondition | BooleanCondition | FieldConditions;
}

/** Conditions on a record. All must hold. */
export interface MswRecordConditions {
  /** Of its key. */
  key?: TextCondition;
  /** Of its tenant's ID. */
  tenant?: TextCondition;
  /** Of its collection's slug. */
  collection?: TextCondition;
  /** Of its ID. */
  id?: TextCondition;
  /** Of its number. */
  numericId?: NumberCondition;
  /** Of its fields. */
  data?: FieldConditions;
  /** Of one of its links. */
  external?: {
    /** Of the link's service. */
    key?: TextCondition;
    /** Of its ID there. */
    id?: TextCondition;
  };
  /** Of the time it was last written. */
  updatedAt?: NumberCondition;
}

/** Which records match. */
export interface MswRecordQuery {
  /** The conditions. */
  where: MswRecordConditions;
  /** Whether to throw when no record matches. Default `false`. */
  strict?: boolean;
}

/** A page of matching records, and its order. */
export interface MswRecordPage extends Partial<MswRecordQuery> {
  /** The maximum number of records. */
  take?: number;
  /** How many records to skip. */
  skip?: number;
  /** The sort order. Default: by creation. */
  orderBy?: { [K in keyof MswRecord]?: "asc" | "desc" };
}

/** Changes to a record. Omitted properties, and omitted fields of `data`, keep their values. */
export interface MswRecordUpdate extends MswRecordQuery {
  /** The new values, or functions that compute them from the old ones. */
  data: {
    [K in keyof MswRecord]?:
      | MswRecord[K]
      | ((before: MswRecord[K], record: MswRecord) => MswRecord[K]);
  };
}

/** The library's methods for records, as far as they are useful here. */
export interface MswRecordModel {
  /** Adds a record. */
  create(values: { collection: string } & Partial<MswRecord>): MswRecord;
  /** The number of matching records. */
  count(query?: MswRecordQuery): number;
  /** The first matching record. */
  findFirst(query: MswRecordQuery): MswRecord | null;
  /** All matching records. */
  findMany(query: MswRecordPage): MswRecord[];
  /** All records. */
  getAll(): MswRecord[];
  /** Changes the first matching record. */
  update(change: MswRecordUpdate): MswRecord | null;
  /** Changes all matching records. */
  updateMany(change: MswRecordUpdate): MswRecord[] | null;
  /** Deletes the first matching record. */
  delete(query: MswRecordQuery): MswRecord | null;
  /** Deletes all matching records. */
  deleteMany(query: MswRecordQuery): MswRecord[] | null;
}

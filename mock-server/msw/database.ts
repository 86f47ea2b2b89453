import type { ExternalLink, JsonObject } from "../../src/wire/types.ts";

/**
 * An `@mswjs/data` database that a mock keeps its records in: what `factory({ record: … })` of that
 * library gives. Whatever changes here, the mock answers with at once, and the other way round.
 *
 * The mock checks what comes by a request, not what is written here.
 */
export interface MswDatabase {
  /** The records of all collections of all tenants. */
  readonly record: MswRecordModel;
}

/** A record as a row of the database. */
export interface MswRecord {
  /** The row's primary key. It is the database's own: a record's ID is unique in its collection only. */
  readonly key: string;
  /** The ID of the tenant. Default: the default tenant's. */
  readonly tenant: string;
  /** The slug of the collection. It has no default. */
  readonly collection: string;
  /** The record's ID. Default: a new UUID. */
  readonly id: string;
  /** Its number in its collection. Default: one more than the highest in the database. */
  readonly numericId: number;
  /** The values of its fields. Default none. */
  readonly data: JsonObject;
  /** Its links to other services. Default none. */
  readonly external: readonly ExternalLink[];
  /**
   * When it was last written, in milliseconds since 1970. Default: now, on the default tenant's clock.
   * The library leaves it as it is in an update: give it there too, if `updatedAfter` is to see it.
   */
  readonly updatedAt: number;
}

/** What can be asked of a text; all of it must hold. */
export interface TextCondition {
  /** The text itself. */
  equals?: string;
  /** Any other text. */
  notEquals?: string;
  /** A part of it. */
  contains?: string;
  /** What is no part of it. */
  notContains?: string;
  /** A text before it in order. */
  gt?: string;
  /** It, or one before it. */
  gte?: string;
  /** A text after it in order. */
  lt?: string;
  /** It, or one after it. */
  lte?: string;
  /** Texts of which it is one. */
  in?: string[];
  /** Texts of which it is none. */
  notIn?: string[];
}

/** What can be asked of a number; all of it must hold. */
export interface NumberCondition {
  /** The number itself. */
  equals?: number;
  /** Any other number. */
  notEquals?: number;
  /** The least and the greatest number it may be. */
  between?: [number, number];
  /** The least and the greatest number of those it may not be. */
  notBetween?: [number, number];
  /** A smaller number. */
  gt?: number;
  /** It, or a smaller number. */
  gte?: number;
  /** A greater number. */
  lt?: number;
  /** It, or a greater number. */
  lte?: number;
  /** Numbers of which it is one. */
  in?: number[];
  /** Numbers of which it is none. */
  notIn?: number[];
}

/** What can be asked of a value that is true or false. */
export interface BooleanCondition {
  /** The value itself. */
  equals?: boolean;
  /** The other one. */
  notEquals?: boolean;
}

/** What can be asked of fields, by their names, and of the fields of their values. */
export interface FieldConditions {
  /** What is asked of one field. */
  [field: string]: TextCondition | NumberCondition | BooleanCondition | FieldConditions;
}

/** What can be asked of a record; all of it must hold. */
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

/** Which records are meant. */
export interface MswRecordQuery {
  /** What is asked of them. */
  where: MswRecordConditions;
  /** Whether to throw when there is none. Default `false`. */
  strict?: boolean;
}

/** Which of those that are meant are given, and in what order. */
export interface MswRecordPage extends Partial<MswRecordQuery> {
  /** How many at most. */
  take?: number;
  /** How many are left out before them. */
  skip?: number;
  /** By what they are ordered. Default: their creation. */
  orderBy?: { [K in keyof MswRecord]?: "asc" | "desc" };
}

/** What is changed in a record. What is left out stays; fields of `data` that are not named stay too. */
export interface MswRecordUpdate extends MswRecordQuery {
  /** The new values, or functions that make them of the old. */
  data: {
    [K in keyof MswRecord]?:
      | MswRecord[K]
      | ((before: MswRecord[K], record: MswRecord) => MswRecord[K]);
  };
}

/** What can be done with the records: the library's own methods, as far as they are of use here. */
export interface MswRecordModel {
  /** Adds a record. */
  create(values: { collection: string } & Partial<MswRecord>): MswRecord;
  /** How many there are. */
  count(query?: MswRecordQuery): number;
  /** The first that is meant. */
  findFirst(query: MswRecordQuery): MswRecord | null;
  /** All that are meant. */
  findMany(query: MswRecordPage): MswRecord[];
  /** All there are. */
  getAll(): MswRecord[];
  /** Changes the first that is meant. */
  update(change: MswRecordUpdate): MswRecord | null;
  /** Changes all that are meant. */
  updateMany(change: MswRecordUpdate): MswRecord[] | null;
  /** Deletes the first that is meant. */
  delete(query: MswRecordQuery): MswRecord | null;
  /** Deletes all that are meant. */
  deleteMany(query: MswRecordQuery): MswRecord[] | null;
}

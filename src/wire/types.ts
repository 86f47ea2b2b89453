/**
 * Types that the client, the mock and the contract share.
 *
 * @module
 */

/** A value that JSON can carry. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  /** Any JSON value under any name. */
  [name: string]: JsonValue;
}

/**
 * What the client needs of `fetch`: a URL, an init, a promise of a response. The global `fetch`, a
 * Worker's service binding and a mock server's `fetch` all fit.
 */
export type FetchFunction = (input: string, init?: RequestInit) => Promise<Response>;

/** An app registration's two values, as Kinabase shows them when the app is created (S). */
export interface Credentials {
  /** The App ID, a UUID. */
  appId: string;
  /** The App Secret: 64 bytes in base64, shown once. It belongs on servers only. */
  appSecret: string;
}

/**
 * The name under which the App Secret is sent to `POST /token`. Kinabase's guide says `appSecret`,
 * its endpoint reference says `secret` (D, O).
 */
export type SecretField = "appSecret" | "secret";

/**
 * The claims seen in Kinabase's tokens (O). There is no `iat` and no `nbf`, so a token does not tell
 * how long it was meant to live, only when it ends.
 */
export interface TokenClaims {
  /** The token's own ID, a UUID. */
  jti: string;
  /** The tenant's ID, a UUID. */
  tntid: string;
  /** The App ID the token was issued to. */
  appid: string;
  /** When the token expires, in seconds since 1970-01-01T00:00:00Z. */
  exp: number;
  /** Who issued the token. */
  iss: string;
  /** Whom the token is for: `kinabase.client`. */
  aud: string;
}

/** The answer of `POST /token` (S). */
export interface TokenResponse {
  /** The token: a JWT signed with HS256. */
  token: string;
}

/** The body of every error answer (D). */
export interface ErrorResponse {
  /** What went wrong, in the server's words. */
  error: string;
}

/** The body of `POST /token`. Both names of the secret are in use (D, O). */
export interface TokenRequest {
  /** The App ID. */
  appId: string;
  /** The App Secret, under the name the guide uses (D). */
  appSecret?: string | undefined;
  /** The App Secret, under the name the endpoint reference uses (D). */
  secret?: string | undefined;
}

/** A link from a record to the same thing in another service (O). */
export interface ExternalLink {
  /** The service's name. */
  key: string;
  /** The thing's ID there. */
  id: string;
  /** What else the service keeps with the link. */
  properties?: JsonObject | null | undefined;
}

/**
 * A record as Kinabase gives it (D). Properties that are not named here are kept as they came.
 *
 * @typeParam D What `data` holds: the collection's fields, named in camelCase.
 */
export interface KinabaseRecord<D = JsonObject> {
  /** The record's ID. */
  id: string;
  /** The record's number in its collection. */
  numericId: number | null;
  /** The values of the fields. A tracked field may be missing when a record is read back (O). */
  data: D;
  /** Links to other services. */
  external?: ExternalLink[] | null | undefined;
  /** The lists the record is in, when they were asked for (O). What is in it is not known (A). */
  lists?: JsonValue | undefined;
  /** The record's files (O). What is in it is not known (A). */
  fileStorage?: JsonValue | undefined;
}

/** A record to be added (D). */
export interface NewRecord<D = JsonObject> {
  /** Absent or `null`: Kinabase gives the ID. */
  id?: null | undefined;
  /** The values of the fields. */
  data: D;
  /** Links to other services. Each may be in use once in a collection (A). */
  external?: ExternalLink[] | null | undefined;
}

/** What is changed of a record: the given fields, the others stay (O). */
export interface RecordChange<D = JsonObject> {
  /** The fields that change. */
  data?: Partial<D> | undefined;
  /** Links to other services, in place of all that were there (A). */
  external?: ExternalLink[] | null | undefined;
}

/** One page of records: the answer of `GET /collections/{c}` (D). */
export interface RecordPage<D = JsonObject> {
  /** The records of this page. */
  records: KinabaseRecord<D>[];
  /** How many records there are on all pages. */
  totalRecords: number;
  /** The page's index, from 0. */
  pageIndex: number;
  /** How many records a page holds. */
  pageSize: number;
}

/** The query of `GET /collections/{c}/all` (D). */
export interface StreamQuery {
  /** Only records updated after this time, in ISO 8601. */
  updatedAfter?: string | undefined;
  /** Only records linked to this service, or with `true` to any. */
  externalService?: string | undefined;
}

/** The query of `GET /collections/{c}` (D). */
export interface PageQuery extends StreamQuery {
  /** The page's index, from 0. Default 0. */
  pageIndex?: number | undefined;
  /** How many records a page holds, at most 300. Default 10. */
  pageSize?: number | undefined;
  /** Whether records say which lists they are in. Default `false`. */
  includeLists?: boolean | undefined;
}

/** A collection: an item of the answer of `GET /collections`. More than these two is not known (A). */
export interface CollectionInfo {
  /** The collection's ID, a UUID (D). */
  id: string;
  /** The collection's slug (D); a deployment may leave it out (A). */
  slug?: string | undefined;
}

/** The body of `POST /collections/{c}/bulk` (D). */
export interface BulkCreateRequest {
  /** At most 300 records. */
  records: NewRecord[];
}

/** What is changed of a record that is named in the same breath. */
export interface RecordUpdate extends RecordChange {
  /** The record's ID. */
  id: string;
  /** The fields that change. */
  data?: JsonObject | undefined;
}

/** The body of `PATCH /collections/{c}/bulk` (D). */
export interface BulkUpdateRequest {
  /** At most 300 records, each with the ID of the record it changes. */
  records: RecordUpdate[];
}

/** The body of `DELETE /collections/{c}/bulk` (D). */
export interface BulkDeleteRequest {
  /** At most 300 IDs. */
  recordIds: string[];
}

/** The answer of adding and updating in bulk (A). */
export interface BulkRecordsResponse {
  /** The records, in the order of the request. */
  records: KinabaseRecord[];
}

/** The answer of deleting in bulk (A). */
export interface BulkDeleteResponse {
  /** The IDs of the deleted records. */
  recordIds: string[];
}

/** How an ingest treats time (O). What it means in detail is not known (A). */
export type IngestMode = "FUTURE_FACING";

/** What tracked fields were at a moment (D). */
export interface IngestChange {
  /** The moment, in ISO 8601. */
  timestamp: string;
  /** The tracked fields' values then. */
  data: JsonObject;
}

/** The changes of one record (D). */
export interface IngestRecord {
  /** The record's ID. */
  id: string;
  /** Its changes. */
  changes: IngestChange[];
}

/** The body of `POST /collections/{c}/ingest` (D, the mode O). */
export interface IngestRequest {
  /** How time is treated. */
  mode?: IngestMode | null | undefined;
  /** The records and their changes. */
  records: IngestRecord[];
}

/** Why one record of an ingest failed (O). How it names the record is not known: `recordId` (A). */
export interface IngestFailure {
  /** What went wrong, in the server's words. */
  error: string;
  /** A code for it. */
  errorCode?: string | undefined;
  /** The record's ID (A). */
  recordId?: string | undefined;
}

/** The answer of an ingest: 200 even where records failed (O). */
export interface IngestResponse {
  /** How many records the request held. */
  totalRecords: number;
  /** How many were taken. */
  processedRecords: number;
  /** How many were not. */
  failedRecords: number;
  /** Why they were not; `null` or absent when nothing failed (O). */
  errors?: IngestFailure[] | null | undefined;
}

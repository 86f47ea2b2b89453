/**
 * Types that the client, the mock and the contract share.
 *
 * Evidence marks: (S) stated by the specification this project implements, (D) Kinabase's public
 * documentation, (O) observed in programs that use the real service, (A) assumed.
 *
 * @module
 */

/** A value that JSON can represent. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  /** A property: any name, any JSON value. */
  [name: string]: JsonValue;
}

/**
 * The part of `fetch` that the client uses. The global `fetch`, the `fetch` of a Worker's service binding
 * and the `fetch` of a mock server all have this type.
 */
export type FetchFunction = (input: string, init?: RequestInit) => Promise<Response>;

/** The two values of an app registration that Kinabase shows when the app is created (S). */
export interface Credentials {
  /** The App ID, a UUID. */
  appId: string;
  /** The App Secret: 64 bytes in base64, shown once. Use it on servers only (D). */
  appSecret: string;
}

/**
 * The field name under which the App Secret is sent to `POST /token`. Kinabase's guide says `appSecret`,
 * its endpoint reference says `secret` (D, O).
 */
export type SecretField = "appSecret" | "secret";

/**
 * The claims observed in Kinabase's tokens (O). They have no `iat` and no `nbf`, so a token shows when it
 * expires, but not how long its lifetime is.
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
  /** The issuer of the token. */
  iss: string;
  /** The audience of the token: `kinabase.client`. */
  aud: string;
}

/** The response of `POST /token` (S). */
export interface TokenResponse {
  /** The token: a JWT signed with HS256. */
  token: string;
}

/** The body of every error response (D). */
export interface ErrorResponse {
  /** What went wrong: the server's message. */
  error: string;
}

/** The body of `POST /token`. Both names of the secret are used (D, O). */
export interface TokenRequest {
  /** The App ID. */
  appId: string;
  /** The App Secret, under the name in Kinabase's guide (D). */
  appSecret?: string | undefined;
  /** The App Secret, under the name in Kinabase's endpoint reference (D). */
  secret?: string | undefined;
}

/** A link from a record to an object in another service (O). */
export interface ExternalLink {
  /** The service's name. */
  key: string;
  /** The object's ID in that service. */
  id: string;
  /** Further properties of the link. */
  properties?: JsonObject | null | undefined;
}

/**
 * A record as Kinabase returns it (D). Properties that are not listed here are kept unchanged.
 *
 * @typeParam D The type of `data`: the collection's fields, named in camelCase.
 */
export interface KinabaseRecord<D = JsonObject> {
  /** The record's ID. */
  id: string;
  /** The record's number in its collection. A deployment may leave it out (A). */
  numericId?: number | null | undefined;
  /** The values of the fields. A tracked field may be missing when a record is read (O). */
  data: D;
  /** Links to other services. */
  external?: ExternalLink[] | null | undefined;
  /** The lists that contain the record, if requested (O). The content is not known (A). */
  lists?: JsonValue | undefined;
  /** The record's files (O). The content is not known (A). */
  fileStorage?: JsonValue | undefined;
}

/** A record to add (D). */
export interface NewRecord<D = JsonObject> {
  /** Absent or `null`: Kinabase assigns the ID. */
  id?: null | undefined;
  /** The values of the fields. */
  data: D;
  /** Links to other services. Each link can be used only once in a collection (A). */
  external?: ExternalLink[] | null | undefined;
}

/** A change of a record. Fields that are not given stay unchanged (O). */
export interface RecordChange<D = JsonObject> {
  /** The fields that change. */
  data?: Partial<D> | undefined;
  /**
   * Links to other services. They replace all existing links, so an empty array removes them (A). `null`
   * means "not given" and changes nothing (O): the client does not send it.
   */
  external?: ExternalLink[] | null | undefined;
}

/** One page of records: the response of `GET /collections/{c}` (D). */
export interface RecordPage<D = JsonObject> {
  /** The records of this page. */
  records: KinabaseRecord<D>[];
  /** The number of records on all pages. */
  totalRecords: number;
  /** The page's index, from 0. */
  pageIndex: number;
  /** The maximum number of records per page. */
  pageSize: number;
}

/** The query of `GET /collections/{c}/all` (D). */
export interface StreamQuery {
  /** Only records updated after this time, in ISO 8601. */
  updatedAfter?: string | undefined;
  /** Only records linked to this service; `true` for any service. */
  externalService?: string | undefined;
}

/** The query of `GET /collections/{c}` (D). */
export interface PageQuery extends StreamQuery {
  /** The page's index, from 0. Default 0. */
  pageIndex?: number | undefined;
  /** The number of records per page, at most 300. Default 10. */
  pageSize?: number | undefined;
  /** Whether records include the lists that contain them. Default `false`. */
  includeLists?: boolean | undefined;
}

/** A collection: an item of the response of `GET /collections`. Other properties are not known (A). */
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

/** A change of a record, with the record's ID. */
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

/** The response of adding and updating in bulk (A). */
export interface BulkRecordsResponse {
  /** The records, in the order of the request. */
  records: KinabaseRecord[];
}

/** The response of deleting in bulk (A). */
export interface BulkDeleteResponse {
  /** The IDs of the deleted records. */
  recordIds: string[];
}

/** How an ingest treats time (O). Its exact meaning is not known (A). */
export type IngestMode = "FUTURE_FACING";

/** The values of tracked fields at one time (D). */
export interface IngestChange {
  /** The time, in ISO 8601. */
  timestamp: string;
  /** The values of the tracked fields at that time. */
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

/** Why one record of an ingest failed (O). It is assumed to name the record as `recordId` (A). */
export interface IngestFailure {
  /** What went wrong: the server's message. */
  error: string;
  /** The server's error code. */
  errorCode?: string | undefined;
  /** The record's ID (A). */
  recordId?: string | undefined;
}

/** The response of an ingest: its status is 200 even if records failed (O). */
export interface IngestResponse {
  /** The number of records in the request. */
  totalRecords: number;
  /** The number of records that were processed. */
  processedRecords: number;
  /** The number of records that failed. */
  failedRecords: number;
  /** Why they failed; may be `null` or absent when no record failed (O). */
  errors?: IngestFailure[] | null | undefined;
}

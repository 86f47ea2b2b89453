/**
 * zod schemas of the requests and responses of the Kinabase API. The mock validates requests with them,
 * and the contract checks responses with them.
 *
 * The client does not import this module, so a program that uses only the client does not load zod.
 *
 * Evidence marks: (S) stated by the specification this project implements, (D) Kinabase's public
 * documentation, (O) observed in programs that use the real service, (A) assumed.
 *
 * @example
 * ```ts
 * import { recordPage } from "@kinakit/kinabase/schemas";
 *
 * declare const body: unknown;
 * const { records, totalRecords } = recordPage.parse(body);
 * ```
 *
 * @module
 */
import type { SchemaIssue, StandardSchema } from "../records/standard-schema.ts";
import type {
  BulkCreateRequest,
  BulkDeleteRequest,
  BulkDeleteResponse,
  BulkRecordsResponse,
  BulkUpdateRequest,
  CollectionInfo,
  ErrorResponse,
  ExternalLink,
  IngestRequest,
  IngestResponse,
  JsonObject,
  JsonValue,
  KinabaseRecord,
  NewRecord,
  PageQuery,
  RecordChange,
  RecordPage,
  StreamQuery,
  TokenClaims,
  TokenRequest,
  TokenResponse,
} from "./types.ts";
import * as links from "./link-schemas.ts";
import * as queries from "./query-schemas.ts";
import * as bodies from "./request-body-schemas.ts";
import * as responses from "./response-schemas.ts";
import * as shared from "./shared-schemas.ts";

export type { SchemaIssue, SchemaResult, StandardSchema } from "../records/standard-schema.ts";
export type {
  BulkCreateRequest,
  BulkDeleteRequest,
  BulkDeleteResponse,
  BulkRecordsResponse,
  BulkUpdateRequest,
  CollectionInfo,
  ErrorResponse,
  ExternalLink,
  IngestChange,
  IngestFailure,
  IngestMode,
  IngestRecord,
  IngestRequest,
  IngestResponse,
  JsonObject,
  JsonValue,
  KinabaseRecord,
  NewRecord,
  PageQuery,
  RecordChange,
  RecordPage,
  RecordUpdate,
  StreamQuery,
  TokenClaims,
  TokenRequest,
  TokenResponse,
} from "./types.ts";

/**
 * The part of a zod schema that this module exposes in its types. To extend a schema in TypeScript, narrow
 * it first: `recordPage instanceof z.ZodType`.
 *
 * @typeParam Output The type of a parsed value.
 */
export interface Schema<Output> extends StandardSchema<unknown, Output> {
  /**
   * Checks a value and returns it.
   *
   * @throws {Error} A `ZodError` that says what is wrong and where.
   */
  parse(value: unknown): Output;
  /** Checks a value and returns it, or returns what is wrong with it. */
  safeParse(value: unknown):
    | { success: true; data: Output }
    | { success: false; error: { readonly issues: readonly SchemaIssue[] } };
}

/**
 * The body of `POST /token`. The secret is required under one of its two names (S). Both names together
 * are accepted if their values are equal (A).
 */
export const tokenRequest: Schema<TokenRequest> = bodies.tokenRequest;

/** The response of `POST /token` (S). */
export const tokenResponse: Schema<TokenResponse> = responses.tokenResponse;

/** The claims of a token (O). */
export const tokenClaims: Schema<TokenClaims> = responses.tokenClaims;

/** The body of every error response (D). */
export const errorResponse: Schema<ErrorResponse> = responses.errorResponse;

/** A JSON value. */
export const jsonValue: Schema<JsonValue> = shared.jsonValue;

/** A JSON object. */
export const jsonObject: Schema<JsonObject> = shared.jsonObject;

/** A link to another service (O). */
export const externalLink: Schema<ExternalLink> = links.externalLink;

/** A record as Kinabase returns it (D). */
export const kinabaseRecord: Schema<KinabaseRecord> = responses.kinabaseRecord;

/** A record to add: the body of `POST /collections/{c}` (D). */
export const newRecord: Schema<NewRecord> = bodies.newRecord;

/** A change of a record: the body of `PATCH /collections/{c}/{id}` (D). */
export const recordChange: Schema<RecordChange> = bodies.recordChange;

/** One page of records (D). */
export const recordPage: Schema<RecordPage> = responses.recordPage;

/** The query of `GET /collections/{c}/all` (D). */
export const streamQuery: Schema<StreamQuery> = queries.streamQuery;

/** The query of `GET /collections/{c}` (D). Numbers and booleans are strings in a query. */
export const pageQuery: Schema<PageQuery> = queries.pageQuery;

/** A collection (D). */
export const collectionInfo: Schema<CollectionInfo> = responses.collectionInfo;

/** The response of `GET /collections`: a plain array (A). */
export const collectionList: Schema<CollectionInfo[]> = responses.collectionList;

/** The body of `POST /collections/{c}/bulk` (D). */
export const bulkCreateRequest: Schema<BulkCreateRequest> = bodies.bulkCreateRequest;

/** The body of `PATCH /collections/{c}/bulk` (D). */
export const bulkUpdateRequest: Schema<BulkUpdateRequest> = bodies.bulkUpdateRequest;

/** The body of `DELETE /collections/{c}/bulk` (D). */
export const bulkDeleteRequest: Schema<BulkDeleteRequest> = bodies.bulkDeleteRequest;

/** The response of adding and updating in bulk (A). */
export const bulkRecordsResponse: Schema<BulkRecordsResponse> = responses.bulkRecordsResponse;

/** The response of deleting in bulk (A). */
export const bulkDeleteResponse: Schema<BulkDeleteResponse> = responses.bulkDeleteResponse;

/** The body of `POST /collections/{c}/ingest` (D). */
export const ingestRequest: Schema<IngestRequest> = bodies.ingestRequest;

/** The response of an ingest (O). */
export const ingestResponse: Schema<IngestResponse> = responses.ingestResponse;

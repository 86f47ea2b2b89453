/**
 * zod schemas of what travels between a client and Kinabase. The mock validates requests with them,
 * and the contract checks answers with them.
 *
 * The client does not load this module, so that importing it costs no zod.
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
import * as wire from "./zod-schemas.ts";

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
 * What is said here of a zod schema. To build others upon one, in TypeScript, narrow it:
 * `recordPage instanceof z.ZodType`.
 *
 * @typeParam Output What the schema makes of a value.
 */
export interface Schema<Output> extends StandardSchema<unknown, Output> {
  /**
   * Gives the value, checked.
   *
   * @throws {Error} A `ZodError` that says what is wrong, and where.
   */
  parse(value: unknown): Output;
  /** Gives the value, checked, or what is wrong with it. */
  safeParse(value: unknown):
    | { success: true; data: Output }
    | { success: false; error: { readonly issues: readonly SchemaIssue[] } };
}

/**
 * The body of `POST /token`. One of the two names of the secret is required (S); both are accepted
 * when they are equal (A).
 */
export const tokenRequest: Schema<TokenRequest> = wire.tokenRequest;

/** The answer of `POST /token` (S). */
export const tokenResponse: Schema<TokenResponse> = wire.tokenResponse;

/** The claims of a token (O). */
export const tokenClaims: Schema<TokenClaims> = wire.tokenClaims;

/** The body of every error answer (D). */
export const errorResponse: Schema<ErrorResponse> = wire.errorResponse;

/** A JSON value. */
export const jsonValue: Schema<JsonValue> = wire.jsonValue;

/** A JSON object. */
export const jsonObject: Schema<JsonObject> = wire.jsonObject;

/** A link to another service (O). */
export const externalLink: Schema<ExternalLink> = wire.externalLink;

/** A record as Kinabase gives it (D). */
export const kinabaseRecord: Schema<KinabaseRecord> = wire.kinabaseRecord;

/** A record to be added: the body of `POST /collections/{c}` (D). */
export const newRecord: Schema<NewRecord> = wire.newRecord;

/** What is changed of a record: the body of `PATCH /collections/{c}/{id}` (D). */
export const recordChange: Schema<RecordChange> = wire.recordChange;

/** One page of records (D). */
export const recordPage: Schema<RecordPage> = wire.recordPage;

/** The query of `GET /collections/{c}/all` as it is sent (D). */
export const streamQuery: Schema<StreamQuery> = wire.streamQuery;

/** The query of `GET /collections/{c}` as it is sent, numbers and truth values as texts (D). */
export const pageQuery: Schema<PageQuery> = wire.pageQuery;

/** A collection (D). */
export const collectionInfo: Schema<CollectionInfo> = wire.collectionInfo;

/** The answer of `GET /collections`: a plain array (A). */
export const collectionList: Schema<CollectionInfo[]> = wire.collectionList;

/** The body of `POST /collections/{c}/bulk` (D). */
export const bulkCreateRequest: Schema<BulkCreateRequest> = wire.bulkCreateRequest;

/** The body of `PATCH /collections/{c}/bulk` (D). */
export const bulkUpdateRequest: Schema<BulkUpdateRequest> = wire.bulkUpdateRequest;

/** The body of `DELETE /collections/{c}/bulk` (D). */
export const bulkDeleteRequest: Schema<BulkDeleteRequest> = wire.bulkDeleteRequest;

/** The answer of adding and updating in bulk (A). */
export const bulkRecordsResponse: Schema<BulkRecordsResponse> = wire.bulkRecordsResponse;

/** The answer of deleting in bulk (A). */
export const bulkDeleteResponse: Schema<BulkDeleteResponse> = wire.bulkDeleteResponse;

/** The body of `POST /collections/{c}/ingest` (D). */
export const ingestRequest: Schema<IngestRequest> = wire.ingestRequest;

/** The answer of an ingest (O). */
export const ingestResponse: Schema<IngestResponse> = wire.ingestResponse;

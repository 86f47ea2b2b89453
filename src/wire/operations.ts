import type { ZodType } from "zod";
import * as queries from "./query-schemas.ts";
import * as bodies from "./request-body-schemas.ts";
import * as responses from "./response-schemas.ts";
import * as shared from "./shared-schemas.ts";

/** One operation of the Kinabase API. */
export interface ApiOperation {
  /** The operation's name: `requestToken`. */
  id: string;
  /** The HTTP method. */
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path below `/api/v1`, with `{parameters}`. */
  path: string;
  /** A short description. */
  summary: string;
  /** What is known about it, with evidence marks. */
  description: string;
  /** The evidence that the operation exists. */
  evidence: "S" | "D" | "O" | "A";
  /** Whether it needs no token. Default `false`. */
  isPublic?: true;
  /** The schema of the query. */
  query?: ZodType;
  /** The schema of the request's body. */
  body?: ZodType;
  /** The schema of a successful response's body. */
  response?: ZodType;
  /** The statuses of error responses. */
  errors: readonly number[];
}

const ONE = "/collections/{collection}";
const MERGE = "Merges the given fields into the record; other fields keep their values (O).";
const BATCH =
  "At most 300 records (D). One invalid record rejects the whole batch; this and the response are assumed (A).";

/**
 * The only list of the Kinabase API's operations. The mock's routes, the OpenAPI document and the words
 * that cannot be record IDs are derived from it, or a test proves that they agree with it.
 */
export const API_OPERATIONS: readonly ApiOperation[] = [
  {
    id: "requestToken",
    method: "POST",
    path: "/token",
    summary: "Request a token",
    evidence: "S",
    description:
      "Exchanges an app's credentials for a token that expires after one hour (S). The secret can be " +
      "sent as `appSecret` or `secret` (D, O). 401 for invalid credentials (S). The status for a disabled " +
      "API and for an expired or revoked app is assumed (A).",
    isPublic: true,
    body: bodies.tokenRequest,
    response: responses.tokenResponse,
    errors: [400, 401, 429],
  },
  {
    id: "getStatus",
    method: "GET",
    path: "/status",
    summary: "Get the API user's authentication status",
    evidence: "D",
    description: "200 or 401 (D). The body is assumed (A).",
    response: shared.jsonObject,
    errors: [401, 429],
  },
  {
    id: "getVersion",
    method: "GET",
    path: "/version",
    summary: "Get the version",
    evidence: "O",
    description: "Seen as a health check, without a token (O, weak). The body is assumed (A).",
    isPublic: true,
    response: shared.jsonObject,
    errors: [429],
  },
  {
    id: "getCollections",
    method: "GET",
    path: "/collections",
    summary: "List all collections",
    evidence: "D",
    description: "A plain array. Properties other than `id` and `slug` are assumed (A).",
    response: responses.collectionList,
    errors: [401, 429],
  },
  {
    id: "getRecords",
    method: "GET",
    path: ONE,
    summary: "List a page of records",
    evidence: "D",
    description:
      "At most 300 records a page (D). Unknown parameters are ignored (O). Oldest first; " +
      "`updatedAfter` is exclusive (A).",
    query: queries.pageQuery,
    response: responses.recordPage,
    errors: [400, 401, 404, 429],
  },
  {
    id: "postRecord",
    method: "POST",
    path: ONE,
    summary: "Add a record",
    evidence: "D",
    description: "Returns the record with its `id` (O). A duplicate external ID gets 400 (A).",
    body: bodies.newRecord,
    response: responses.kinabaseRecord,
    errors: [400, 401, 404, 429],
  },
  {
    id: "getAllRecords",
    method: "GET",
    path: `${ONE}/all`,
    summary: "Stream all records as one JSON array",
    evidence: "D",
    description: "Chunked, up to 100,000 records (D). More records get 400 (A).",
    query: queries.streamQuery,
    response: responses.recordList,
    errors: [400, 401, 404, 429],
  },
  {
    id: "getRecord",
    method: "GET",
    path: `${ONE}/{id}`,
    summary: "Get a record",
    evidence: "D",
    description: "A tracked field may be missing from the response (O).",
    response: responses.kinabaseRecord,
    errors: [401, 404, 429],
  },
  {
    id: "patchRecord",
    method: "PATCH",
    path: `${ONE}/{id}`,
    summary: "Update a record",
    evidence: "D",
    description: MERGE,
    body: bodies.recordChange,
    response: responses.kinabaseRecord,
    errors: [400, 401, 404, 429],
  },
  {
    id: "deleteRecord",
    method: "DELETE",
    path: `${ONE}/{id}`,
    summary: "Delete a record",
    evidence: "D",
    description: "The response body is assumed (A).",
    response: shared.jsonObject,
    errors: [401, 404, 429],
  },
  {
    id: "postBulk",
    method: "POST",
    path: `${ONE}/bulk`,
    summary: "Add records",
    evidence: "D",
    description: BATCH,
    body: bodies.bulkCreateRequest,
    response: responses.bulkRecordsResponse,
    errors: [400, 401, 404, 429],
  },
  {
    id: "patchBulk",
    method: "PATCH",
    path: `${ONE}/bulk`,
    summary: "Update records",
    evidence: "D",
    description: BATCH,
    body: bodies.bulkUpdateRequest,
    response: responses.bulkRecordsResponse,
    errors: [400, 401, 404, 429],
  },
  {
    id: "deleteBulk",
    method: "DELETE",
    path: `${ONE}/bulk`,
    summary: "Delete records",
    evidence: "D",
    description: BATCH,
    body: bodies.bulkDeleteRequest,
    response: responses.bulkDeleteResponse,
    errors: [400, 401, 404, 429],
  },
  {
    id: "getExternal",
    method: "GET",
    path: `${ONE}/ext/{service}/{externalId}`,
    summary: "Get the record linked to an external ID",
    evidence: "D",
    description: "404 if no record is linked to it (D).",
    response: responses.kinabaseRecord,
    errors: [401, 404, 429],
  },
  {
    id: "patchExternal",
    method: "PATCH",
    path: `${ONE}/ext/{service}/{externalId}`,
    summary: "Update the record linked to an external ID",
    evidence: "D",
    description: MERGE,
    body: bodies.recordChange,
    response: responses.kinabaseRecord,
    errors: [400, 401, 404, 429],
  },
  {
    id: "deleteExternal",
    method: "DELETE",
    path: `${ONE}/ext/{service}/{externalId}`,
    summary: "Delete the record linked to an external ID",
    evidence: "D",
    description: "The response body is assumed (A).",
    response: shared.jsonObject,
    errors: [401, 404, 429],
  },
  {
    id: "ingest",
    method: "POST",
    path: `${ONE}/ingest`,
    summary: "Ingest telemetry",
    evidence: "D",
    description:
      "200 even if records failed (O): check `failedRecords`. How an error identifies its record, and " +
      "how many records a request can hold, is assumed (A).",
    body: bodies.ingestRequest,
    response: responses.ingestResponse,
    errors: [400, 401, 404, 429],
  },
];

/**
 * The path segments that name an operation of a collection, such as `all` in
 * `/collections/{collection}/all`. They cannot be record IDs.
 */
export const RESERVED_WORDS: readonly string[] = [
  ...new Set(
    API_OPERATIONS.flatMap(({ path }) =>
      /^\/collections\/\{collection\}\/(\w+)$/.exec(path)?.[1] ?? []
    ),
  ),
].sort();

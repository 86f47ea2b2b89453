import type { ZodType } from "zod";
import * as wire from "./zod-schemas.ts";

/** One operation of the Kinabase API. */
export interface ApiOperation {
  /** Names the operation: `requestToken`. */
  id: string;
  /** The HTTP method. */
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path below `/api/v1`, with `{parameters}`. */
  path: string;
  /** What it does, in a few words. */
  summary: string;
  /** What is known about it, with the evidence marks. */
  description: string;
  /** How surely it is known that the operation exists. */
  evidence: "S" | "D" | "O" | "A";
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
const MERGE = "The given fields change, the others stay (O).";
const BATCH =
  "At most 300 records (D). One that is wrong refuses them all, and the answer is assumed (A).";

/**
 * The Kinabase API as this project knows it: the one list of its operations. The mock's routes, the
 * OpenAPI document and the words that cannot be record IDs follow from it, or a test proves that they
 * agree with it.
 */
export const API_OPERATIONS: readonly ApiOperation[] = [
  {
    id: "requestToken",
    method: "POST",
    path: "/token",
    summary: "Obtain a token",
    evidence: "S",
    description:
      "An app's credentials for a token that lives one hour (S). The secret is taken as " +
      "`appSecret` and as `secret` (D, O). 401 for wrong credentials (S); for a disabled API and an " +
      "expired or revoked app the status is assumed (A).",
    body: wire.tokenRequest,
    response: wire.tokenResponse,
    errors: [400, 401, 429],
  },
  {
    id: "getStatus",
    method: "GET",
    path: "/status",
    summary: "The API user's authentication status",
    evidence: "D",
    description: "200 or 401 (D); the body is not known (A).",
    response: wire.jsonObject,
    errors: [401, 429],
  },
  {
    id: "getCollections",
    method: "GET",
    path: "/collections",
    summary: "All collections",
    evidence: "D",
    description: "A plain array; more than `id` and `slug` of an item is not known (A).",
    response: wire.collectionList,
    errors: [401, 429],
  },
  {
    id: "getRecords",
    method: "GET",
    path: ONE,
    summary: "A page of records",
    evidence: "D",
    description:
      "At most 300 to a page (D). Unknown parameters are ignored (O). Oldest first, and " +
      "`updatedAfter` does not include its own instant (A).",
    query: wire.pageQuery,
    response: wire.recordPage,
    errors: [400, 401, 404, 429],
  },
  {
    id: "postRecord",
    method: "POST",
    path: ONE,
    summary: "Add a record",
    evidence: "D",
    description:
      "The answer is the record with its `id` (O). An external ID used twice is 400 (A).",
    body: wire.newRecord,
    response: wire.kinabaseRecord,
    errors: [400, 401, 404, 429],
  },
  {
    id: "getAllRecords",
    method: "GET",
    path: `${ONE}/all`,
    summary: "All records as one JSON array",
    evidence: "D",
    description: "Chunked, up to 100,000 records (D); above that 400 (A).",
    query: wire.streamQuery,
    response: wire.recordList,
    errors: [400, 401, 404, 429],
  },
  {
    id: "getRecord",
    method: "GET",
    path: `${ONE}/{id}`,
    summary: "One record",
    evidence: "D",
    description: "A tracked field may be missing (O).",
    response: wire.kinabaseRecord,
    errors: [401, 404, 429],
  },
  {
    id: "patchRecord",
    method: "PATCH",
    path: `${ONE}/{id}`,
    summary: "Change a record",
    evidence: "D",
    description: MERGE,
    body: wire.recordChange,
    response: wire.kinabaseRecord,
    errors: [400, 401, 404, 429],
  },
  {
    id: "deleteRecord",
    method: "DELETE",
    path: `${ONE}/{id}`,
    summary: "Delete a record",
    evidence: "D",
    description: "What is answered is not known (A).",
    response: wire.jsonObject,
    errors: [401, 404, 429],
  },
  {
    id: "postBulk",
    method: "POST",
    path: `${ONE}/bulk`,
    summary: "Add records",
    evidence: "D",
    description: BATCH,
    body: wire.bulkCreateRequest,
    response: wire.bulkRecordsResponse,
    errors: [400, 401, 404, 429],
  },
  {
    id: "patchBulk",
    method: "PATCH",
    path: `${ONE}/bulk`,
    summary: "Change records",
    evidence: "D",
    description: BATCH,
    body: wire.bulkUpdateRequest,
    response: wire.bulkRecordsResponse,
    errors: [400, 401, 404, 429],
  },
  {
    id: "deleteBulk",
    method: "DELETE",
    path: `${ONE}/bulk`,
    summary: "Delete records",
    evidence: "D",
    description: BATCH,
    body: wire.bulkDeleteRequest,
    response: wire.bulkDeleteResponse,
    errors: [400, 401, 404, 429],
  },
  {
    id: "getExternal",
    method: "GET",
    path: `${ONE}/ext/{service}/{externalId}`,
    summary: "The record linked to an external ID",
    evidence: "D",
    description: "404 where none is linked (D).",
    response: wire.kinabaseRecord,
    errors: [401, 404, 429],
  },
  {
    id: "patchExternal",
    method: "PATCH",
    path: `${ONE}/ext/{service}/{externalId}`,
    summary: "Change the record linked to an external ID",
    evidence: "D",
    description: MERGE,
    body: wire.recordChange,
    response: wire.kinabaseRecord,
    errors: [400, 401, 404, 429],
  },
  {
    id: "deleteExternal",
    method: "DELETE",
    path: `${ONE}/ext/{service}/{externalId}`,
    summary: "Delete the record linked to an external ID",
    evidence: "D",
    description: "What is answered is not known (A).",
    response: wire.jsonObject,
    errors: [401, 404, 429],
  },
  {
    id: "ingest",
    method: "POST",
    path: `${ONE}/ingest`,
    summary: "Telemetry of records",
    evidence: "D",
    description:
      "200 even where records failed (O): read `failedRecords`. How an error names its " +
      "record, and how many records one request takes, is assumed (A).",
    body: wire.ingestRequest,
    response: wire.ingestResponse,
    errors: [400, 401, 404, 429],
  },
];

/**
 * The words that name another operation right below a collection, so that no record's ID can be one of
 * them: `/collections/{collection}/all`.
 */
export const RESERVED_WORDS: readonly string[] = [
  ...new Set(
    API_OPERATIONS.flatMap(({ path }) =>
      /^\/collections\/\{collection\}\/(\w+)$/.exec(path)?.[1] ?? []
    ),
  ),
].sort();

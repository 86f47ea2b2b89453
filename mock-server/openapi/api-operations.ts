import type { ZodType } from "zod";
import * as wire from "../../src/wire/zod-schemas.ts";

/** One operation of the Kinabase API, as it is described. */
export interface ApiOperation {
  id: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path below `/api/v1`, with `{parameters}`. */
  path: string;
  summary: string;
  /** What is known of it, with the marks. */
  description: string;
  query?: ZodType;
  body?: ZodType;
  answer?: ZodType;
  /** The statuses of errors. */
  errors: readonly number[];
}

const ONE = "/collections/{collection}";
const MERGE = "The given fields change, the others stay (O).";
const BATCH =
  "At most 300 records (D). One that is wrong refuses them all, and the answer is assumed (A).";

/** The Kinabase API as this project knows it. */
export const API_OPERATIONS: readonly ApiOperation[] = [
  {
    id: "requestToken",
    method: "POST",
    path: "/token",
    summary: "Obtain a token (S)",
    description:
      "An app's credentials for a token that lives one hour (S). The secret is taken as " +
      "`appSecret` and as `secret` (D, O). 401 for wrong credentials (S); for a disabled API and an " +
      "expired or revoked app the status is assumed (A).",
    body: wire.tokenRequest,
    answer: wire.tokenResponse,
    errors: [400, 401, 429],
  },
  {
    id: "getStatus",
    method: "GET",
    path: "/status",
    summary: "The API user's authentication status (D)",
    description: "200 or 401 (D); the body is not known (A).",
    answer: wire.jsonObject,
    errors: [401, 429],
  },
  {
    id: "getCollections",
    method: "GET",
    path: "/collections",
    summary: "All collections (D)",
    description: "A plain array; more than `id` and `slug` of an item is not known (A).",
    answer: wire.collectionList,
    errors: [401, 429],
  },
  {
    id: "getRecords",
    method: "GET",
    path: ONE,
    summary: "A page of records (D)",
    description:
      "At most 300 to a page (D). Unknown parameters are ignored (O). Oldest first, and " +
      "`updatedAfter` does not include its own instant (A).",
    query: wire.pageQuery,
    answer: wire.recordPage,
    errors: [400, 401, 404, 429],
  },
  {
    id: "postRecord",
    method: "POST",
    path: ONE,
    summary: "Add a record (D)",
    description:
      "The answer is the record with its `id` (O). An external ID used twice is 400 (A).",
    body: wire.newRecord,
    answer: wire.kinabaseRecord,
    errors: [400, 401, 404, 429],
  },
  {
    id: "getAllRecords",
    method: "GET",
    path: `${ONE}/all`,
    summary: "All records as one JSON array (D)",
    description: "Chunked, up to 100,000 records (D); above that 400 (A).",
    query: wire.streamQuery,
    answer: wire.recordList,
    errors: [400, 401, 404, 429],
  },
  {
    id: "getRecord",
    method: "GET",
    path: `${ONE}/{id}`,
    summary: "One record (D)",
    description: "A tracked field may be missing (O).",
    answer: wire.kinabaseRecord,
    errors: [401, 404, 429],
  },
  {
    id: "patchRecord",
    method: "PATCH",
    path: `${ONE}/{id}`,
    summary: "Change a record (D)",
    description: MERGE,
    body: wire.recordChange,
    answer: wire.kinabaseRecord,
    errors: [400, 401, 404, 429],
  },
  {
    id: "deleteRecord",
    method: "DELETE",
    path: `${ONE}/{id}`,
    summary: "Delete a record (D)",
    description: "What is answered is not known (A).",
    answer: wire.jsonObject,
    errors: [401, 404, 429],
  },
  {
    id: "postBulk",
    method: "POST",
    path: `${ONE}/bulk`,
    summary: "Add records (D)",
    description: BATCH,
    body: wire.bulkCreateRequest,
    answer: wire.bulkRecordsResponse,
    errors: [400, 401, 404, 429],
  },
  {
    id: "patchBulk",
    method: "PATCH",
    path: `${ONE}/bulk`,
    summary: "Change records (D)",
    description: BATCH,
    body: wire.bulkUpdateRequest,
    answer: wire.bulkRecordsResponse,
    errors: [400, 401, 404, 429],
  },
  {
    id: "deleteBulk",
    method: "DELETE",
    path: `${ONE}/bulk`,
    summary: "Delete records (D)",
    description: BATCH,
    body: wire.bulkDeleteRequest,
    answer: wire.bulkDeleteResponse,
    errors: [400, 401, 404, 429],
  },
  {
    id: "getExternal",
    method: "GET",
    path: `${ONE}/ext/{service}/{externalId}`,
    summary: "The record linked to an external ID (D)",
    description: "404 where none is linked (D).",
    answer: wire.kinabaseRecord,
    errors: [401, 404, 429],
  },
  {
    id: "patchExternal",
    method: "PATCH",
    path: `${ONE}/ext/{service}/{externalId}`,
    summary: "Change the record linked to an external ID (D)",
    description: MERGE,
    body: wire.recordChange,
    answer: wire.kinabaseRecord,
    errors: [400, 401, 404, 429],
  },
  {
    id: "deleteExternal",
    method: "DELETE",
    path: `${ONE}/ext/{service}/{externalId}`,
    summary: "Delete the record linked to an external ID (D)",
    description: "What is answered is not known (A).",
    answer: wire.jsonObject,
    errors: [401, 404, 429],
  },
  {
    id: "ingest",
    method: "POST",
    path: `${ONE}/ingest`,
    summary: "Telemetry of records (D)",
    description:
      "200 even where records failed (O): read `failedRecords`. How an error names its " +
      "record, and how many records one request takes, is assumed (A).",
    body: wire.ingestRequest,
    answer: wire.ingestResponse,
    errors: [400, 401, 404, 429],
  },
];

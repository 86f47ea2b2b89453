// The zod schemas behind the public types of `schemas.ts`. The client does not import them, so that it does
// not load zod. They are lazy, so that a mock builds only the schemas it uses.
import * as z from "zod";
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

const requiredText = z.string().min(1, "must not be empty");

/** The body of `POST /token`, with one or two secrets. */
export const anyTokenRequest: z.ZodType<TokenRequest> = z.lazy(() =>
  z.looseObject({
    appId: requiredText,
    appSecret: requiredText.optional(),
    secret: requiredText.optional(),
  })
    .refine((body) => body.appSecret !== undefined || body.secret !== undefined, {
      message: "is missing. It can also be sent as secret",
      path: ["appSecret"],
    })
);

/**
 * The body of `POST /token`. The secret is required under one of its two names (S). Both names together
 * are accepted if their values are equal (A).
 */
export const tokenRequest: z.ZodType<TokenRequest> = z.lazy(() =>
  anyTokenRequest.refine(
    (body) =>
      body.appSecret === undefined || body.secret === undefined || body.appSecret === body.secret,
    { message: "differs from appSecret. Send only one of them", path: ["secret"] },
  )
);

/** The response of `POST /token` (S). */
export const tokenResponse: z.ZodType<TokenResponse> = z.lazy(() =>
  z.looseObject({ token: requiredText })
);

/** The claims of a token (O). */
export const tokenClaims: z.ZodType<TokenClaims> = z.lazy(() =>
  z.looseObject({
    jti: z.guid(),
    tntid: z.guid(),
    appid: z.guid(),
    exp: z.int(),
    iss: z.string(),
    aud: z.string(),
  })
);

/** The body of every error response (D). */
export const errorResponse: z.ZodType<ErrorResponse> = z.lazy(() =>
  z.looseObject({ error: requiredText })
);

/** A JSON value. */
export const jsonValue: z.ZodType<JsonValue> = z.json();

/** A JSON object. */
export const jsonObject: z.ZodType<JsonObject> = z.lazy(() => z.record(z.string(), jsonValue));

/** A link to another service (O). */
export const externalLink: z.ZodType<ExternalLink> = z.lazy(() =>
  z.looseObject({
    key: requiredText,
    id: requiredText,
    properties: jsonObject.nullish(),
  })
);

const links = z.array(externalLink).nullish();

/** A record as Kinabase returns it (D). */
export const kinabaseRecord: z.ZodType<KinabaseRecord> = z.lazy(() =>
  z.looseObject({
    id: requiredText,
    numericId: z.int().nullish(),
    data: jsonObject,
    external: links,
    lists: jsonValue.optional(),
    fileStorage: jsonValue.optional(),
  })
);

/** The response of `GET /collections/{c}/all` (D). */
export const recordList: z.ZodType<KinabaseRecord[]> = z.lazy(() => z.array(kinabaseRecord));

/** A record to add: the body of `POST /collections/{c}` (D). */
export const newRecord: z.ZodType<NewRecord> = z.lazy(() =>
  z.looseObject({
    id: z.null().optional(),
    data: jsonObject,
    external: links,
  })
);

/** A record to add, with or without an ID. */
export const anyNewRecord: z.ZodType<Omit<NewRecord, "id"> & { id?: string | null | undefined }> = z
  .lazy(() => z.looseObject({ id: z.string().nullish(), data: jsonObject, external: links }));

/** A change of a record: the body of `PATCH /collections/{c}/{id}` (D). */
export const recordChange: z.ZodType<RecordChange & { data?: JsonObject | undefined }> = z.lazy(
  () => z.looseObject({ data: jsonObject.optional(), external: links }),
);

/** One page of records (D). */
export const recordPage: z.ZodType<RecordPage> = z.lazy(() =>
  z.looseObject({
    records: z.array(kinabaseRecord),
    totalRecords: z.int().min(0),
    pageIndex: z.int().min(0),
    pageSize: z.int().min(1),
  })
);

type QueryText = Record<string, string | undefined>;

const time = z.lazy(() =>
  z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
    error: "expected an ISO 8601 time such as 2026-01-31T12:00:00Z",
  })
);

const wholeNumber = (least: number) =>
  z.string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= least, {
      error: `expected a whole number, ${least} or more`,
    })
    .transform(Number);

const filters = { updatedAfter: time.optional(), externalService: requiredText.optional() };

/** The query of `GET /collections/{c}/all` (D). */
export const streamQuery: z.ZodType<StreamQuery, QueryText> = z.lazy(() => z.object(filters));

/** The query of `GET /collections/{c}` (D). Numbers and booleans are strings in a query. */
export const pageQuery: z.ZodType<PageQuery, QueryText> = z.lazy(() =>
  z.object({
    ...filters,
    pageIndex: wholeNumber(0).optional(),
    pageSize: wholeNumber(1).optional(),
    includeLists: z.enum(["true", "false"]).transform((text) => text === "true").optional(),
  })
);

/** A collection (D). */
export const collectionInfo: z.ZodType<CollectionInfo> = z.lazy(() =>
  z.looseObject({
    id: requiredText,
    slug: requiredText.optional(),
  })
);

/** The response of `GET /collections`: a plain array (A). */
export const collectionList: z.ZodType<CollectionInfo[]> = z.lazy(() => z.array(collectionInfo));

/** The body of `POST /collections/{c}/bulk` (D). */
export const bulkCreateRequest: z.ZodType<BulkCreateRequest> = z.lazy(() =>
  z.looseObject({
    records: z.array(newRecord),
  })
);

/** The body of `POST /collections/{c}/bulk`, with records with or without an ID. */
export const anyBulkCreateRequest: z.ZodType<{ records: z.infer<typeof anyNewRecord>[] }> = z.lazy(
  () => z.looseObject({ records: z.array(anyNewRecord) }),
);

/** The body of `PATCH /collections/{c}/bulk` (D). */
export const bulkUpdateRequest: z.ZodType<BulkUpdateRequest> = z.lazy(() =>
  z.looseObject({
    records: z.array(z.looseObject({
      id: requiredText,
      data: jsonObject.optional(),
      external: links,
    })),
  })
);

/** The body of `DELETE /collections/{c}/bulk` (D). */
export const bulkDeleteRequest: z.ZodType<BulkDeleteRequest> = z.lazy(() =>
  z.looseObject({
    recordIds: z.array(requiredText),
  })
);

/** The response of adding and updating in bulk (A). */
export const bulkRecordsResponse: z.ZodType<BulkRecordsResponse> = z.lazy(() =>
  z.looseObject({
    records: z.array(kinabaseRecord),
  })
);

/** The response of deleting in bulk (A). */
export const bulkDeleteResponse: z.ZodType<BulkDeleteResponse> = z.lazy(() =>
  z.looseObject({
    recordIds: z.array(requiredText),
  })
);

/** Any value is accepted: a bad timestamp fails its record, never the whole request (O, A). */
const timestamp = z.lazy(() =>
  z.preprocess(
    (value) => typeof value === "string" || value === undefined ? value : JSON.stringify(value),
    z.string(),
  )
);

/** The body of `POST /collections/{c}/ingest` (D). */
export const ingestRequest: z.ZodType<IngestRequest> = z.lazy(() =>
  z.looseObject({
    mode: z.literal("FUTURE_FACING").nullish(),
    records: z.array(z.looseObject({
      id: requiredText,
      changes: z.array(z.looseObject({
        timestamp,
        data: jsonObject,
      })),
    })),
  })
);

/** The response of an ingest (O). */
export const ingestResponse: z.ZodType<IngestResponse> = z.lazy(() =>
  z.looseObject({
    totalRecords: z.int().min(0),
    processedRecords: z.int().min(0),
    failedRecords: z.int().min(0),
    errors: z.array(z.looseObject({
      error: z.string(),
      errorCode: z.string().optional(),
      recordId: z.string().optional(),
    })).nullish(),
  })
);

// What responses contain, in zod. The client does not import them: see request-body-schemas.ts.
import * as z from "zod";
import { links } from "./link-schemas.ts";
import { jsonObject, jsonValue, requiredText } from "./shared-schemas.ts";
import type {
  BulkDeleteResponse,
  BulkRecordsResponse,
  CollectionInfo,
  ErrorResponse,
  IngestResponse,
  KinabaseRecord,
  RecordPage,
  TokenClaims,
  TokenResponse,
} from "./types.ts";

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

/** One page of records (D). */
export const recordPage: z.ZodType<RecordPage> = z.lazy(() =>
  z.looseObject({
    records: z.array(kinabaseRecord),
    totalRecords: z.int().min(0),
    pageIndex: z.int().min(0),
    pageSize: z.int().min(1),
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

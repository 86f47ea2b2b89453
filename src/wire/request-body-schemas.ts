// What the bodies of requests must contain, in zod. The client does not import them, so
// that it does not load zod. They are lazy, so that a mock builds only the schemas it uses.
import * as z from "zod";
import { links } from "./link-schemas.ts";
import { jsonObject, requiredText } from "./shared-schemas.ts";
import type {
  BulkCreateRequest,
  BulkDeleteRequest,
  BulkUpdateRequest,
  IngestRequest,
  JsonObject,
  NewRecord,
  RecordChange,
  TokenRequest,
} from "./types.ts";

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

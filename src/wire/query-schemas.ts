// What query parameters must contain, in zod. The client does not import them: see request-body-schemas.ts.
import * as z from "zod";
import { requiredText } from "./shared-schemas.ts";
import type { PageQuery, StreamQuery } from "./types.ts";

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

// The parts that request-schemas.ts and response-schemas.ts have in common.
import * as z from "zod";
import type { ExternalLink, JsonObject, JsonValue } from "./types.ts";

/** A text that is not empty. */
export const requiredText: z.ZodString = z.string().min(1, "must not be empty");

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

/** The links of a record; `null` for none. */
export const links: z.ZodType<ExternalLink[] | null | undefined> = z.array(externalLink).nullish();

// The parts that the other schemas have in common.
import * as z from "zod";
import type { JsonObject, JsonValue } from "./types.ts";

/** A text that is not empty. */
export const requiredText: z.ZodString = z.string().min(1, "must not be empty");

/** A JSON value. */
export const jsonValue: z.ZodType<JsonValue> = z.json();

/** A JSON object. */
export const jsonObject: z.ZodType<JsonObject> = z.lazy(() => z.record(z.string(), jsonValue));

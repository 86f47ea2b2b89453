import * as z from "zod";
import { expected } from "./check.ts";

/** A string that is not blank. */
export const filledText: z.ZodType<string> = z.lazy(() =>
  z.string(expected("a string"))
    .regex(/\S/, expected("a string that is not blank"))
);

/** An ID that is a UUID. */
export const uuidText: z.ZodType<string> = z.lazy(() => z.guid(expected("a UUID")));

// Links to other services, in zod. The client does not import them: see request-body-schemas.ts.
import * as z from "zod";
import { jsonObject, requiredText } from "./shared-schemas.ts";
import type { ExternalLink } from "./types.ts";

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

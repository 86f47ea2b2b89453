import * as z from "zod";
import { RESERVED_WORDS } from "../../../src/wire/operations.ts";
import type { ExternalLink, JsonObject } from "../../../src/wire/types.ts";
import { externalLink, jsonObject } from "../../../src/wire/zod-schemas.ts";
import { expected, strict } from "../../support/check.ts";
import { filledText, uuidText } from "../../support/text-schemas.ts";
import { type FieldDefinitions, fieldDefinitions } from "./fields.ts";

/** A collection, as it is defined. */
export interface CollectionDefinition {
  /** Its slug, by which requests may name it: `purchase-orders`. */
  slug: string;
  /** Its name. */
  name: string;
  /** Its fields. Default: none are defined, and any name and value goes. */
  fields?: FieldDefinitions | undefined;
  /** Its ID, a UUID. Default: one is made when it is first read. */
  id?: string | undefined;
}

/** A record that a test puts into a collection itself. */
export interface RecordDefinition {
  /** The values of its fields. */
  data: JsonObject;
  /** Its links to other services. Default none. */
  external?: ExternalLink[] | null | undefined;
  /** Its ID. Default: a new UUID. */
  id?: string | null | undefined;
  /** Its number. Default: one more than the highest that was ever given in the collection. */
  numericId?: number | null | undefined;
}

/** A collection with the records it starts from. */
export interface CollectionSeed extends CollectionDefinition {
  /** Its records. Default none. */
  records?: RecordDefinition[] | undefined;
}

const slug = z.lazy(() =>
  z.string(expected('a string such as "purchase-orders"'))
    .refine((text) => /^[\w-]+$/.test(text) && !uuidText.safeParse(text).success, {
      ...expected('letters, digits and hyphens such as "purchase-orders", not a UUID'),
    })
);

const fields: z.ZodType<FieldDefinitions> = fieldDefinitions;

/** The properties of a collection's definition. */
export const collectionShape: {
  slug: z.ZodType<string>;
  name: z.ZodType<string>;
  fields: z.ZodType<FieldDefinitions | undefined>;
  id: z.ZodType<string | undefined>;
} = { slug, name: filledText, fields: fields.optional(), id: uuidText.optional() };

/** What the definition of a record must be. */
export const recordDefinition: z.ZodType<RecordDefinition> = z.lazy(() =>
  strict({
    data: jsonObject,
    external: z.array(externalLink).nullish(),
    // What a path can name: no slash, no dots, none of the words that name something else there.
    id: z.string(expected("a string"))
      .refine((id) => /^[\w-]+$/.test(id) && !RESERVED_WORDS.includes(id), {
        ...expected(`letters, digits and hyphens, and not ${
          RESERVED_WORDS.map((word) => `"${word}"`).join(", ")
        }`),
      }).nullish(),
    numericId: z.int(expected("1, 2, 3, …")).min(1, expected("1, 2, 3, …")).nullish(),
  })
);

/** What the definition of a collection must be. */
export const collectionDefinition: z.ZodType<CollectionDefinition> = z.lazy(() =>
  strict(collectionShape)
);

/** What the definition of a collection in a seed must be. */
export const collectionSeed: z.ZodType<CollectionSeed> = z.lazy(() =>
  strict({
    ...collectionShape,
    records: z.array(recordDefinition).optional(),
  })
);

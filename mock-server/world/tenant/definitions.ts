import * as z from "zod";
import { RESERVED_WORDS } from "../../../src/wire/operations.ts";
import { externalLink, jsonObject } from "../../../src/wire/zod-schemas.ts";
import { expected, strict } from "../../support/check.ts";
import type { AppState } from "../apps/app-registration.ts";
import type { CollectionDefinition, RecordDefinition } from "../collections/collection.ts";
import { type FieldDefinitions, fieldDefinitions } from "../collections/fields.ts";

/** A collection with the records it starts from. */
export interface CollectionSeed extends CollectionDefinition {
  /** Its records. Default none. */
  records?: RecordDefinition[] | undefined;
}

const uuid = z.lazy(() => z.guid(expected("a UUID")));

/** A text that is not blank. */
export const filledText: z.ZodType<string> = z.lazy(() =>
  z.string(expected("a text"))
    .refine((text) => text.trim() !== "", { ...expected("a text that is not blank") })
);

/** An ID that is a UUID. */
export const uuidText: z.ZodType<string> = uuid;

const slug = z.lazy(() =>
  z.string(expected('a text such as "purchase-orders"'))
    .refine((text) => /^[\w-]+$/.test(text) && !uuid.safeParse(text).success, {
      ...expected('letters, digits and hyphens such as "purchase-orders", and no UUID'),
    })
);

const fields: z.ZodType<FieldDefinitions> = fieldDefinitions;

/** The properties of a collection's definition. */
export const collectionShape: {
  slug: z.ZodType<string>;
  name: z.ZodType<string>;
  fields: z.ZodType<FieldDefinitions | undefined>;
  id: z.ZodType<string | undefined>;
} = { slug, name: filledText, fields: fields.optional(), id: uuid.optional() };

/** What the state of an app must be. */
export const appStateSchema: z.ZodType<AppState> = z.lazy(() =>
  z.enum(
    ["active", "expired", "revoked"],
    expected('"active", "expired" or "revoked"'),
  )
);

/** What the definition of a record must be. */
export const recordDefinition: z.ZodType<RecordDefinition> = z.lazy(() =>
  strict({
    data: jsonObject,
    external: z.array(externalLink).nullish(),
    // What a path can name: no slash, no dots, none of the words that name something else there.
    id: z.string(expected("a text"))
      .refine((id) => /^[\w-]+$/.test(id) && !RESERVED_WORDS.includes(id), {
        ...expected(`letters, digits and hyphens, but none of ${
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

import * as z from "zod";
import { RESERVED_WORDS } from "../../../src/wire/operations.ts";
import type { ExternalLink, JsonObject } from "../../../src/wire/types.ts";
import { externalLink } from "../../../src/wire/link-schemas.ts";
import { jsonObject } from "../../../src/wire/shared-schemas.ts";
import { expected, strict } from "../../support/check.ts";
import { filledText, uuidText } from "../../support/text-schemas.ts";
import { type FieldDefinitions, fieldDefinitions } from "./fields.ts";

/** The definition of a collection. */
export interface CollectionDefinition {
  /** Its slug, which requests can use instead of the ID: `purchase-orders`. */
  slug: string;
  /** Its name. */
  name: string;
  /** Its fields. Default: undefined, and any field and value is accepted. */
  fields?: FieldDefinitions | undefined;
  /** Its ID, a UUID. Default: generated when first read. */
  id?: string | undefined;
}

/** A record that a test adds to a collection directly. */
export interface RecordDefinition {
  /** The values of its fields. */
  data: JsonObject;
  /** Its links to other services. Default none. */
  external?: ExternalLink[] | null | undefined;
  /** Its ID. Default: a new UUID. */
  id?: string | null | undefined;
  /** Its numeric ID. Default: one more than the highest ever used in the collection. */
  numericId?: number | null | undefined;
}

/** A collection with its initial records. */
export interface CollectionSeed extends CollectionDefinition {
  /** Its records. Default none. */
  records?: RecordDefinition[] | undefined;
}

const SLUG = 'letters, digits and hyphens such as "purchase-orders", not a UUID';

const slug = z.lazy(() =>
  z.string(expected('a string such as "purchase-orders"'))
    .regex(/^[\w-]+$/, expected(SLUG))
    .refine((text) => !uuidText.safeParse(text).success, { ...expected(SLUG) })
);

const fields: z.ZodType<FieldDefinitions> = fieldDefinitions;

/**
 * The properties of a collection's definition.
 *
 * @internal
 */
export const collectionShape: {
  slug: z.ZodType<string>;
  name: z.ZodType<string>;
  fields: z.ZodType<FieldDefinitions | undefined>;
  id: z.ZodType<string | undefined>;
} = {
  slug: slug.describe("The name of the collection in paths."),
  name: filledText,
  fields: fields.optional().describe("The fields by name. Default: any field and value."),
  id: uuidText.optional().describe("Default: a new UUID."),
};

/** A snapshot lists telemetry by record ID, and copies of objects lose this name. */
const UNUSABLE_ID = "__proto__";

/** Texts that cannot be record IDs. */
const NO_IDS: readonly string[] = [...RESERVED_WORDS, UNUSABLE_ID];

/** The form of an ID that works in a path: no slashes or dots. */
const ID_FORM = /^[\w-]+$/;

/** Whether a new record can have this ID: no word that names another operation, and no unusable one. */
export function isRecordId(id: string): boolean {
  return ID_FORM.test(id) && !NO_IDS.includes(id);
}

const RECORD_ID = `letters, digits and hyphens, and not ${
  NO_IDS.map((word) => `"${word}"`).join(", ")
}`;

/**
 * The schema of a record's ID in a snapshot. Some stores contain IDs that a definition could not give.
 *
 * @internal
 */
export const storedRecordId: z.ZodType<string> = z.lazy(() =>
  filledText.refine((id) => id !== UNUSABLE_ID, expected(`a record ID other than "${UNUSABLE_ID}"`))
);

/**
 * The schema of a record definition.
 *
 * @internal
 */
export const recordDefinition: z.ZodType<RecordDefinition> = z.lazy(() =>
  strict({
    data: jsonObject.describe("The values of the fields."),
    external: z.array(externalLink).nullish().describe("Links to other services."),
    id: z.string(expected("a string"))
      .regex(ID_FORM, expected(RECORD_ID))
      .refine(isRecordId, { ...expected(RECORD_ID) }).nullish()
      .describe("Default: a new UUID."),
    numericId: z.int(expected("1, 2, 3, …")).min(1, expected("1, 2, 3, …")).nullish()
      .describe("Default: one more than the highest in the collection."),
  })
);

/**
 * The schema of a collection definition.
 *
 * @internal
 */
export const collectionDefinition: z.ZodType<CollectionDefinition> = z.lazy(() =>
  strict(collectionShape)
);

/**
 * The schema of a collection in a seed.
 *
 * @internal
 */
export const collectionSeed: z.ZodType<CollectionSeed> = z.lazy(() =>
  strict({
    ...collectionShape,
    records: z.array(recordDefinition).optional(),
  })
);

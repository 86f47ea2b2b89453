import type { CallOptions, Client, ExternalLink, JsonObject, KinabaseRecord } from "../../mod.ts";
import { type ChosenCollection, chosenCollections } from "../records/chosen-collections.ts";
import { firstRecords } from "../records/first-records.ts";
import type { InferredField, InferredType } from "../types/inferred.ts";
import { createRecordSample } from "../types/sample.ts";
import { createPseudonyms, type Pseudonyms } from "./pseudonyms.ts";

/** A type of a field in a seed. */
export type SeedFieldType = "text" | "number" | "boolean" | "date" | "link";

/** A record of a seed. */
export interface PulledRecord {
  /** Its ID. */
  id?: string | undefined;
  /** Its number. */
  numericId?: number | undefined;
  /** The values of its fields. */
  data: JsonObject;
  /** Its links to other services. */
  external?: ExternalLink[] | undefined;
}

/** A collection of a seed. */
export interface PulledCollection {
  /** Its slug. */
  slug: string;
  /** Its name. */
  name: string;
  /** Its ID. */
  id?: string | undefined;
  /** Its fields. Absent if a field has values that a seed cannot describe: then the mock accepts any. */
  fields?: Record<string, SeedFieldType> | undefined;
  /** Its records. */
  records: PulledRecord[];
}

/** A seed for the mock: `createMockServer({ seed })`. */
export interface PulledSeed {
  /** The collections. */
  collections: PulledCollection[];
}

/** The options of {@linkcode pullSeed}. */
export interface PullOptions extends Pick<CallOptions, "signal"> {
  /** The slugs or IDs of the collections. Default: all that the app can see. */
  collections?: readonly string[] | undefined;
  /** How many records of each collection are read: at least 1, or `"all"`. Default 1,000. */
  limit?: number | "all" | undefined;
  /**
   * Whether text, names, mail addresses, numbers, dates and IDs are replaced by plausible ones. Equal values become
   * equal ones, so that links survive. The result is not anonymous: who knows the data may recognize it. Default
   * `false`.
   */
  anonymize?: boolean | undefined;
  /** The key of the replacements, at least 16 bytes. Default: random, so that each run gives other ones. */
  key?: Uint8Array<ArrayBuffer> | undefined;
}

const DEFAULT_LIMIT = 1_000;
const KEY_BYTES = 32;

/**
 * Reads collections of a tenant and makes a seed for the mock: fields with their inferred types, records, and links to
 * other services.
 *
 * @throws {TypeError} When an option is wrong, or there is no such collection.
 * @throws {KinabaseError} When a request fails.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 * import { pullSeed } from "@kinakit/kinabase/tools";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret });
 * const seed = await pullSeed(client, { collections: ["people"], anonymize: true });
 * const mock = createMockServer({ seed });
 * ```
 */
export async function pullSeed(client: Client, options: PullOptions = {}): Promise<PulledSeed> {
  const { collections: named, limit = DEFAULT_LIMIT, anonymize = false, signal } = options;
  if (limit !== "all" && !(Number.isInteger(limit) && limit >= 1)) {
    throw new TypeError(`limit: expected an integer of at least 1 or "all", got ${limit}`);
  }
  const key = options.key ?? crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  if (key.byteLength < 16) throw new TypeError("key: expected at least 16 bytes");
  const collections: PulledCollection[] = [];
  for (const chosen of await chosenCollections(client, named, { signal })) {
    collections.push(
      await pullCollection(client, chosen, limit === "all" ? Infinity : limit, signal),
    );
  }
  if (anonymize) await replaceValues(collections, await createPseudonyms(key));
  return { collections };
}

async function pullCollection(
  client: Client,
  { slug, info }: ChosenCollection,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<PulledCollection> {
  const records: PulledRecord[] = [];
  const sample = createRecordSample();
  const links = new Set<string>();
  for await (const record of firstRecords(client, slug, limit, signal)) {
    const pulled = seedRecord(record, links);
    sample.add(pulled.data);
    records.push(pulled);
  }
  const name: unknown = info === undefined ? undefined : Reflect.get(info, "name");
  const isSlug = /^[\w-]+$/.test(slug) && slug !== info?.id;
  return {
    slug: isSlug ? slug : `collection-${slug.replace(/[^\w-]/g, "-")}`,
    name: typeof name === "string" && name !== "" ? name : slug,
    id: info?.id,
    fields: seedFields(sample.fields()),
    records,
  };
}

/** What the mock does not accept as a record's ID. */
const NO_IDS: ReadonlySet<string> = new Set(["all", "bulk", "ingest", "__proto__"]);

/** @param links The links of earlier records: the mock refuses a second record with the same one. */
function seedRecord(
  { id, numericId, data, external }: KinabaseRecord,
  links: Set<string>,
): PulledRecord {
  const own = (external ?? []).filter((link) => {
    const key = JSON.stringify([link.key, link.id]);
    const isNew = !links.has(key) && link.key !== "" && link.id !== "";
    links.add(key);
    return isNew;
  });
  const hasNumber = typeof numericId === "number" && Number.isInteger(numericId) && numericId > 0;
  return {
    ...(/^[\w-]+$/.test(id) && !NO_IDS.has(id) ? { id } : {}),
    ...(hasNumber ? { numericId } : {}),
    // The mock refuses a field with this name.
    data: Object.fromEntries(Object.entries(data).filter(([name]) => name !== "__proto__")),
    ...(own.length > 0 ? { external: own } : {}),
  };
}

function seedFields(fields: readonly InferredField[]): Record<string, SeedFieldType> | undefined {
  const types: [string, SeedFieldType][] = [];
  for (const { name, types: [type, ...others] } of fields) {
    const seedType = type === undefined ? "text" : seedTypeOf(type);
    if (seedType === undefined || others.length > 0 || name === "") return undefined;
    types.push([name, seedType]);
  }
  return types.length === 0 ? undefined : Object.fromEntries(types);
}

/** The type in a seed, if it has one for these values. */
function seedTypeOf(type: InferredType): SeedFieldType | undefined {
  switch (type.kind) {
    case "text":
      return type.format === "date" || type.format === "date-time" ? "date" : "text";
    case "number":
    case "boolean":
    case "link":
      return type.kind;
    case "list": {
      const [item, ...others] = type.items;
      const areLinks = item?.kind === "link" && others.length === 0 && !type.nullable;
      return areLinks ? "link" : undefined;
    }
    default:
      return undefined;
  }
}

/** Replaces the values in place. IDs come first, so that they stay different wherever they are. */
async function replaceValues(
  collections: readonly PulledCollection[],
  pseudonyms: Pseudonyms,
): Promise<void> {
  const records = collections.flatMap((collection) => collection.records);
  for (const record of records) {
    // The mock counts again.
    delete record.numericId;
    if (record.id !== undefined) record.id = await pseudonyms.id(record.id);
    for (const link of record.external ?? []) link.id = await pseudonyms.id(link.id);
  }
  for (const record of records) {
    const data: [string, JsonObject[string]][] = [];
    for (const [name, value] of Object.entries(record.data)) {
      data.push([name, await pseudonyms.value(value, name)]);
    }
    record.data = Object.fromEntries(data);
    for (const link of record.external ?? []) {
      const { properties } = link;
      if (properties === undefined || properties === null) continue;
      const replaced = await pseudonyms.value(properties, "");
      if (typeof replaced === "object" && !Array.isArray(replaced)) link.properties = replaced;
    }
  }
}

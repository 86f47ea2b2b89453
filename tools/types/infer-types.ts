import type { CallOptions, Client } from "../../mod.ts";
import { chosenCollections } from "../records/chosen-collections.ts";
import { firstRecords } from "../records/first-records.ts";
import type { InferredCollection } from "./inferred.ts";
import { createRecordSample } from "./sample.ts";

/** The options of {@linkcode inferTypes}. */
export interface InferOptions extends Pick<CallOptions, "signal"> {
  /** The slugs or IDs of the collections. Default: all that the app can see. */
  collections?: readonly string[] | undefined;
  /** How many records of each collection are read: at least 1, or `"all"`. Default 300, which is one request. */
  sample?: number | "all" | undefined;
}

const DEFAULT_SAMPLE = 300;

/**
 * Reads some records of collections and infers the types of their fields. The result is a guess: a value that
 * is not in the sample may have another type.
 *
 * @returns The collections, in the order of their slugs.
 * @throws {TypeError} When an option is wrong, or there is no such collection.
 * @throws {KinabaseError} When a request fails.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { inferTypes, typesFile } from "@kinakit/kinabase/tools";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret });
 * console.log(typesFile(await inferTypes(client, { collections: ["people"] })));
 * ```
 */
export async function inferTypes(
  client: Client,
  options: InferOptions = {},
): Promise<InferredCollection[]> {
  const { collections, sample = DEFAULT_SAMPLE, signal } = options;
  if (sample !== "all" && !(Number.isInteger(sample) && sample >= 1)) {
    throw new TypeError(`sample: expected an integer of at least 1 or "all", got ${sample}`);
  }
  const inferred: InferredCollection[] = [];
  for (const { slug } of await chosenCollections(client, collections, { signal })) {
    inferred.push(await inferCollection(client, slug, sample, signal));
  }
  return inferred;
}

async function inferCollection(
  client: Client,
  slug: string,
  sample: number | "all",
  signal: AbortSignal | undefined,
): Promise<InferredCollection> {
  const most = sample === "all" ? Infinity : sample;
  const seen = createRecordSample();
  for await (const { data } of firstRecords(client, slug, most, signal)) seen.add(data);
  return { slug, records: seen.records, fields: seen.fields() };
}

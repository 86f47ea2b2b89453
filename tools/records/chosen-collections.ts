import type { CallOptions, Client, CollectionInfo } from "../../mod.ts";
import { kindOfValue } from "./kind-of-value.ts";

/** A collection to work on. */
export interface ChosenCollection {
  /** How requests name it: its slug, or its ID if it has none. */
  slug: string;
  /** What the service says about it, if it lists it. */
  info?: CollectionInfo | undefined;
}

/**
 * Chooses collections, in the order of their slugs.
 *
 * @param named Slugs or IDs. Default: all collections that the app can see.
 * @throws {TypeError} When no collection has one of these names.
 */
export async function chosenCollections(
  client: Client,
  named: readonly string[] | undefined,
  call: CallOptions,
): Promise<ChosenCollection[]> {
  if (named !== undefined && !Array.isArray(named)) {
    throw new TypeError(
      `collections: expected an array of slugs or IDs, got ${kindOfValue(named)}`,
    );
  }
  const listed = await client.collections(call);
  const all = listed.map((info) => ({ slug: slugOf(info, listed), info }));
  const chosen = named?.map((name) => found(name, all)) ?? all;
  const bySlug = new Map(chosen.map((of) => [of.slug, of]));
  return [...bySlug.values()].sort((a, b) => a.slug < b.slug ? -1 : 1);
}

/** The slug, or the ID if there is no slug or an earlier collection has the same. */
function slugOf({ id, slug }: CollectionInfo, listed: readonly CollectionInfo[]): string {
  const isFirst = listed.find((other) => other.slug === slug)?.id === id;
  return slug !== undefined && slug !== "" && isFirst ? slug : id;
}

function found(name: string, all: readonly ChosenCollection[]): ChosenCollection {
  const match = all.find(({ slug, info }) =>
    slug === name || info?.id.toLowerCase() === name.toLowerCase()
  );
  if (match !== undefined) return match;
  const known = all.map(({ slug }) => slug).sort().join(", ");
  throw new TypeError(
    `There is no collection ${JSON.stringify(name)}. The app can see: ${known || "none"}.`,
  );
}

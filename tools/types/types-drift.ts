import {
  type DeclaredProperty,
  type DeclaredTypes,
  declaredTypes,
  splitUnion,
} from "./declared-types.ts";
import type { InferredCollection } from "./inferred.ts";
import { typesFile, type TypesFileOptions } from "./types-file.ts";

/**
 * Compares a file of `kinabase types` with what a sample shows now. Types that are wider than necessary are no
 * difference: the next sample may need them.
 *
 * @param file The text of the file. A formatter may have changed it.
 * @param collections The types of now.
 * @param options How the file was written, and whether `collections` are all of the tenant, so that others are
 * missing. Default: all.
 * @returns What changed, one sentence each; empty if the file still fits.
 * @throws {TypeError} When `kinabase types` did not write the file.
 */
export function typesDrift(
  file: string,
  collections: readonly InferredCollection[],
  { all = true, ...options }: TypesFileOptions & { all?: boolean | undefined } = {},
): string[] {
  const declared = declaredTypes(file);
  // Written and read again, so that both have the same form.
  const current = declaredTypes(typesFile(collections, options));
  const changes: string[] = [];
  for (const [slug, properties] of current) {
    if (!declared.has(slug)) changes.push(`${slug}: the collection is new`);
    else if (properties !== undefined) {
      changes.push(...fieldChanges(slug, declared.get(slug) ?? new Map(), properties));
    }
  }
  if (all) changes.push(...missingCollections(declared, current));
  return changes;
}

function missingCollections(declared: DeclaredTypes, current: DeclaredTypes): string[] {
  return [...declared.keys()].filter((slug) => !current.has(slug))
    .map((slug) => `${slug}: the collection no longer exists`);
}

function fieldChanges(
  slug: string,
  before: ReadonlyMap<string, DeclaredProperty>,
  now: ReadonlyMap<string, DeclaredProperty>,
): string[] {
  const changes: string[] = [];
  for (const [name, { optional, union }] of now) {
    const at = `${slug}.${name}`;
    const known = before.get(name);
    if (known === undefined) {
      changes.push(`${at}: the field is new (${union.join(" | ")})`);
      continue;
    }
    const added = union.filter((type) => !fits(type, known.union));
    if (added.length > 0) {
      changes.push(`${at}: it was ${known.union.join(" | ")}, and now is ${union.join(" | ")}`);
    }
    if (optional && !known.optional) changes.push(`${at}: some records lack the field now`);
  }
  for (const name of before.keys()) {
    if (!now.has(name)) changes.push(`${slug}.${name}: no record has the field any more`);
  }
  return changes;
}

/** Whether values of a type fit into a union. A type without a value in the sample is `JsonValue`. */
function fits(type: string, union: readonly string[]): boolean {
  if (type === "JsonValue" || union.includes("JsonValue") || union.includes(type)) return true;
  if (!type.endsWith("[]")) return false;
  const lists = union.filter((other) => other.endsWith("[]"));
  return lists.some((list) => itemsOf(type).every((item) => fits(item, itemsOf(list))));
}

/** The types of a list's elements: `(string|null)[]` has two. */
function itemsOf(list: string): string[] {
  return splitUnion(list.slice(0, -2).replace(/^\((.*)\)$/s, "$1"));
}

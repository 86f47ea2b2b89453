import { anyFields } from "./any-fields.ts";
import type { MswDatabase, MswRecord } from "./database.ts";
import { isSameLink } from "../world/collections/links.ts";
import { matches } from "../world/collections/record-filter.ts";
import type { RecordStore, StoredRecord, StoreOwner } from "../world/collections/store.ts";

/** The parts of `@mswjs/data` in use. Passed as an argument, because the package is optional. */
export interface DataLibrary {
  /** Makes a database with models. */
  factory(models: Record<string, Record<string, unknown>>): unknown;
  /** Marks a property as the primary key. */
  primaryKey(getter: () => string): unknown;
  /** Lets a property be null. */
  nullable(getter: () => null): object;
}

/** The default values of records that a test adds to the database. */
export interface RowDefaults {
  /** The tenant's ID. */
  tenantId(): string;
  /** The time in milliseconds. */
  now(): number;
}

/** Creates an empty database for the records of a mock. */
export function createMswDatabase(library: DataLibrary, defaults: RowDefaults): MswDatabase {
  const { factory, nullable, primaryKey } = library;
  const db = factory({
    record: {
      key: primaryKey(() => crypto.randomUUID()),
      tenant: () => defaults.tenantId(),
      collection() {
        throw new TypeError("collection is missing. Expected the slug of the record's collection.");
      },
      id: () => crypto.randomUUID(),
      numericId: () => nextNumber(),
      data: anyFields(nullable),
      external: () => [],
      updatedAt: () => defaults.now(),
    },
  });
  if (!isDatabase(db)) {
    throw new TypeError("@mswjs/data did not return a database. Install a supported version.");
  }
  // The library does not pass the collection to a default's function.
  const nextNumber = () =>
    1 + db.record.getAll().reduce((most, { numericId }) => Math.max(most, numericId), 0);
  return db;
}

/**
 * Creates an empty store on top of a database. It caches nothing, so the mock sees all changes that a test
 * makes to the database. Each lookup scans all records.
 */
export function createMswjsDataStore(
  { record: rows }: MswDatabase,
  owner: StoreOwner,
): RecordStore {
  // Removes the rows of an earlier collection with the same slug.
  rows.deleteMany({
    where: { tenant: { equals: owner.tenantId }, collection: { equals: owner.slug } },
  });
  const own = () =>
    rows.getAll().filter(({ tenant, collection }) =>
      collection === owner.slug && tenant === owner.tenantId
    );
  const found = (isMeant: (row: MswRecord) => boolean) => {
    const row = own().find(isMeant);
    return row === undefined ? undefined : storedRecord(row);
  };

  return {
    get: (id) => found((row) => row.id === id),
    withNumericId: (numericId) => found((row) => row.numericId === numericId),
    withExternal: (key, id) =>
      found(({ external }) => external.some((link) => isSameLink(link, { key, id }))),
    select(filter, from, count) {
      // An update keeps a row's position, so rows are in order of creation.
      const left = own().filter((row) => matches(row, filter));
      return { total: left.length, records: left.slice(from, from + count).map(storedRecord) };
    },
    add(record) {
      rows.create({ ...record, tenant: owner.tenantId, collection: owner.slug });
    },
    replace({ id, numericId, data, external, updatedAt }) {
      const row = own().find((candidate) => candidate.id === id);
      if (row === undefined) return;
      rows.update({
        where: { key: { equals: row.key } },
        data: { numericId, data: (draft) => become(draft, data), external, updatedAt },
      });
    },
    remove(id) {
      const row = own().find((candidate) => candidate.id === id);
      if (row !== undefined) rows.delete({ where: { key: { equals: row.key } } });
    },
  };
}

/**
 * Replaces the content of an object. The library merges objects, so it can neither remove a field nor replace
 * an inner object. But it passes the next row's own copy to an update function, which can change it, and then
 * merges the empty object that the function returns.
 */
function become(draft: object, next: object): Record<string, never> {
  for (const name of Object.keys(draft)) Reflect.deleteProperty(draft, name);
  Object.defineProperties(draft, Object.getOwnPropertyDescriptors(next));
  return {};
}

function storedRecord({ id, numericId, data, external, updatedAt }: MswRecord): StoredRecord {
  return { id, numericId, data, external, updatedAt };
}

function isDatabase(value: unknown): value is MswDatabase {
  return typeof value === "object" && value !== null && "record" in value &&
    typeof value.record === "object" && value.record !== null && "getAll" in value.record;
}

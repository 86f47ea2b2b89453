import { anyFields } from "./any-fields.ts";
import type { MswDatabase, MswRecord } from "./database.ts";
import type {
  RecordFilter,
  RecordStore,
  StoredRecord,
  StoreOwner,
} from "../world/collections/store.ts";

/** What is needed of `@mswjs/data`. It comes as an argument, since not everybody has it. */
export interface DataLibrary {
  /** Makes a database with models. */
  factory(models: Record<string, Record<string, unknown>>): unknown;
  /** Marks a property as the primary key. */
  primaryKey(getter: () => string): unknown;
  /** Lets a property be null. */
  nullable(getter: () => null): object;
}

/** What a record is given that a test adds to the database without saying. */
export interface RowDefaults {
  /** The tenant's ID. */
  tenantId(): string;
  /** The time in milliseconds. */
  now(): number;
}

/** Makes an empty database for the records of a mock. */
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
  // The library does not tell a default which collection it is for.
  const nextNumber = () =>
    1 + db.record.getAll().reduce((most, { numericId }) => Math.max(most, numericId), 0);
  return db;
}

/**
 * Makes an empty store over a database. It keeps nothing of its own, so that whatever a test does with
 * the database holds for the mock; to find a record it looks at all there are.
 */
export function createMswjsDataStore(
  { record: rows }: MswDatabase,
  owner: StoreOwner,
): RecordStore {
  // What an earlier collection of that name has left is not this one's.
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
    withExternal: (service, externalId) =>
      found(({ external }) => external.some(({ key, id }) => key === service && id === externalId)),
    select(filter, from, count) {
      // An update leaves a row at its place: their order is that of creation.
      const left = own().filter((row) => fits(row, filter));
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
 * Makes an object the copy of another. The library merges an object into the one that is there, and so
 * can neither take a field away nor replace an inner object; but what it hands to a function is the next
 * row's own copy, and an empty object merged into that changes nothing.
 */
function become(draft: object, next: object): Record<string, never> {
  for (const name of Object.keys(draft)) Reflect.deleteProperty(draft, name);
  Object.defineProperties(draft, Object.getOwnPropertyDescriptors(next));
  return {};
}

function storedRecord({ id, numericId, data, external, updatedAt }: MswRecord): StoredRecord {
  return { id, numericId, data, external, updatedAt };
}

function fits(row: MswRecord, { updatedAfter, externalService }: RecordFilter): boolean {
  if (updatedAfter !== undefined && row.updatedAt <= updatedAfter) return false;
  return externalService === undefined ||
    row.external.some(({ key }) => externalService === true || key === externalService);
}

function isDatabase(value: unknown): value is MswDatabase {
  return typeof value === "object" && value !== null && "record" in value &&
    typeof value.record === "object" && value.record !== null && "getAll" in value.record;
}

import * as z from "zod";
import type { CollectionSnapshot } from "./collection-snapshot.ts";
import {
  type CollectionDefinition,
  type RecordDefinition,
  recordDefinition,
} from "./definitions.ts";
import type {
  IngestChange,
  IngestRecord,
  KinabaseRecord,
  RecordUpdate,
} from "../../../src/wire/types.ts";
import { checked } from "../../support/check.ts";
import { ApiFailure } from "../failures/api-failure.ts";
import { formatValue, type Path, pathText } from "../../support/format-value.ts";
import { toWire } from "./record-response.ts";
import { createFields } from "./fields.ts";
import type { RecordStore, StoredRecord } from "./store.ts";
import { rejectLinked, rejectRepeated, rejectTaken } from "./uniqueness.ts";

/** Direct access to the records of a collection, without requests. */
export interface MockRecords {
  /** The number of records. */
  count(): number;
  /** Copies of all records, oldest first. */
  list(): KinabaseRecord[];
  /**
   * Adds a record.
   *
   * @throws {TypeError} When a field, an ID or an external ID is invalid, with the message of a request.
   */
  add(record: RecordDefinition): KinabaseRecord;
}

/** A collection of a mock tenant. */
export interface MockCollection {
  /** Its ID, a UUID. */
  readonly id: string;
  /** Its slug. */
  readonly slug: string;
  /** Its name. */
  readonly name: string;
  /** Its records. */
  readonly records: MockRecords;
  /** Copies of a record's telemetry, in order of arrival. */
  telemetry(recordId: string): IngestChange[];
}

/** The path of a record in a request, by its index. */
export type Where = (index: number) => Path;

/**
 * A collection, with the operations that routes use. A failed operation throws an {@linkcode ApiFailure}
 * and changes nothing.
 */
export interface CollectionState extends MockCollection {
  /** Whether this is its ID, in any letter case. False before its ID is first read. */
  hasId(id: string): boolean;
  /** The records, read-only. The methods below write to them. */
  readonly store: Pick<RecordStore, "get" | "withExternal" | "select">;
  /** A record as responses show it. */
  toWire(record: StoredRecord, view?: { includeLists?: boolean | undefined }): KinabaseRecord;
  /** Adds a record. */
  add(record: RecordDefinition): StoredRecord;
  /** Adds records: all or none (A). */
  addAll(records: readonly RecordDefinition[], where: Where): StoredRecord[];
  /** Updates a record. */
  update(update: RecordUpdate): StoredRecord;
  /** Updates records: all or none (A). */
  updateAll(updates: readonly RecordUpdate[], where: Where): StoredRecord[];
  /** Deletes records: all or none (A). */
  removeAll(ids: readonly string[], where: Where): void;
  /** Deletes all records. */
  clear(): void;
  /** Its definition, records and telemetry. */
  dump(): CollectionSnapshot;
  /** Loads a snapshot into this empty collection. */
  load(snapshot: CollectionSnapshot, at: Path): void;
  /** Stores a record's telemetry: all changes or none (A). It does not update the record (A). */
  ingest(record: IngestRecord, at: Path): void;
}

/** A record definition with an optional update time. */
interface DatedDefinition extends RecordDefinition {
  updatedAt?: number | undefined;
}

/** What a collection needs from its tenant. */
export interface CollectionHost {
  /** The time in milliseconds. */
  now(): number;
  /** A new UUID. */
  newId(): string;
  /** A store for the records of the collection with a slug. */
  createStore(slug: string): RecordStore;
}

/** Creates a collection from a validated definition. */
export function createCollection(
  definition: CollectionDefinition,
  { now, newId, createStore }: CollectionHost,
): CollectionState {
  const { slug, name } = definition;
  const fields = createFields(definition.fields);
  const store = createStore(slug);
  const telemetry = new Map<string, IngestChange[]>();
  let id = definition.id?.toLowerCase();
  let highestNumericId = 0;

  function existing(recordId: string, at: Path): StoredRecord {
    const found = store.get(recordId);
    if (found !== undefined) return found;
    throw new ApiFailure("unknownRecord", { at: pathText(at), id: formatValue(recordId) });
  }

  /** Returns a function that turns each definition of a batch into a record, or rejects it. */
  function additions(batch: readonly DatedDefinition[]) {
    const freeId = rejectTaken<string>((wanted) => store.get(wanted) !== undefined);
    const freeNumber = rejectTaken<number>((wanted) => store.withNumericId(wanted) !== undefined);
    const unlinked = rejectLinked(store);
    const given = new Set(batch.map((of) => of.numericId));
    let last = batch.reduce((most, of) => Math.max(most, of.numericId ?? 0), highestNumericId);
    const nextNumber = () => {
      // Tests can write to some stores directly, so a store may hold numbers that were not assigned here. After
      // the largest number it starts again, because larger ones would not differ.
      do last = last < Number.MAX_SAFE_INTEGER ? last + 1 : 1; while (
        given.has(last) || store.withNumericId(last) !== undefined
      );
      return last;
    };
    return (of: DatedDefinition, at: Path): StoredRecord => {
      const record = {
        id: of.id ?? newId(),
        numericId: of.numericId ?? nextNumber(),
        data: of.data,
        external: of.external ?? [],
        updatedAt: of.updatedAt ?? now(),
      };
      freeId(record.id, [...at, "id"]);
      freeNumber(record.numericId, [...at, "numericId"]);
      fields.check(record.data, [...at, "data"]);
      unlinked(record.external, at);
      return record;
    };
  }

  /** Returns a function that turns each update of a batch into the updated record, or rejects it. */
  function updates(batch: readonly RecordUpdate[]) {
    // null means "not given" (O): the documentation's own examples send it.
    const relinked = batch.filter(({ external }) => Array.isArray(external));
    const unlinked = rejectLinked(store, new Set(relinked.map((update) => update.id)));
    const once = rejectRepeated();
    return ({ id: recordId, data = {}, external }: RecordUpdate, at: Path): StoredRecord => {
      const before = existing(recordId, [...at, "id"]);
      once(recordId, [...at, "id"]);
      fields.check(data, [...at, "data"]);
      if (external) unlinked(external, at);
      return {
        ...before,
        data: { ...before.data, ...data },
        external: external ?? before.external,
        updatedAt: now(),
      };
    };
  }

  function put(record: StoredRecord): StoredRecord {
    highestNumericId = Math.max(highestNumericId, record.numericId);
    store.add(record);
    return record;
  }

  function replace(record: StoredRecord): StoredRecord {
    store.replace(record);
    return record;
  }

  function addAll(records: readonly DatedDefinition[], where: Where): StoredRecord[] {
    const addition = additions(records);
    return records.map((record, i) => addition(record, where(i))).map(put);
  }

  function ingest({ id: recordId, changes }: IngestRecord, at: Path): void {
    existing(recordId, [...at, "id"]);
    const dated = changes.map(({ timestamp, ...change }, i) => {
      fields.checkTelemetry(change.data, [...at, "changes", i, "data"]);
      return { timestamp: instantOf(timestamp, [...at, "changes", i, "timestamp"]), ...change };
    });
    const taken = telemetry.get(recordId) ?? [];
    taken.push(...dated);
    telemetry.set(recordId, taken);
  }

  // A test can remove a record directly from some stores; its telemetry then remains here.
  const kept = (recordId: string) => store.get(recordId) !== undefined;
  const all = () => store.select({}, 0, Infinity).records;

  const add = (record: RecordDefinition) => put(additions([record])(record, []));

  return {
    get id() {
      return id ??= newId();
    },
    hasId: (wanted) => wanted.toLowerCase() === id,
    slug,
    name,
    records: {
      count: () => store.select({}, 0, 0).total,
      list: () => structuredClone(all().map((record) => toWire(record))),
      add: (record) => structuredClone(toWire(add(checked(recordDefinition, record, "record")))),
    },
    telemetry: (recordId) => structuredClone(kept(recordId) ? telemetry.get(recordId) ?? [] : []),
    store,
    toWire: (record, view) => toWire(record, { ...view, hidden: fields.hidden }),
    add,
    addAll,
    update: (update) => replace(updates([update])(update, [])),
    updateAll(batch, where) {
      const updated = updates(batch);
      return batch.map((update, i) => updated(update, where(i))).map(replace);
    },
    removeAll(ids, where) {
      const once = rejectRepeated();
      ids.forEach((recordId, i) => {
        existing(recordId, where(i));
        once(recordId, where(i));
      });
      for (const recordId of ids) {
        store.remove(recordId);
        telemetry.delete(recordId);
      }
    },
    clear() {
      // From the end, so that no store has to close gaps.
      for (const { id: recordId } of all().reverse()) store.remove(recordId);
      telemetry.clear();
    },
    dump: () =>
      structuredClone({
        id: id ??= newId(),
        slug,
        name,
        ...(definition.fields === undefined ? {} : { fields: definition.fields }),
        highestNumericId,
        records: all(),
        telemetry: Object.fromEntries([...telemetry].filter(([recordId]) => kept(recordId))),
      }),
    load(snapshot, at) {
      addAll(
        snapshot.records.map((record) => ({ ...record, external: [...record.external] })),
        (i) => [...at, "records", i],
      );
      for (const [recordId, changes] of Object.entries(snapshot.telemetry)) {
        ingest({ id: recordId, changes }, [...at, "telemetry", recordId]);
      }
      highestNumericId = Math.max(highestNumericId, snapshot.highestNumericId);
    },
    ingest,
  };
}

const timestampText = z.lazy(() => z.iso.datetime({ offset: true, local: true }));

/** A timestamp with an offset. One without is taken as UTC (A). */
function instantOf(timestamp: string, at: Path): string {
  if (!timestampText.safeParse(timestamp).success) {
    const found = { at: pathText(at), value: formatValue(timestamp) };
    throw new ApiFailure("invalidTimestamp", found);
  }
  return /(?:z|[+-]\d\d:?\d\d)$/i.test(timestamp) ? timestamp : `${timestamp}Z`;
}

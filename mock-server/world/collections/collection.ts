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
import { expectId } from "../../support/expect-id.ts";
import { ApiFailure } from "../failures/api-failure.ts";
import { formatValue, type Path, pathText } from "../../support/format-value.ts";
import type { Behaviors } from "../behaviors/behaviors.ts";
import { claimLinks, linksAfter } from "./links.ts";
import { inResponse, toWire } from "./record-response.ts";
import { createFields, type Fields } from "./fields.ts";
import type { RecordFilter } from "./record-filter.ts";
import type { RecordStore, Selection, StoredRecord } from "./store.ts";
import { afterIngest, createTelemetry } from "./telemetry.ts";
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
  /**
   * Copies of a record's telemetry, in order of arrival; none for an unknown record.
   *
   * @throws {TypeError} When the value is not an ID, such as `""`.
   */
  telemetry(recordId: string): IngestChange[];
}

/** The path of a record in a request, by its index. */
export type Where = (index: number) => Path;

/**
 * A collection, with the operations that routes use. A failed operation throws an {@linkcode ApiFailure}
 * and changes nothing.
 */
export interface CollectionState extends MockCollection {
  /** Its ID; `undefined` before it is first read. */
  readonly knownId: string | undefined;
  /** The records, read-only. The methods below write to them. */
  readonly store: Pick<RecordStore, "get" | "withExternal">;
  /** A record as responses show it. */
  toWire(
    record: StoredRecord,
    view?: { includeLists?: boolean | undefined },
  ): ReturnType<typeof inResponse>;
  /** The records that match a filter, in the tenant's order: at most `count`, from index `from`. */
  select(filter: RecordFilter, from: number, count: number): Selection;
  /** As `select`, from the first match on. The state is that of the call, but the records may be read later. */
  stream(filter: RecordFilter, count: number): RecordStream;
  /** Adds a record. */
  add(record: RecordDefinition): StoredRecord;
  /** Adds records: all or none (A). */
  addAll(records: readonly RecordDefinition[], where: Where): StoredRecord[];
  /** Updates a record. */
  update(update: RecordUpdate): StoredRecord;
  /** Updates records: all or none (A). */
  updateAll(updates: readonly RecordUpdate[], where: Where): StoredRecord[];
  /** Deletes a record. */
  remove(id: string): void;
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

/** The first records that match a filter. */
export interface RecordStream {
  /** The number of all matching records. */
  total: number;
  /** The records, in the tenant's order. */
  records: Iterable<StoredRecord>;
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
  /** The tenant's behaviors. */
  behaviors: Behaviors;
  /** A store for the records of the collection with a slug. */
  createStore(slug: string): RecordStore;
}

/** Creates a collection from a validated definition. */
export function createCollection(
  definition: CollectionDefinition,
  { now, newId, behaviors, createStore }: CollectionHost,
): CollectionState {
  const { slug, name } = definition;
  const fields = createFields(definition.fields, behaviors);
  const store = createStore(slug);
  const telemetry = createTelemetry(fields, behaviors);
  let { id } = definition;
  let highestNumericId = 0;

  function existing(recordId: string, at: Path): StoredRecord {
    const found = store.get(recordId);
    if (found !== undefined) return found;
    throw new ApiFailure("unknownRecord", { at: pathText(at), id: formatValue(recordId) });
  }

  /** Returns a function that turns each definition of a batch into a record, or rejects it. */
  function additions(batch: readonly DatedDefinition[], checkData: Fields["check"]) {
    const freeId = rejectTaken<string>((wanted) => store.get(wanted) !== undefined);
    const freeNumber = rejectTaken<number>((wanted) => store.withNumericId(wanted) !== undefined);
    const unlinked = rejectLinked(store, behaviors);
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
      checkData(record.data, [...at, "data"]);
      unlinked(record.external, at);
      return record;
    };
  }

  /** Returns a function that turns each update of a batch into the updated record, or rejects it. */
  function updates(batch: readonly RecordUpdate[]) {
    // Otherwise, records keep the links that they have (A).
    const replaces = behaviors.get("update.external") === "replace";
    const relinked = replaces ? batch.filter(({ external }) => Array.isArray(external)) : [];
    const unlinked = rejectLinked(store, behaviors, new Set(relinked.map((update) => update.id)));
    const once = rejectRepeated();
    return ({ id: recordId, data = {}, external }: RecordUpdate, at: Path): StoredRecord => {
      const before = existing(recordId, [...at, "id"]);
      once(recordId, [...at, "id"]);
      fields.check(data, [...at, "data"]);
      if (external) unlinked(external, at, recordId);
      return {
        ...before,
        data: { ...before.data, ...data },
        external: linksAfter(before.external, external, behaviors),
        updatedAt: now(),
      };
    };
  }

  function put(record: StoredRecord): StoredRecord {
    claimLinks(record, store, behaviors);
    highestNumericId = Math.max(highestNumericId, record.numericId);
    store.add(record);
    return record;
  }

  function replace(record: StoredRecord): StoredRecord {
    claimLinks(record, store, behaviors);
    store.replace(record);
    return record;
  }

  function addAll(
    records: readonly DatedDefinition[],
    where: Where,
    checkData: Fields["check"] = fields.check,
  ): StoredRecord[] {
    const addition = additions(records, checkData);
    return records.map((record, i) => addition(record, where(i))).map(put);
  }

  function removeAll(ids: readonly string[], where: Where): void {
    const once = rejectRepeated();
    ids.forEach((recordId, i) => {
      existing(recordId, where(i));
      once(recordId, where(i));
    });
    for (const recordId of ids) {
      store.remove(recordId);
      telemetry.remove(recordId);
    }
  }

  function ingest(given: IngestRecord, at: Path): void {
    const record = existing(given.id, [...at, "id"]);
    const dated = telemetry.add(given.id, given.changes, [...at, "changes"]);
    const after = afterIngest(record, dated, { now, behaviors });
    if (after !== record) store.replace(after);
  }

  function select(filter: RecordFilter, from: number, count: number): Selection {
    const order = behaviors.get("list.order");
    if (order === "created") return store.select(filter, from, count);
    const { total, records } = store.select(filter, 0, Infinity);
    const sorted = order === "id"
      ? [...records].sort((a, b) => a.id < b.id ? -1 : 1)
      : [...records].sort((a, b) => a.updatedAt - b.updatedAt || a.numericId - b.numericId);
    return { total, records: sorted.slice(from, from + count) };
  }

  function stream(filter: RecordFilter, count: number): RecordStream {
    const { updatedAfter, externalService } = filter;
    const total = store.select({}, 0, 0).total;
    const isWhole = updatedAfter === undefined && externalService === undefined && total <= count;
    if (!isWhole || behaviors.get("list.order") !== "created") return select(filter, 0, count);
    return { total, records: store.snapshot?.() ?? all() };
  }

  // A test can remove a record directly from some stores; its telemetry then remains here.
  const kept = (recordId: string) => store.get(recordId) !== undefined;
  const all = () => store.select({}, 0, Infinity).records;

  const add = (record: RecordDefinition) => put(additions([record], fields.check)(record, []));

  return {
    get id() {
      return id ??= newId();
    },
    get knownId() {
      return id;
    },
    slug,
    name,
    records: {
      count: () => store.select({}, 0, 0).total,
      list: () => structuredClone(all().map((record) => toWire(record))),
      add: (record) => structuredClone(toWire(add(checked(recordDefinition, record, "record")))),
    },
    telemetry(recordId) {
      expectId("recordId", recordId);
      return structuredClone(kept(recordId) ? [...telemetry.of(recordId)] : []);
    },
    store,
    toWire: (record, { includeLists = false } = {}) =>
      inResponse(record, { includeLists, behaviors, hidden: fields.hidden }),
    select,
    stream,
    add,
    addAll: (records, where) => addAll(records, where),
    update: (update) => replace(updates([update])(update, [])),
    updateAll(batch, where) {
      const updated = updates(batch);
      return batch.map((update, i) => updated(update, where(i))).map((record, i) => {
        // An earlier update of the batch may have moved a link away.
        const { external: left } = existing(record.id, where(i));
        const external = linksAfter(left, batch[i]?.external, behaviors);
        return replace({ ...record, external });
      });
    },
    remove: (recordId) => removeAll([recordId], () => []),
    removeAll,
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
        telemetry: Object.fromEntries(
          [...telemetry.entries()].filter(([recordId]) => kept(recordId))
            .map(([recordId, changes]) => [recordId, [...changes]]),
        ),
      }),
    load(snapshot, at) {
      addAll(
        snapshot.records.map((record) => ({ ...record, external: [...record.external] })),
        (i) => [...at, "records", i],
        // Values of another type were stored while the tenant stored them.
        fields.checkNames,
      );
      for (const [recordId, changes] of Object.entries(snapshot.telemetry)) {
        const place = [...at, "telemetry", recordId];
        existing(recordId, [...place, "id"]);
        // Its values are in the record already, where an ingest writes them.
        telemetry.add(recordId, changes, [...place, "changes"]);
      }
      highestNumericId = Math.max(highestNumericId, snapshot.highestNumericId);
    },
    ingest,
  };
}

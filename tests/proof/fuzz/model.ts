import type { CollectionSnapshot, Snapshot } from "../../../mock-server/mod.ts";
import { canonical } from "./canonical.ts";

/** A write that the mock accepted. */
export interface Write {
  /** The operation's ID. */
  operation: string;
  /** The parameters of its path. */
  params: Readonly<Record<string, string>>;
  /** The parsed body that was sent. */
  sent: unknown;
  /** The parsed body of the response. */
  answer: unknown;
}

/** A record as the model compares it: without its time. */
interface ModelRecord {
  id: string;
  numericId: number;
  data: Record<string, unknown>;
  external: unknown[];
}

/** A collection as the model compares it. */
interface ModelCollection {
  records: ModelRecord[];
  telemetry: Record<string, unknown[]>;
}

/**
 * Throws unless the state after a write is what the write asked for: every value that was sent is stored, and
 * nothing else has changed. It is written without the mock's own code.
 */
export function expectApplied(write: Write, before: Snapshot, after: Snapshot): void {
  const name = write.params["collection"] ?? "";
  const target = find(before, name);
  if (target === undefined) throw new Error(`a write to an unknown collection ${name}`);
  for (const collection of before.collections) {
    const now = after.collections.find(({ id }) => id === collection.id);
    if (now === undefined) throw new Error(`the collection ${collection.slug} is gone`);
    const expected = modelOf(collection);
    if (collection === target) apply(write, expected);
    const [wanted, found] = [canonical(expected), canonical(modelOf(now))];
    if (wanted !== found) {
      throw new Error(`after ${write.operation}: expected ${wanted} in the store, found ${found}`);
    }
  }
}

function find(snapshot: Snapshot, name: string): CollectionSnapshot | undefined {
  return snapshot.collections.find(({ id, slug }) => slug === name || id === name.toLowerCase());
}

function modelOf({ records, telemetry }: CollectionSnapshot): ModelCollection {
  return {
    records: records.map(({ id, numericId, data, external }) => ({
      id,
      numericId,
      data: { ...data },
      external: [...external],
    })),
    telemetry: { ...telemetry },
  };
}

function apply({ operation, params, sent, answer }: Write, to: ModelCollection): void {
  switch (operation) {
    case "postRecord":
      return add(to, [sent], [answer]);
    case "postBulk":
      return add(to, listIn(sent, "records"), listIn(answer, "records"));
    case "patchRecord":
      return change(byId(to, params["id"]), sent);
    case "patchExternal":
      return change(linked(to, params), sent);
    case "patchBulk":
      return listIn(sent, "records").forEach((one) => change(byId(to, partOf(one, "id")), one));
    case "deleteRecord":
      return remove(to, byId(to, params["id"]));
    case "deleteExternal":
      return remove(to, linked(to, params));
    case "deleteBulk":
      return listIn(sent, "recordIds").forEach((id) => remove(to, byId(to, id)));
    case "ingest":
      return ingest(to, listIn(sent, "records"), answer);
    default:
      throw new Error(`the model does not know the write ${operation}`);
  }
}

function add(to: ModelCollection, sent: unknown[], answers: unknown[]): void {
  if (sent.length !== answers.length) {
    throw new Error(`${sent.length} sent, ${answers.length} back`);
  }
  sent.forEach((one, i) => {
    const [id, numericId] = [textIn(answers[i], "id"), Number(partOf(answers[i], "numericId"))];
    if (to.records.some((record) => record.id === id || record.numericId === numericId)) {
      throw new Error(`the new record has the ID of another one: ${id}, ${numericId}`);
    }
    const record: ModelRecord = { id, numericId, data: {}, external: [] };
    change(record, one);
    to.records.push(record);
  });
}

function change(record: ModelRecord, sent: unknown): void {
  const [data, external] = [partOf(sent, "data"), partOf(sent, "external")];
  if (typeof data === "object" && data !== null) record.data = { ...record.data, ...data };
  if (Array.isArray(external)) record.external = external;
}

function remove(from: ModelCollection, record: ModelRecord): void {
  from.records.splice(from.records.indexOf(record), 1);
  delete from.telemetry[record.id];
}

/** The error of a record names its place, as in `records[3].id`. All other records have new telemetry. */
function ingest(to: ModelCollection, sent: unknown[], answer: unknown): void {
  const errors = listIn(answer, "errors");
  const failed = new Set(
    errors.map((error) => Number(/records\[(\d+)\]/.exec(textIn(error, "error"))?.[1])),
  );
  const counts = {
    totalRecords: sent.length,
    processedRecords: sent.length - errors.length,
    failedRecords: errors.length,
    errors,
  };
  if (canonical(answer) !== canonical(counts) || failed.size !== errors.length) {
    throw new Error(`the counts of the ingest are wrong: ${canonical(answer)}`);
  }
  sent.forEach((one, i) => {
    if (failed.has(i)) return;
    const { id } = byId(to, partOf(one, "id"));
    const changes = listIn(one, "changes").map((given) => {
      const timestamp = textIn(given, "timestamp");
      const hasZone = /(?:z|[+-]\d\d:?\d\d)$/i.test(timestamp);
      return { ...objectIn(given), timestamp: hasZone ? timestamp : `${timestamp}Z` };
    });
    to.telemetry[id] = [...to.telemetry[id] ?? [], ...changes];
  });
}

function byId(to: ModelCollection, id: unknown): ModelRecord {
  const found = to.records.find((record) => record.id === id);
  if (found === undefined) throw new Error(`the write names record ${String(id)}, which is absent`);
  return found;
}

function linked(to: ModelCollection, params: Readonly<Record<string, string>>): ModelRecord {
  const { service, externalId } = params;
  const found = to.records.find(({ external }) =>
    external.some((link) => partOf(link, "key") === service && partOf(link, "id") === externalId)
  );
  if (found === undefined) throw new Error(`no record is linked to ${service} ${externalId}`);
  return found;
}

function objectIn(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function partOf(value: unknown, name: string): unknown {
  return Object.hasOwn(objectIn(value), name) ? Reflect.get(objectIn(value), name) : undefined;
}

function listIn(value: unknown, name: string): unknown[] {
  const list = partOf(value, name);
  return Array.isArray(list) ? list : [];
}

function textIn(value: unknown, name: string): string {
  return String(partOf(value, name));
}

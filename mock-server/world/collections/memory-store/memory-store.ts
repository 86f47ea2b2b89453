import type { ExternalLink } from "../../../../src/wire/types.ts";
import { CreationOrder } from "./creation-order.ts";
import type { Entry } from "./entry.ts";
import { linkKey } from "../links.ts";
import { matches, type RecordFilter } from "../record-filter.ts";
import type { RecordStore, StoredRecord } from "../store.ts";
import { UpdateOrder } from "./update-order.ts";

/** Matches of `updatedAfter` in creation order, until a record changes. */
interface Matches extends RecordFilter {
  records: StoredRecord[];
}

/**
 * Creates an empty store in memory. Finding, adding, updating or removing a record is as fast with 100,000 records as
 * with 1,000, and reading a page does not scan earlier pages. `updatedAfter` finds its matches once, then reads pages of
 * them until a record changes.
 */
export function createMemoryStore(): RecordStore {
  const byId = new Map<string, Entry>();
  const byNumericId = new Map<number, Entry>();
  const byExternal = new Map<string, Entry>();
  const byUpdate = new UpdateOrder();
  const byCreation = new CreationOrder();
  /** The records linked to each service; under `true` those linked to any service. */
  const byService = new Map<string | true, CreationOrder>();
  let latest: Matches | undefined;
  let created = 0;

  /** The records updated after a time, in order of creation. */
  function matching(updatedAfter: number, filter: RecordFilter): StoredRecord[] {
    const { externalService } = filter;
    if (
      latest?.updatedAfter === updatedAfter && latest.externalService === externalService
    ) return latest.records;
    const order = orderOf(externalService);
    // If many match, to pick them from the order is faster than to sort them.
    const recent = byUpdate.since(updatedAfter, (order?.length ?? 0) / 8);
    const records = recent === undefined
      ? order?.filter((record) => matches(record, filter)) ?? []
      : recent.map(({ record }) => record).filter((record) => matches(record, filter));
    latest = { updatedAfter, externalService, records };
    return records;
  }

  function orderOf(service: string | true | undefined): CreationOrder | undefined {
    return service === undefined ? byCreation : byService.get(service);
  }

  /** Updates the link indexes for an entry. */
  function link(entry: Entry, before: readonly ExternalLink[], now: readonly ExternalLink[]): void {
    for (const { key, id } of before) {
      // In a batch, another record may already have taken over the external ID.
      const linked = linkKey(key, id);
      if (byExternal.get(linked) === entry) byExternal.delete(linked);
    }
    for (const { key, id } of now) byExternal.set(linkKey(key, id), entry);

    const [left, joined] = [servicesOf(before), servicesOf(now)];
    for (const service of left) {
      if (!joined.has(service)) byService.get(service)?.remove(entry);
    }
    for (const service of joined) {
      if (left.has(service)) continue;
      const order = byService.get(service) ?? new CreationOrder();
      order.insert(entry);
      byService.set(service, order);
    }
  }

  return {
    get: (id) => byId.get(id)?.record,
    withNumericId: (numericId) => byNumericId.get(numericId)?.record,
    withExternal: (service, id) => byExternal.get(linkKey(service, id))?.record,
    select(filter, from, count) {
      if (filter.updatedAfter !== undefined) {
        const found = matching(filter.updatedAfter, filter);
        return { total: found.length, records: found.slice(from, from + count) };
      }
      const order = orderOf(filter.externalService);
      return { total: order?.length ?? 0, records: order?.slice(from, count) ?? [] };
    },
    snapshot: () => byCreation.snapshot(),
    add(record) {
      latest = undefined;
      const entry: Entry = { record, position: created++ };
      byId.set(record.id, entry);
      byNumericId.set(record.numericId, entry);
      byCreation.insert(entry);
      byUpdate.insert(entry);
      link(entry, [], record.external);
    },
    replace(record) {
      const entry = byId.get(record.id);
      if (entry === undefined) return;
      latest = undefined;
      const before = entry.record.external;
      byUpdate.remove(entry);
      entry.record = record;
      byUpdate.insert(entry);
      byCreation.replace(entry);
      if (record.external !== before) link(entry, before, record.external);
      for (const service of servicesOf(record.external)) byService.get(service)?.replace(entry);
    },
    remove(id) {
      const entry = byId.get(id);
      if (entry === undefined) return;
      latest = undefined;
      byId.delete(id);
      byNumericId.delete(entry.record.numericId);
      byCreation.remove(entry);
      byUpdate.remove(entry);
      link(entry, entry.record.external, []);
    },
  };
}

function servicesOf(links: readonly ExternalLink[]): Set<string | true> {
  return new Set(links.flatMap(({ key }) => [key, true]));
}

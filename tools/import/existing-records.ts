import type { CallOptions, Client, ExternalLink, KinabaseRecord } from "../../mod.ts";
import { allRecords } from "../records/all-records.ts";
import type { RowIdentity } from "./row-identity.ts";

/** A record that a row may change. */
export interface ExistingRecord {
  id: string;
  /** Its links. */
  external: ExternalLink[];
}

/**
 * Yields the records that rows may change, with their keys, by listing them: many in a request, where single
 * look-ups would take a request each.
 */
export async function* keyedRecords(
  client: Client,
  collection: string,
  identity: RowIdentity,
  { signal }: Pick<CallOptions, "signal">,
): AsyncGenerator<[key: string, record: KinabaseRecord], void, undefined> {
  if (identity === undefined) return;
  if (identity === "id") {
    for await (const record of allRecords(client, collection, {}, signal)) {
      yield [record.id, record];
    }
    return;
  }
  const { service } = identity;
  const filter = { externalService: service, signal };
  for await (const record of client.collection(collection).list(filter)) {
    for (const link of record.external ?? []) if (link.key === service) yield [link.id, record];
  }
}

/** Collects records by their key. */
export async function existingRecords(
  records: AsyncIterable<[key: string, record: KinabaseRecord]>,
): Promise<Map<string, ExistingRecord>> {
  const found = new Map<string, ExistingRecord>();
  for await (const [key, { id, external }] of records) {
    found.set(key, { id, external: external ?? [] });
  }
  return found;
}

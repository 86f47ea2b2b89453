import type { BulkChange, ExternalLink, NewRecord } from "../../mod.ts";
import type { ExistingRecord } from "./existing-records.ts";
import type { WaitingRow } from "./import-row.ts";

/** A row as a new record, linked to its key. */
export function newRecord(row: WaitingRow, service: string | undefined): NewRecord {
  const external = withKey(row.external ?? [], row, service);
  return external.length === 0 ? { data: row.data } : { data: row.data, external };
}

/**
 * A row as a change of its record. Links are only sent if the row has some that the record lacks. They replace all
 * links of the record (A), so the record's own are sent with them.
 */
export function changeOf(row: WaitingRow, existing: ExistingRecord): BulkChange {
  const change: BulkChange = { id: existing.id, data: row.data };
  const added = (row.external ?? []).filter((link) =>
    !existing.external.some((own) => isSameLink(own, link))
  );
  if (added.length > 0) change.external = [...existing.external, ...added];
  return change;
}

function withKey(
  links: readonly ExternalLink[],
  { key: id }: WaitingRow,
  service: string | undefined,
): ExternalLink[] {
  if (service === undefined || id === undefined) return [...links];
  const own = { key: service, id };
  return links.some((link) => isSameLink(link, own)) ? [...links] : [own, ...links];
}

function isSameLink(one: ExternalLink, other: ExternalLink): boolean {
  return one.key === other.key && one.id === other.id;
}

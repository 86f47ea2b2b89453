import type { ExternalLink } from "../../../src/wire/types.ts";
import type { Behaviors } from "../behaviors/behaviors.ts";
import type { RecordStore, StoredRecord } from "./store.ts";

/** The links of a record after an update that gives links, `null` or nothing. */
export function linksAfter(
  before: readonly ExternalLink[],
  given: readonly ExternalLink[] | null | undefined,
  behaviors: Behaviors,
): readonly ExternalLink[] {
  if (given === undefined) return before;
  if (given === null) return behaviors.get("update.external-null") === "keep" ? before : [];
  if (behaviors.get("update.external") === "replace") return given;
  return [...before.filter((link) => !given.some((of) => isSameLink(of, link))), ...given];
}

/** Takes the links of a record away from the records that have them, if the tenant moves links. */
export function claimLinks(record: StoredRecord, store: RecordStore, behaviors: Behaviors): void {
  if (behaviors.get("external.duplicate") !== "move") return;
  for (const link of record.external) {
    const owner = store.withExternal(link.key, link.id);
    if (owner === undefined || owner.id === record.id) continue;
    store.replace({ ...owner, external: owner.external.filter((of) => !isSameLink(of, link)) });
  }
}

/** Whether two links have the same service and ID, in the same letter case. */
export function isSameLink(
  one: Pick<ExternalLink, "key" | "id">,
  other: Pick<ExternalLink, "key" | "id">,
): boolean {
  return one.key === other.key && one.id === other.id;
}

/** A text that is equal for the same links only: the key of an index. */
export function linkKey(service: string, id: string): string {
  return JSON.stringify([service, id]);
}

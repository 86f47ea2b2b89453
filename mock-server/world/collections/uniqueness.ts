import type { Behaviors } from "../behaviors/behaviors.ts";
import type { ExternalLink } from "../../../src/wire/types.ts";
import { ApiFailure } from "../failures/api-failure.ts";
import { formatValue, type Path, pathText } from "../../support/format-value.ts";
import { linkKey } from "./links.ts";
import type { RecordStore } from "./store.ts";

/** Rejects a value that conflicts with the collection or with earlier values of the batch. */
export type BatchCheck<T> = (value: T, at: Path) => void;

/** Rejects an ID or a numeric ID that the collection or the batch already uses. */
export function rejectTaken<T extends string | number>(
  isTaken: (value: T) => boolean,
): BatchCheck<T> {
  const given = new Set<T>();
  return (value, at) => {
    if (given.has(value) || isTaken(value)) {
      throw new ApiFailure("idTaken", { at: pathText(at), id: formatValue(value) });
    }
    given.add(value);
  };
}

/** Rejects a record that occurs twice in the batch. */
export function rejectRepeated(): BatchCheck<string> {
  const named = new Set<string>();
  return (id, at) => {
    if (named.has(id)) {
      throw new ApiFailure("repeatedRecord", { at: pathText(at), id: formatValue(id) });
    }
    named.add(id);
  };
}

/**
 * Rejects an external ID that is already linked, unless the tenant moves links (A).
 *
 * @param relinked The IDs of the records whose links the batch replaces. Their current links are available.
 * @returns The check. Its last argument is the ID of the record that gets the links, which it may have already.
 */
export function rejectLinked(
  store: RecordStore,
  behaviors: Behaviors,
  relinked: ReadonlySet<string> = new Set(),
): (links: readonly ExternalLink[], at: Path, recordId?: string) => void {
  const given = new Map<string, string>();
  const option = behaviors.get("external.duplicate");
  if (option === "move") return () => {};
  return (links, at, recordId) => {
    links.forEach(({ key, id }, index) => {
      const place = pathText([...at, "external", index]);
      const linked = linkKey(key, id);
      const other = store.withExternal(key, id)?.id;
      const isFree = other === undefined || other === recordId || relinked.has(other);
      const owner = given.get(linked) ?? (isFree ? undefined : `record ${formatValue(other)}`);
      if (owner !== undefined) {
        const names = { service: formatValue(key), externalId: formatValue(id) };
        throw new ApiFailure("externalIdTaken", { at: place, ...names, owner }, Number(option));
      }
      given.set(linked, place);
    });
  };
}

import type { ExternalLink } from "../../../src/wire/types.ts";
import { ApiFailure } from "../failures/api-failure.ts";
import { formatValue, type Path, pathText } from "../../support/format-value.ts";
import type { RecordStore } from "./store.ts";

/** Refuses what cannot be in a batch, given what came before it in the batch. */
export type BatchCheck<T> = (value: T, at: Path) => void;

/** Refuses an ID or a number that is taken, in the collection or by the batch. */
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

/** Refuses a record that is named twice in the batch. */
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
 * Refuses an external ID that is linked already (A).
 *
 * @param relinked The IDs of the records whose links the batch replaces: what they had is free.
 */
export function rejectLinked(
  store: RecordStore,
  relinked: ReadonlySet<string> = new Set(),
): BatchCheck<readonly ExternalLink[]> {
  const given = new Map<string, string>();
  return (links, at) => {
    links.forEach(({ key, id }, index) => {
      const place = pathText([...at, "external", index]);
      const linked = JSON.stringify([key, id]);
      const other = store.withExternal(key, id)?.id;
      const owner = given.get(linked) ??
        (other === undefined || relinked.has(other) ? undefined : `record ${formatValue(other)}`);
      if (owner !== undefined) {
        const names = { service: formatValue(key), externalId: formatValue(id) };
        throw new ApiFailure("externalIdTaken", { at: place, ...names, owner });
      }
      given.set(linked, place);
    });
  };
}

import type { JsonObject, KinabaseRecord } from "../../../src/wire/types.ts";
import type { StoredRecord } from "./store.ts";

/** How a response shows a record. */
export interface RecordView {
  /** The fields to leave out (O). */
  hidden?: ReadonlySet<string> | undefined;
  /** Whether to add the lists that contain the record. Default `false`. */
  includeLists?: boolean | undefined;
}

/** A record as responses show it: without its times (A), and with `null` if it has no links (A). */
export function toWire(
  { id, numericId, data, external }: StoredRecord,
  { hidden, includeLists = false }: RecordView = {},
): KinabaseRecord {
  return {
    id,
    numericId,
    data: hidden === undefined ? data : without(hidden, data),
    external: external.length === 0 ? null : [...external],
    // The lists of a record, and their format, are unknown (A).
    ...(includeLists ? { lists: [] } : {}),
  };
}

function without(hidden: ReadonlySet<string>, data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !hidden.has(name)));
}

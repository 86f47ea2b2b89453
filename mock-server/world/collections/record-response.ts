import type { JsonObject, JsonValue, KinabaseRecord } from "../../../src/wire/types.ts";
import type { Behaviors } from "../behaviors/behaviors.ts";
import type { StoredRecord } from "./store.ts";

/** A record with all its properties, as tests see it. */
export function toWire({ id, numericId, data, external }: StoredRecord): KinabaseRecord {
  return { id, numericId, data, external: external.length === 0 ? null : [...external] };
}

/** How responses show a record. */
export interface RecordView {
  /** The fields to leave out (O). */
  hidden: ReadonlySet<string> | undefined;
  /** Whether to add the lists that contain the record. */
  includeLists: boolean;
  /** The tenant's behaviors. */
  behaviors: Behaviors;
}

/** A record as responses show it. */
export function inResponse(
  record: StoredRecord,
  { hidden, includeLists, behaviors }: RecordView,
): { [name: string]: JsonValue | undefined } {
  const { id, numericId, data, external, updatedAt } = record;
  const links = external.map(({ properties, ...link }) =>
    properties === undefined ? link : { ...link, properties }
  );
  return {
    id,
    ...(behaviors.get("record.numeric-id") === "number" ? { numericId } : {}),
    data: hidden === undefined ? data : without(hidden, data),
    ...(links.length > 0 ? { external: links } : NO_LINKS[behaviors.get("record.no-links")]),
    ...(behaviors.get("record.times") === "present"
      ? { updatedAt: new Date(updatedAt).toISOString() }
      : {}),
    // The lists of a record, and their format, are unknown (A).
    ...(includeLists ? { lists: [] } : {}),
  };
}

const NO_LINKS = { null: { external: null }, absent: {}, array: { external: [] } };

function without(hidden: ReadonlySet<string>, data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !hidden.has(name)));
}

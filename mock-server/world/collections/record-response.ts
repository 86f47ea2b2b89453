import type { KinabaseRecord } from "../../../src/wire/types.ts";
import type { StoredRecord } from "./store.ts";

/** A record as responses show it: without its times (A), and with `null` if it has no links (A). */
export function toWire({ id, numericId, data, external }: StoredRecord): KinabaseRecord {
  return { id, numericId, data, external: external.length === 0 ? null : [...external] };
}

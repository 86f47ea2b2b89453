import * as z from "zod";
import type { IngestChange } from "../../../src/wire/types.ts";
import type { Behaviors } from "../behaviors/behaviors.ts";
import { hasZone, inUtc } from "../clock/time-zone.ts";
import { ApiFailure } from "../failures/api-failure.ts";
import { formatValue, type Path, pathText } from "../../support/format-value.ts";
import type { Fields } from "./fields.ts";
import type { StoredRecord } from "./store.ts";

/** The telemetry of a collection: timestamped changes of its records, in order of arrival. */
export interface Telemetry {
  /**
   * Stores changes of a record: all or none (A).
   *
   * @param at The path of the changes in the request.
   * @returns The changes with an offset in each timestamp.
   * @throws {ApiFailure} When a change is invalid.
   */
  add(recordId: string, changes: readonly IngestChange[], at: Path): IngestChange[];
  /** The changes of a record. */
  of(recordId: string): readonly IngestChange[];
  /** All changes, by record ID. */
  entries(): Iterable<[recordId: string, changes: readonly IngestChange[]]>;
  /** Removes the changes of a record. */
  remove(recordId: string): void;
  /** Removes all changes. */
  clear(): void;
}

/** Creates empty telemetry. */
export function createTelemetry(fields: Fields, behaviors: Behaviors): Telemetry {
  const byRecord = new Map<string, IngestChange[]>();
  return {
    add(recordId, changes, at) {
      const dated = changes.map(({ timestamp, ...change }, i) => {
        fields.checkTelemetry(change.data, [...at, i, "data"]);
        return { timestamp: instantOf(timestamp, [...at, i, "timestamp"], behaviors), ...change };
      });
      const taken = byRecord.get(recordId) ?? [];
      taken.push(...dated);
      byRecord.set(recordId, taken);
      return dated;
    },
    of: (recordId) => byRecord.get(recordId) ?? [],
    entries: () => byRecord.entries(),
    remove: (recordId) => void byRecord.delete(recordId),
    clear: () => byRecord.clear(),
  };
}

/**
 * A record after an ingest of its changes: the same one, or one with their latest values if the tenant writes them (A).
 *
 * @param changes The changes, with an offset in each timestamp.
 */
export function afterIngest(
  record: StoredRecord,
  changes: readonly IngestChange[],
  { now, behaviors }: { now(): number; behaviors: Behaviors },
): StoredRecord {
  if (behaviors.get("ingest.writes-record") === "no") return record;
  const inTime = [...changes].sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
  const data = Object.assign({}, record.data, ...inTime.map((change) => change.data));
  return { ...record, data, updatedAt: now() };
}

const timestampText = z.lazy(() => z.iso.datetime({ offset: true, local: true }));

/** Whether a timestamp has no offset. */
export function isNaive(timestamp: string): boolean {
  return timestampText.safeParse(timestamp).success && !hasZone(timestamp);
}

/** A timestamp with an offset. One without is taken as UTC, unless the tenant refuses it (A). */
function instantOf(timestamp: string, at: Path, behaviors: Behaviors): string {
  if (isNaive(timestamp) && behaviors.get("ingest.naive-timestamp") === "utc") {
    return inUtc(timestamp);
  }
  if (timestampText.safeParse(timestamp).success && !isNaive(timestamp)) return timestamp;
  throw new ApiFailure("invalidTimestamp", { at: pathText(at), value: formatValue(timestamp) });
}

import type { ExternalLink, IngestChange, JsonObject } from "../../../src/wire/types.ts";
import type { CollectionDefinition } from "./definitions.ts";

/** A record in a snapshot. */
export interface RecordSnapshot {
  /** Its ID. */
  readonly id: string;
  /** Its numeric ID in the collection. */
  readonly numericId: number;
  /** The values of its fields. */
  readonly data: JsonObject;
  /** Its links to other services. */
  readonly external: readonly ExternalLink[];
  /** When it was last written, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/** A collection in a snapshot, with its records and telemetry. */
export interface CollectionSnapshot extends CollectionDefinition {
  /** Its ID. */
  id: string;
  /** The highest numeric ID that any of its records ever had. */
  highestNumericId: number;
  /** Its records, oldest first. */
  records: RecordSnapshot[];
  /** The ingested telemetry, by record ID. */
  telemetry: Record<string, IngestChange[]>;
}

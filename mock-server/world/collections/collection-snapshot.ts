import type { ExternalLink, IngestChange, JsonObject } from "../../../src/wire/types.ts";
import type { CollectionDefinition } from "./definitions.ts";

/** A record in a snapshot. */
export interface RecordSnapshot {
  /** Its ID. */
  readonly id: string;
  /** Its number in its collection. */
  readonly numericId: number;
  /** The values of its fields. */
  readonly data: JsonObject;
  /** Its links to other services. */
  readonly external: readonly ExternalLink[];
  /** When it was last written, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/** A collection in a snapshot, with all that is in it. */
export interface CollectionSnapshot extends CollectionDefinition {
  /** Its ID. */
  id: string;
  /** The highest number that a record of it ever had. */
  highestNumericId: number;
  /** Its records, oldest first. */
  records: RecordSnapshot[];
  /** What was ingested, by the records' IDs. */
  telemetry: Record<string, IngestChange[]>;
}

import type { ClientContext } from "../client-context.ts";
import type { JsonObject, KinabaseRecord } from "../wire/types.ts";

/** One collection as the parts of the client see it. */
export interface CollectionContext {
  /** The parts that calls go through. */
  client: ClientContext;
  /** The path of the collection below the base URL, encoded. */
  path: string;
  /** Checks the `data` of records that were read. */
  checkRead(records: readonly KinabaseRecord<JsonObject>[]): Promise<void>;
  /** Checks `data` before it is sent. */
  checkWrite(data: unknown): Promise<void>;
}

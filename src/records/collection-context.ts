import type { ClientContext } from "../client-context.ts";
import type { Deadline } from "../http/deadline.ts";
import type { JsonObject, KinabaseRecord } from "../wire/types.ts";

/** What all calls of one collection share. */
export interface CollectionContext {
  /** The client's context. */
  client: ClientContext;
  /** The path of the collection below the base URL, encoded. */
  path: string;
  /** Checks the `data` of records from a response, until the deadline. Returns nothing without a schema. */
  checkRead(
    records: readonly KinabaseRecord<JsonObject>[],
    deadline: Deadline,
  ): Promise<void> | undefined;
  /** Checks `data` before it is sent. Without a deadline the caller limits the time. */
  checkWrite(data: unknown, deadline?: Deadline): Promise<void>;
}

import type { CallOptions } from "../http/call-options.ts";
import { sendJson } from "../http/json-call.ts";
import type { CollectionContext } from "./collection-context.ts";
import { expectNoContradiction } from "./contradiction.ts";

/** Deletes a record: `DELETE` of its path (D). */
export async function deleteRecord(
  { client }: CollectionContext,
  path: string,
  call: CallOptions | undefined,
): Promise<void> {
  expectNoContradiction(
    await sendJson(client, { method: "DELETE", path, idempotent: true }, call),
  );
}

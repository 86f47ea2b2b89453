import type { CallOptions } from "../http/call-options.ts";
import { sendJson } from "../http/json-call.ts";
import type { JsonObject, KinabaseRecord } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { expectSameRecord } from "./contradiction.ts";
import { isRecord } from "./envelopes.ts";

/**
 * Reads a record: `GET` of its path (D).
 *
 * @param id The record's ID, if the path contains it.
 */
export async function getRecord(
  { client, checkRead }: CollectionContext,
  path: string,
  call: CallOptions | undefined,
  id?: string,
): Promise<KinabaseRecord<JsonObject>> {
  const deadline = client.deadline(call);
  const response = await sendJson(client, { method: "GET", path, idempotent: true }, deadline);
  const { body } = response;
  if (!isRecord(body)) throw response.unexpected("but the body is not a record");
  expectSameRecord(response, body, id);
  await checkRead?.([body], deadline);
  return body;
}

import type { Client, Collection } from "../../../mod.ts";
import { drained } from "../drained.ts";

/** A call of the client, with all requests that belong to it. */
export type ClientCall = (client: Client) => Promise<unknown>;

const ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
const CHANGES = [{ timestamp: "2026-01-01T00:00:00Z", data: { code: 1 } }];

/** Every call of the client, by name. */
export const CLIENT_CALLS: Readonly<Record<string, ClientCall>> = {
  token: (client) => client.token(),
  status: (client) => client.status(),
  collections: (client) => client.collections(),
  fetch: async (client) => await (await client.fetch("status")).text(),
  "fetch with a body": async (client) =>
    await (await client.fetch("collections/things", { method: "POST", body: "{}" })).text(),
  page: (client) => things(client).page(),
  list: (client) => drained(things(client).list()),
  stream: (client) => drained(things(client).stream()),
  get: (client) => things(client).get(ID),
  create: (client) => things(client).create({ data: { code: 1 } }),
  update: (client) => things(client).update(ID, { data: { code: 1 } }),
  delete: (client) => things(client).delete(ID),
  "external get": (client) => things(client).external("bank").get("1"),
  "external update": (client) => things(client).external("bank").update("1", { data: { code: 1 } }),
  "external delete": (client) => things(client).external("bank").delete("1"),
  upsert: (client) => things(client).external("bank").upsert("1", { data: { code: 1 } }),
  "bulk create": (client) => things(client).bulk.create([{ data: { code: 1 } }]),
  "bulk update": (client) => things(client).bulk.update([{ id: ID, data: { code: 1 } }]),
  "bulk delete": (client) => things(client).bulk.delete([ID]),
  "bulk create without an error": (client) =>
    things(client).bulk.create([{ data: { code: 1 } }], { throwOnFailure: false }),
  ingest: (client) => things(client).ingest([{ id: ID, changes: CHANGES }]),
  "ingest without an error": (client) =>
    things(client).ingest([{ id: ID, changes: CHANGES }], { throwOnFailure: false }),
};

function things(client: Client): Collection {
  return client.collection("things");
}

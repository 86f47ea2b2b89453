// npm run demo        (while `npm run mock` runs in another terminal)
import { createClient, optionsFromEnv } from "@kinakit/kinabase";
import { type KeyValue, sync } from "./sync.ts";

/** The bindings from wrangler.jsonc and `wrangler secret put`. */
interface Env {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
  /** The ID or slug of the collection. */
  KINABASE_COLLECTION: string;
  /** The base URL of a mock. Only for tests. */
  KINABASE_BASE_URL?: string;
  RECORDS: KeyValue;
}

/** Cron calls `scheduled`. `fetch` returns a record from KV: `GET /<record ID>`. */
export default {
  async scheduled(_controller: unknown, env: Env): Promise<void> {
    // A new client still uses the token that an earlier run cached in this isolate.
    const client = createClient(optionsFromEnv(env));
    const collection = client.collection(env.KINABASE_COLLECTION);
    const { written, finished } = await sync(collection, env.RECORDS, Date.now());
    console.log(`${written} records written${finished ? "" : "; the next run continues"}`);
  },

  async fetch(request: Request, env: Env): Promise<Response> {
    const id = new URL(request.url).pathname.slice(1);
    const record = id === "" ? null : await env.RECORDS.get(`record:${id}`);
    if (record === null) return new Response("This record does not exist\n", { status: 404 });
    return new Response(record, { headers: { "content-type": "application/json" } });
  },
};

import { createClient } from "@kinakit/kinabase";
import { type KeyValue, sync } from "./sync.ts";

/** What wrangler.jsonc and `wrangler secret put` give the Worker. */
interface Env {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
  /** The ID or slug of the collection. */
  KINABASE_COLLECTION: string;
  /** Only for tests: where a mock is. */
  KINABASE_BASE_URL?: string;
  RECORDS: KeyValue;
}

/** Cron calls `scheduled`; `fetch` shows what is in KV: `GET /<record ID>`. */
export default {
  async scheduled(_controller: unknown, env: Env): Promise<void> {
    // Made anew each time, it still finds the token that an earlier run obtained in this isolate.
    const client = createClient({
      appId: env.KINABASE_APP_ID,
      appSecret: env.KINABASE_APP_SECRET,
      baseUrl: env.KINABASE_BASE_URL,
    });
    const collection = client.collection(env.KINABASE_COLLECTION);
    const { written, finished } = await sync(collection, env.RECORDS, Date.now());
    console.log(`${written} records written${finished ? "" : "; the next run goes on"}`);
  },

  async fetch(request: Request, env: Env): Promise<Response> {
    const id = new URL(request.url).pathname.slice(1);
    const record = id === "" ? null : await env.RECORDS.get(`record:${id}`);
    if (record === null) return new Response("No such record\n", { status: 404 });
    return new Response(record, { headers: { "content-type": "application/json" } });
  },
};

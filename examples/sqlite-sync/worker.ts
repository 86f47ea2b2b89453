// npm run demo:worker        (while `npm run mock` runs in another terminal)
import { createClient, optionsFromEnv } from "@kinakit/kinabase";
import { type D1, d1Query } from "./d1.ts";
import { openCopy } from "./database.ts";
import { compareAll, syncChanges } from "./sync.ts";

/** The bindings from wrangler.jsonc, and the secrets. */
interface Env {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
  /** The base URL of a mock. Only for development; the default is Kinabase. */
  KINABASE_BASE_URL?: string;
  /** The ID or slug of the collection. */
  KINABASE_COLLECTION: string;
  DB: D1;
}

/** The cron trigger of the full compare. It must be one of those in wrangler.jsonc. */
const COMPARE_CRON = "30 3 * * *";

/** Cron calls `scheduled`. `fetch` returns a record: `GET /<record ID>`. */
export default {
  async scheduled({ cron }: { cron: string }, env: Env): Promise<void> {
    const collection = createClient(optionsFromEnv(env)).collection(env.KINABASE_COLLECTION);
    const copy = await openCopy(d1Query(env.DB), env.KINABASE_COLLECTION);
    const run = cron === COMPARE_CRON ? compareAll : syncChanges;
    const { saved, removed, left } = await run(collection, copy, Date.now());
    console.log(`${saved} records saved, ${removed} removed, ${left} left`);
  },

  async fetch(request: Request, env: Env): Promise<Response> {
    const [row] = await d1Query(env.DB)(
      "SELECT record FROM records WHERE collection = ? AND id = ?",
      env.KINABASE_COLLECTION,
      new URL(request.url).pathname.slice(1),
    );
    if (typeof row !== "object" || row === null || !("record" in row)) {
      return new Response("This record does not exist\n", { status: 404 });
    }
    return new Response(String(row.record), { headers: { "content-type": "application/json" } });
  },
};

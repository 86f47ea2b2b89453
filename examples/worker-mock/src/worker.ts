// npm run demo        (while `npm run mock` runs in another terminal)
import { createClient, optionsFromEnv } from "@kinakit/kinabase";

/** The secrets of the Worker, and its bindings. */
interface Env {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
  /** The base URL of a mock. Only for development; the default is Kinabase. */
  KINABASE_BASE_URL?: string;
  /** The mock as a second Worker. Only in the environment `binding` of wrangler.jsonc. */
  KINABASE?: { fetch(request: Request): Promise<Response> };
}

/** Returns the collections, and how many records each has. */
export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    const { KINABASE: mock } = env;
    // A new client for each request. All of them share one cached token in the isolate.
    const client = createClient({
      ...optionsFromEnv(env),
      ...(mock === undefined
        ? {}
        : { fetch: (input, init) => mock.fetch(new Request(input, init)) }),
    });
    const counts: Record<string, number> = {};
    for (const { slug } of await client.collections()) {
      counts[slug] = (await client.collection(slug).page({ pageSize: 1 })).totalRecords;
    }
    return Response.json(counts);
  },
};

// npm run demo        (while `npm run mock` runs in another terminal)
import { createClient, optionsFromEnv } from "@kinakit/kinabase";
import { bindingFetch } from "./binding.ts";

/** Returns how many records each collection has. */
export default {
  async fetch(_request: Request, env: object): Promise<Response> {
    // A new client for each request. All of them share one cached token in the isolate.
    const client = createClient({ ...optionsFromEnv(env), fetch: bindingFetch });
    const counts: Record<string, number> = {};
    for (const { id, slug = id } of await client.collections()) {
      counts[slug] = (await client.collection(id).page({ pageSize: 1 })).totalRecords;
    }
    return Response.json(counts);
  },
};

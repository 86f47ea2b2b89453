// npm run demo:module-scope        (while `npm run mock` runs in another terminal)
import { env } from "cloudflare:workers";
import { createClient, optionsFromEnv } from "@kinakit/kinabase";

// Creating a client sends nothing, and needs neither the time nor random values.
const client = createClient(optionsFromEnv(env));

/** Returns the collections. */
export default {
  fetch: async (): Promise<Response> => Response.json(await client.collections()),
};

// A Worker that keeps its token in a Durable Object, and the object's class.
import { createClient } from "../../mod.ts";
import { type DurableNamespace, durableTokenStore } from "../../src/cloudflare.ts";
import { BASE_URL, CREDENTIALS } from "./credentials.ts";

export { KinabaseTokens } from "../../src/cloudflare.ts";

export default {
  async fetch(_request: Request, env: { TOKENS: DurableNamespace }): Promise<Response> {
    const tokenStore = durableTokenStore(env.TOKENS);
    const client = createClient({ ...CREDENTIALS, baseUrl: BASE_URL, tokenStore, retry: false });
    return Response.json(await client.status());
  },
};

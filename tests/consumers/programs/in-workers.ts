import { createClient } from "@kinakit/kinabase";
import { durableTokenStore } from "@kinakit/kinabase/cloudflare";
import { createMockServer } from "@kinakit/kinabase/mock";
import { explain } from "./app.js";

export { KinabaseTokens } from "@kinakit/kinabase/cloudflare";

interface Env {
  TOKENS: DurableObjectNamespace;
  KINABASE: Fetcher;
  APP_ID: string;
  APP_SECRET: string;
}

export const mock: ExportedHandler = createMockServer();

export default {
  async fetch(request, env): Promise<Response> {
    const client = createClient({
      appId: env.APP_ID,
      appSecret: env.APP_SECRET,
      tokenStore: durableTokenStore(env.TOKENS),
      fetch: (input, init) => env.KINABASE.fetch(input, init),
    });
    try {
      const response: Response = await client.fetch("collections", { signal: request.signal });
      return response;
    } catch (error) {
      return new Response(explain(error), { status: 502 });
    }
  },
} satisfies ExportedHandler<Env>;

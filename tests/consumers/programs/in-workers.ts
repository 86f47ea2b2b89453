import { createClient } from "@kinakit/kinabase";
import {
  coordinatorClass,
  durableBudget,
  durableTokens,
  KinabaseCoordinator,
} from "@kinakit/kinabase/cloudflare";
import { createMockServer } from "@kinakit/kinabase/mock";
import { explain } from "./app.js";

export { KinabaseCoordinator };

export const SalesCoordinator = coordinatorClass((env: Env) => ({
  appId: env.APP_ID,
  appSecret: env.APP_SECRET,
}));

interface Env {
  COORDINATOR: DurableObjectNamespace;
  // As `wrangler types` writes it.
  TYPED: DurableObjectNamespace<KinabaseCoordinator>;
  KINABASE: Fetcher;
  APP_ID: string;
  APP_SECRET: string;
}

export const mock: ExportedHandler = createMockServer();

export default {
  async fetch(request, env): Promise<Response> {
    const client = createClient({
      coordinator: durableTokens(env.COORDINATOR),
      rateLimit: durableBudget(env.TYPED, { perMinute: 50 }),
      fetch: (input, init) => env.KINABASE.fetch(input, init),
    });
    const alone = createClient({
      appId: env.APP_ID,
      appSecret: env.APP_SECRET,
      coordinator: durableTokens(env.TYPED),
    });
    try {
      await alone.status();
      const response: Response = await client.fetch("collections", { signal: request.signal });
      return response;
    } catch (error) {
      return new Response(explain(error), { status: 502 });
    }
  },
} satisfies ExportedHandler<Env>;

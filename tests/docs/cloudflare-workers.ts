// Replaces `cloudflare:workers`, which only workerd has.
import type { World } from "./world.ts";

export const env: {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
  /** A service binding to the mock, in development. */
  KINABASE?: { fetch(request: Request): Promise<Response> };
} = {
  get KINABASE_APP_ID() {
    return String(Reflect.get(globalThis, "appId"));
  },
  get KINABASE_APP_SECRET() {
    return String(Reflect.get(globalThis, "appSecret"));
  },
  KINABASE: {
    async fetch(request) {
      const mock: World["mock"] = Reflect.get(globalThis, "mock");
      return await mock.fetch(request);
    },
  },
};

/** The base class of Durable Objects. */
export class DurableObject<Env> {
  constructor(_state: unknown, _env: Env) {}
}

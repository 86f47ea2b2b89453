// A Worker that keeps its token in KV, as docs/scale.md shows.
import { createClient, type StoredToken, type TokenStore } from "../../mod.ts";
import { BASE_URL, CREDENTIALS } from "./credentials.ts";

interface Kv {
  get(key: string, type: "json"): Promise<StoredToken | null>;
  put(key: string, value: string, options: { expiration: number }): Promise<void>;
}

const kvTokenStore = (kv: Kv): TokenStore => ({
  get: async (key) => (await kv.get(key, "json")) ?? undefined,
  // KV keeps an entry for at least a minute.
  set: (key, token) =>
    kv.put(key, JSON.stringify(token), {
      expiration: Math.ceil(Math.max(token.expiresAt, Date.now() + 61_000) / 1000),
    }),
});

export default {
  async fetch(_request: Request, env: { TOKENS: Kv }): Promise<Response> {
    let problem: string | undefined;
    const client = createClient({
      ...CREDENTIALS,
      baseUrl: BASE_URL,
      tokenStore: kvTokenStore(env.TOKENS),
      onEvent: (event) => void (event.type === "token" && (problem ??= event.reason)),
    });
    await client.status();
    return new Response(problem, { status: problem === undefined ? 200 : 500 });
  },
};

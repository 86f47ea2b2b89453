// Kinabase as a Worker: a mock with one app. Its credentials are known in advance, so that a client can be
// created at module scope. Its token endpoint can leave one request without a response.
import { createMockServer } from "../../mock-server/mod.ts";
import type { Credentials } from "../../mod.ts";
import { CREDENTIALS } from "./credentials.ts";

const mock = createMockServer();
let app: Credentials | undefined;
let silent = false;
let slow = false;
let tokenRequests = 0;
let requests = 0;
const usedTokens = new Set<string>();
const revokedTokens = new Set<string>();

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/control/silence") return Response.json(silent = true);
    if (pathname === "/control/slow") return Response.json(slow = true);
    if (pathname === "/control/fast") return Response.json(slow = false);
    if (pathname === "/control/requests") return Response.json(requests);
    if (pathname === "/control/revoke") {
      for (const used of usedTokens) revokedTokens.add(used);
      return Response.json(null);
    }
    if (pathname === "/control/answer") return Response.json(silent = false);
    if (pathname === "/control/token-requests") return Response.json(tokenRequests);
    requests += 1;
    if (!pathname.endsWith("/token")) {
      const used = request.headers.get("authorization") ?? "";
      usedTokens.add(used);
      if (!revokedTokens.has(used)) return await mock.fetch(request);
      return Response.json({ error: "The token was revoked." }, { status: 401 });
    }

    tokenRequests += 1;
    // Longer than any case takes, but not forever: workerd ends a request that waits for nothing.
    if (silent) {
      silent = false;
      await new Promise((resolve) => setTimeout(resolve, 20_000));
    }
    if (slow) await new Promise((resolve) => setTimeout(resolve, 2_000));
    app ??= await mock.tenant.apps.create({ name: "Worker", description: "Known in advance" });
    const sent: Credentials = await request.json();
    const known = sent.appId === CREDENTIALS.appId && sent.appSecret === CREDENTIALS.appSecret;
    const { appId, appSecret } = known ? app : sent;
    const { url, method, headers } = request;
    return await mock.fetch(
      new Request(url, { method, headers, body: JSON.stringify({ appId, appSecret }) }),
    );
  },
};

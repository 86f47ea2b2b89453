// Kinabase as a Worker that allows 100 requests in any minute, and counts them.
import { createMockServer } from "../../../mock-server/mod.ts";
import type { Credentials } from "../../../mod.ts";
import { CREDENTIALS } from "../../workerd/credentials.ts";
import { fastClock, skip } from "./fast-clock.ts";

const mock = createMockServer({
  limits: { requestsPerMinute: 100 },
  seed: { collections: [{ slug: "things", name: "Things", fields: { key: "text" } }] },
});
let app: Credentials | undefined;
const counts = { tokens: 0, refused: 0 };
/** When requests arrived. */
const arrivals: number[] = [];

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    switch (pathname) {
      case "/control/skip":
        skip(Number(searchParams.get("ms")));
        return Response.json(null);
      case "/control/counts":
        return Response.json({ ...counts, arrivals });
    }
    const now = fastClock.now();
    await mock.clock.set(now);
    arrivals.push(now);
    const response = await mock.fetch(await withKnownApp(request, pathname));
    if (pathname.endsWith("/token")) counts.tokens += 1;
    if (response.status === 429) counts.refused += 1;
    return response;
  },
};

/** The request, with the credentials of the mock's app in place of those that the Workers know. */
async function withKnownApp(request: Request, pathname: string): Promise<Request> {
  if (!pathname.endsWith("/token")) return request;
  app ??= await mock.tenant.apps.create({ name: "Deployment", description: "Many isolates" });
  const { appId, appSecret } = app;
  const sent: Credentials = await request.json();
  const known = sent.appId === CREDENTIALS.appId && sent.appSecret === CREDENTIALS.appSecret;
  const { url, method, headers } = request;
  const body = JSON.stringify(known ? { appId, appSecret } : sent);
  return new Request(url, { method, headers, body });
}

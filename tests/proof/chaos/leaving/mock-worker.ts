// Kinabase as a Worker, in which 20% of the requests fail. Its credentials are known in advance, so that a client
// can be created at module scope.
import { createMockServer, type MockServer } from "../../../../mock-server/mod.ts";
import type { Credentials } from "../../../../mod.ts";
import { CREDENTIALS } from "../../../workerd/credentials.ts";
import { FAULT_RATE, quickFaults, SLUG } from "../faults.ts";

const mock = createMockServer({
  limits: { requestsPerMinute: "off" },
  seed: {
    collections: [{
      slug: SLUG,
      name: "Things",
      fields: { key: "text", value: { type: "number", tracked: true } },
    }],
  },
});
let app: Credentials | undefined;

/** So that requests leave while they wait for a token. */
const TOKEN_DELAY_MS = 100;

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    switch (pathname) {
      case "/control/start":
        mock.faults.chaos({
          seed: Number(searchParams.get("seed")),
          rate: FAULT_RATE,
          kinds: [...quickFaults],
        });
        return Response.json(null);
      case "/control/own": {
        const { id } = things(mock).records.add({ data: { key: searchParams.get("key") ?? "" } });
        return Response.json(id);
      }
      case "/control/stop":
        mock.faults.clear();
        return Response.json(null);
      case "/control/store": {
        const { records, telemetry } = things(mock);
        return Response.json(
          records.list().map(({ id, data }) => ({
            id,
            data,
            telemetry: telemetry(id).map((of) => of.data["value"]),
          })),
        );
      }
    }
    if (!pathname.endsWith("/token")) return await mock.fetch(request);
    await new Promise((resolve) => setTimeout(resolve, TOKEN_DELAY_MS));
    app ??= await mock.tenant.apps.create({ name: "Worker", description: "Known in advance" });
    const { appId, appSecret } = app;
    const sent: Credentials = await request.json();
    const { url, method, headers } = request;
    const known = sent.appId === CREDENTIALS.appId && sent.appSecret === CREDENTIALS.appSecret;
    const body = JSON.stringify(known ? { appId, appSecret } : sent);
    return await mock.fetch(new Request(url, { method, headers, body }));
  },
};

function things({ tenant }: MockServer) {
  const [collection] = tenant.collections.list();
  if (collection === undefined) throw new Error("the tenant has no collection");
  return collection;
}

// A mock as a Worker whose status requests are delayed. A test leaves some of them before they end.
import { createMockServer } from "../../mock-server/mod.ts";

const mock = createMockServer();

export default {
  async fetch(request: Request): Promise<Response> {
    switch (new URL(request.url).pathname) {
      case "/set-up": {
        mock.faults.add({
          kind: "delay",
          duration: "10s",
          match: { path: "/status" },
          times: 1_000,
        });
        const app = await mock.tenant.apps.create({ name: "Test", description: "Test" });
        return Response.json({ appId: app.appId, appSecret: app.appSecret });
      }
      case "/run":
        mock.clock.resume();
        return new Response();
      case "/advance": {
        const before = mock.clock.now();
        await mock.clock.advance("1s");
        return Response.json(mock.clock.now() - before);
      }
      default:
        return await mock.fetch(request);
    }
  },
};

// A Worker whose client is at module scope and outlives every request.
import { createClient } from "../../mod.ts";
import { BASE_URL, CREDENTIALS, FLIGHT_PATIENCE } from "./credentials.ts";

const client = createClient({
  ...CREDENTIALS,
  baseUrl: BASE_URL,
  tokenWaitTimeout: FLIGHT_PATIENCE,
  retry: false,
});

const shared = new AbortController();
let mayGo = false;

/** Set by a separate request of the test. Not a promise, since one of another request may never settle. */
async function toldToGo(): Promise<void> {
  while (!mayGo) await new Promise((resolve) => setTimeout(resolve, 5));
}

export default {
  async fetch(request: Request): Promise<Response> {
    switch (new URL(request.url).pathname) {
      case "/status":
        return Response.json(await client.status());
      case "/leave-at-once":
        client.status().catch(() => {});
        return new Response("left");
      case "/leave":
        client.status().catch(() => {});
        await toldToGo();
        return new Response("left");
      case "/abort": {
        const controller = new AbortController();
        const call = client.status({ signal: controller.signal }).then(() => "answered", String);
        await toldToGo();
        controller.abort("aborted");
        return new Response(await call);
      }
      case "/shared-leave":
        // Its callback on the signal belongs to a request that has ended when the signal aborts.
        client.status({ signal: shared.signal }).catch(() => {});
        return new Response("left");
      case "/shared-abort": {
        const call = client.status({ signal: shared.signal }).then(() => "answered", String);
        await new Promise((resolve) => setTimeout(resolve, 20));
        shared.abort("aborted");
        return new Response(await call);
      }
      case "/go":
        mayGo = true;
        return new Response("told");
      default:
        return new Response(null, { status: 404 });
    }
  },
};

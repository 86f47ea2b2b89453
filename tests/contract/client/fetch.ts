import { equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { turns } from "../tools.ts";
import { scripted } from "./scripted.ts";

/** `client.fetch()`. */
export const fetchCases: Definition[] = [
  define({
    id: "client-fetch-plain",
    title: "client.fetch returns a plain Response for any status",
    level: "client",
    evidence: "S",
    needs: ["faults"],
    async run({ client, faults }) {
      const c = client({ retry: false });
      await c.token();
      for (const status of [200, 204, 302, 400, 403, 404, 429, 500, 503]) {
        await faults.add({ kind: "status", status, match: { path: "/status" } });
        equal((await c.fetch("status")).status, status, "status");
      }
      const echoed = { error: "as it came" };
      await faults.add({ kind: "status", status: 418, body: echoed, match: { path: "/status" } });
      equal(await (await c.fetch("/status")).json(), echoed, "body");
    },
  }),
  define({
    id: "client-fetch-path",
    title: "client.fetch never leaves the base URL",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      const urls: string[] = [];
      const fetch: typeof target.fetch = (input, init) => {
        urls.push(input);
        return target.fetch(input, init);
      };
      const c = client({ fetch });
      const refused = [
        "",
        "https://elsewhere.invalid/",
        "HTTP:elsewhere",
        "//elsewhere.invalid/",
        "\\\\elsewhere.invalid/",
        "../v2/status",
        "a/../status",
        "a/%2e%2E/status",
        "a/.\t./status",
        "./status",
        "status#part",
        "/api/v1/status",
      ];
      for (const path of refused) {
        const error = await fails(() => c.fetch(path), TypeError, JSON.stringify(path));
        includes(error.message, "path:", "message");
      }
      equal(urls, [], "URLs asked for");
      const exact = "collections/a%2Fb?filter[x]=%3F";
      await c.fetch(exact);
      equal(urls.at(-1), `${target.baseUrl}${exact}`, "URL");
    },
  }),
  define({
    id: "client-fetch-lazy",
    title: "client.fetch reads nothing of a body before its caller does",
    level: "client",
    evidence: "S",
    async run() {
      let pulls = 0;
      const body = new ReadableStream({
        pull(controller) {
          pulls += 1;
          controller.enqueue(new TextEncoder().encode("text"));
          controller.close();
        },
      }, { highWaterMark: 0 });
      const { client } = scripted([() => new Response(body)]);
      const response = await client.fetch("status");
      await turns();
      equal(pulls, 0, "chunks read");
      equal(await response.text(), "text", "the body");
    },
  }),
  define({
    id: "client-fetch-authorization",
    title: "client.fetch refuses an Authorization header from the caller",
    level: "client",
    evidence: "S",
    async run({ client }) {
      const headers = { Authorization: "Bearer mine" };
      const error = await fails(() => client().fetch("status", { headers }), TypeError, "the call");
      ok(!error.message.includes("mine"), "expected the header's value not to be shown");
    },
  }),
];

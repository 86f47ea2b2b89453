import { expect, test } from "bun:test";
import {
  type Sendable,
  sendFromPage,
  unsendable,
} from "../../../../../mock-server/inspector/journal/send-again.ts";
import { bodyText } from "../../../../../mock-server/inspector/journal/request-body.ts";
import { createMemoryStore } from "../../../../../mock-server/world/collections/memory-store/memory-store.ts";
import { createWorld } from "../../../../../mock-server/world/world.ts";
import { createApp } from "../../../../../mock-server/app.ts";
import { mockFetch } from "../../../../../mock-server/support/mock-fetch.ts";

const BASE = "http://localhost:8787/api/v1/";
const GET = { method: "GET", path: "/status", query: "" };

function view() {
  const fetch = mockFetch(async (request) => await app.fetch(request));
  const world = createWorld({
    baseUrl: BASE,
    issuer: "https://kinabase.invalid",
    tenant: {},
    fetch,
    createStore: createMemoryStore,
  });
  const app = createApp(world, false);
  return { world, tenant: world.defaultTenant, baseUrl: BASE };
}

test("a request of which the journal has only a part is not sent again", () => {
  const post: Sendable = { ...GET, method: "POST" };
  const refused = [
    { ...GET, method: "TRACE" },
    { ...GET, query: "token=[redacted]" },
    { ...GET, path: "/collections/[redacted]" },
    { ...post, requestBody: { appSecret: "[redacted]" } },
    { ...post, requestBody: "the beginning…" },
    { ...post, requestHeaders: { "content-length": "10" } },
  ];
  for (const request of refused) expect([request, unsendable(request)]).not.toContain(undefined);
  const sendable = [
    GET,
    post,
    { ...post, requestBody: {}, requestHeaders: { "content-length": "2" } },
    { ...GET, requestHeaders: { "content-length": "0" } },
  ];
  for (const request of sendable) expect(unsendable(request)).toBeUndefined();
});

test("a request is sent with a token of its app, which ends no token of a program", async () => {
  const one = view();
  const { tenant, world } = one;
  tenant.behaviors.set({ "token.earlier": "ended" });
  const { appId, appSecret } = await tenant.apps.create({ name: "Import", description: "Nightly" });
  const answer = await world.fetch(`${BASE}token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ appId, appSecret }),
  });
  const { token } = await answer.json() as { token: string };
  expect(await sendFromPage(one, { ...GET, appId })).toBe(2);
  expect(await sendFromPage(one, GET)).toBe(3);
  await world.fetch(`${BASE}status`, { headers: { authorization: `Bearer ${token}` } });
  expect(tenant.journal.entries().map(({ status }) => status)).toEqual([200, 200, 401, 200]);
  tenant.apps.revoke(appId);
  await sendFromPage(one, { ...GET, appId });
  expect(tenant.journal.entries().at(-1)?.reason).toBe("This app has been revoked.");
});

test("a body that is a string of JSON is sent as it was, and so is a text", async () => {
  const one = view();
  const bodies = ['"hello"', "hello", '"{\\"a\\":1}"', '{"a":', "12", '"Grüße"'];
  for (const body of bodies) {
    const length = String(new TextEncoder().encode(body).length);
    for (const headers of [{ "content-length": length }, {}]) {
      // Without its length, a short text and a string of JSON look the same.
      if (!("content-length" in headers) && ['"hello"', '"Grüße"'].includes(body)) continue;
      const before = one.tenant.journal.rows().length;
      await one.world.fetch(`${BASE}token`, { method: "POST", headers, body });
      const entry = one.tenant.journal.entries()[before];
      if (entry === undefined) throw new Error("expected an entry");
      expect([body, unsendable(entry), bodyText(entry)]).toEqual([body, undefined, body]);
      await sendFromPage(one, entry);
      expect(one.tenant.journal.entries()[before + 1]?.requestBody).toEqual(entry.requestBody);
    }
  }
});

test("a response that never ends is not waited for", async () => {
  const one = view();
  one.tenant.faults.add({ kind: "stalledBody", after: 5 });
  const controller = new AbortController();
  const sent = sendFromPage(one, { ...GET, path: "/version" }, controller.signal);
  while (one.tenant.journal.rows()[0]?.status === undefined) await Promise.resolve();
  controller.abort();
  expect(await sent).toBe(1);
  expect(one.tenant.journal.entries()).toMatchObject([{ fault: "stalledBody", status: 200 }]);
});

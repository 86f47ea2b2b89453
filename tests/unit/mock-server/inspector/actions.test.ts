// The inspector page, as far as it can be tested without a browser.
import { expect, test } from "bun:test";
import { ACTIONS } from "../../../../mock-server/inspector/actions.ts";
import { FAULT_NAMES } from "../../../../mock-server/world/faults/fault-schema.ts";
import {
  createManualClock,
  createMockServer,
  type MockServer,
} from "../../../../mock-server/mod.ts";

const ORIGIN = "http://localhost:8787";
const FORMS = `${ORIGIN}/__mock/inspector/`;

function post(
  mock: MockServer,
  action: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return mock.fetch(
    new Request(FORMS + action, {
      method: "POST",
      headers: { origin: ORIGIN, ...headers },
      body: new URLSearchParams(fields),
    }),
  );
}

test("the page is not cached, cannot be framed, and runs only its own script", async () => {
  const mock = createMockServer({ control: true });
  const response = await mock.fetch(new Request(`${ORIGIN}/`));
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  // With "no-referrer" the origin of a plain form is "null", which the guard refuses.
  expect(response.headers.get("referrer-policy")).toBe("same-origin");
  const policy = response.headers.get("content-security-policy") ?? "";
  const [, nonce = ""] = /script-src 'nonce-([A-Za-z0-9+/]{24})'/.exec(policy) ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  const page = await response.text();
  const scripts = page.match(/<script [^>]*>/g) ?? [];
  expect(scripts).toHaveLength(2);
  for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
  expect(page).not.toMatch(/ style="| on\w+="|https?:\/\/(?!localhost|www\.w3\.org)/);
  const again = await mock.fetch(new Request(`${ORIGIN}/`));
  expect(again.headers.get("content-security-policy")).not.toBe(policy);
});

test("requests from other sites and other host names are refused", async () => {
  const mock = createMockServer({ control: true });
  const fields = { name: "Import", description: "Nightly" };
  const foreign = await post(mock, "apps", fields, { origin: "https://evil.example" });
  expect(foreign.status).toBe(403);
  expect((await post(mock, "apps", fields, { origin: "null" })).status).toBe(403);
  expect((await post(mock, "apps", fields, { host: "evil.example" })).status).toBe(403);
  const rebound = new Request("http://evil.example/", { headers: { host: "evil.example" } });
  expect((await mock.fetch(rebound)).status).toBe(403);
  expect(mock.tenant.apps.list()).toEqual([]);
});

test("a plain form redirects back to the page, and its result names only the action", async () => {
  const mock = createMockServer({ control: true });
  const { appId } = await mock.tenant.apps.create({ name: "Import", description: "Nightly" });
  const response = await post(mock, "apps/revoke", { appId, tenant: "default" });
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/?tenant=default&done=appRevoked");
  const reload = await mock.fetch(new Request(`${FORMS}apps`));
  expect([reload.status, reload.headers.get("location")]).toEqual([303, "/"]);
});

test("a new app's secret is in that one response only", async () => {
  const mock = createMockServer({ control: true });
  const response = await post(mock, "apps", { name: "Import", description: "Nightly" });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const [secret = ""] = /[A-Za-z0-9+/]{86}==/.exec(await response.text()) ?? [];
  expect(secret).not.toBe("");
  for (const query of ["", "?dialog=created", "?dialog=add"]) {
    const page = await (await mock.fetch(new Request(`${ORIGIN}/${query}`))).text();
    expect(page).not.toContain(secret);
  }
});

test("the page's own requests are not journaled, not affected by faults and not rate limited", async () => {
  const mock = createMockServer({ control: true, limits: { requestsPerMinute: 1 } });
  mock.faults.add({ kind: "status", status: 503 });
  for (let i = 0; i < 5; i++) expect((await post(mock, "view", {})).status).toBe(200);
  expect(mock.journal.entries()).toEqual([]);
  expect(mock.faults.list()).toHaveLength(1);
});

test("the form can add every kind of fault with its default values", async () => {
  const mock = createMockServer({ control: true });
  const fields = { status: "", duration: "2s", after: "1", retryAfter: "", times: "1" };
  for (const kind of FAULT_NAMES) {
    expect((await post(mock, "faults", { ...fields, kind, path: "", method: "" })).status).toBe(
      303,
    );
  }
  expect(mock.faults.list().map(({ kind }) => kind)).toEqual([...FAULT_NAMES]);
  expect((await post(mock, "faults", { ...fields, kind: "toString" })).status).toBe(422);
});

test("a request that no form makes is refused with a message, and breaks nothing", async () => {
  const mock = createMockServer({ control: true });
  for (const action of Object.keys(ACTIONS)) {
    expect([200, 303, 409, 422]).toContain((await post(mock, action, {})).status);
  }
  expect((await post(mock, "clock", { do: "constructor" })).status).toBe(409);
  expect((await post(mock, "apps/revoke", { appId: "nobody" })).status).toBe(409);
  expect((await post(mock, "api", { tenant: "nobody", enabled: "false" })).status).toBe(404);
  await post(mock, "api", {});
  expect(mock.tenant.apiEnabled).toBe(false); // a blank value means "off"
  const page = await mock.fetch(new Request(`${ORIGIN}/?page=99&collection=none&done=toString`));
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('data-tone="done"></p>');
});

test("behaviors are shown, changed and reset", async () => {
  const mock = createMockServer({ control: true, behaviors: { "list.order": "id" } });
  const page = async () => await (await mock.fetch(new Request(`${ORIGIN}/`))).text();
  expect(await page()).toContain("<code>list.order</code> = <code>id</code>");
  await post(mock, "behaviors", { "list.order": "updated", "status.body": "empty" });
  expect(mock.tenant.behaviors.get("list.order")).toBe("updated");
  expect(await page()).toContain("<code>status.body</code> = <code>empty</code>");
  await post(mock, "behaviors/reset", {});
  expect(mock.tenant.behaviors.all()).toMatchObject({
    "list.order": "id",
    "status.body": "object",
  });
  expect((await post(mock, "behaviors", { "list.order": "newest" })).status).toBe(409);
});

test("a form changes only the behaviors for which it sends another option than it showed", async () => {
  const mock = createMockServer({ control: true });
  const shown = { "shown:list.order": "created", "shown:status.body": "object" };
  mock.tenant.behaviors.set({ "list.order": "id" });
  await post(mock, "behaviors", { ...shown, "list.order": "created", "status.body": "empty" });
  expect(mock.tenant.behaviors.all()).toMatchObject({ "list.order": "id", "status.body": "empty" });
});

test("a move that the clock refuses gets a page with the reason", async () => {
  const clock = createManualClock({ start: 8.64e15 });
  const mock = createMockServer({ control: true, clock });
  const response = await post(mock, "clock", { do: "1h" });
  expect([response.status, response.headers.get("content-type")]).toEqual([
    409,
    "text/html; charset=UTF-8",
  ]);
  expect(await response.text()).toContain(
    'data-tone="failed">advance: &quot;1h&quot; moves the clock past the latest time',
  );
});

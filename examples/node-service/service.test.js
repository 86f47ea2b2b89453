// node --test
// @ts-check
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, afterEach, before, describe, test } from "node:test";
import { setupServer } from "msw/node";
import { createClient } from "@kinakit/kinabase";
import { createMockServer } from "@kinakit/kinabase/mock";
import { kinabaseHandlers } from "@kinakit/kinabase/msw";
import { createService } from "./service.js";

describe("the service, with Kinabase mocked by MSW", () => {
  const mock = createMockServer();
  const msw = setupServer(...kinabaseHandlers(mock));
  const people = mock.tenant.collections.create({
    slug: "people",
    name: "People",
    fields: { fullName: "text", email: "text" },
  });
  /** @type {unknown[]} */
  const logged = [];
  let url = "";
  let close = () => {};

  before(async () => {
    msw.listen({
      onUnhandledRequest({ url }, print) {
        // Allow only requests to the service itself.
        if (new URL(url).hostname !== "127.0.0.1") print.error();
      },
    });
    const { appId, appSecret } = await mock.tenant.apps.create({
      name: "Sign-up",
      description: "Keeps people",
    });
    // As in production: no base URL and no `fetch`. It uses the mock's clock, so the test does not wait.
    const client = createClient({ appId, appSecret, clock: mock.clock });
    const service = createService(client, (error) => logged.push(error));
    service.listen(0, "127.0.0.1");
    await once(service, "listening");
    const address = service.address();
    assert(typeof address === "object" && address !== null);
    url = `http://127.0.0.1:${address.port}`;
    close = () => {
      service.close();
      service.closeAllConnections();
    };
  });
  afterEach(() => mock.faults.clear());
  after(() => {
    close();
    msw.close();
  });

  /**
   * @param {string} id
   * @param {unknown} body
   */
  const put = (id, body) =>
    fetch(`${url}/people/${id}`, { method: "PUT", body: JSON.stringify(body) });

  test("adds a person once and then updates it", async () => {
    const ada = { fullName: "Ada Lovelace", email: "ada@example.com" };
    assert.equal((await put("1", ada)).status, 200);
    assert.equal((await put("1", { ...ada, fullName: "Ada King" })).status, 200);
    assert.equal(people.records.count(), 1);
    const response = await fetch(`${url}/people/1`);
    assert.deepEqual(await response.json(), { ...ada, fullName: "Ada King" });
  });

  test("still works after an hour", async () => {
    await mock.clock.advance("61m");
    assert.equal(
      (await put("2", { fullName: "Grace Hopper", email: "g@example.com" })).status,
      200,
    );
  });

  test("reports only errors that the caller can fix", async () => {
    assert.equal((await fetch(`${url}/people/nobody`)).status, 404);
    assert.equal((await put("3", { fullName: "No mail" })).status, 400);

    mock.faults.add({
      kind: "status",
      status: 429,
      headers: { "retry-after": "3600" },
      match: { path: "/collections/*" },
    });
    const busy = await fetch(`${url}/people/1`);
    assert.equal(busy.status, 503);
    assert.equal(busy.headers.get("retry-after"), "3600");

    mock.tenant.setApiEnabled(false);
    const refused = await fetch(`${url}/people/1`);
    assert.equal(refused.status, 502);
    assert.match(String(logged.at(-1)), /not enabled/);
    assert.doesNotMatch(await refused.text(), /enabled|secret/i);
  });
});

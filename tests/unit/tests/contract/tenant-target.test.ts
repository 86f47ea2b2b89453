// Targets made of tenants: in process, over the control API, and by hand.
import { describe, expect, test } from "bun:test";
import { createMockControl, createMockServer } from "../../../../mock-server/mod.ts";
import {
  contract,
  controlTarget,
  mockTarget,
  runContract,
  type Target,
} from "../../../contract/mod.ts";

const inProcess = () => Promise.resolve(mockTarget(createMockServer()));

function overHttp(): Promise<Target> {
  const { fetch } = createMockServer({ control: true });
  return controlTarget(createMockControl("http://localhost:8787", { fetch }), {
    fetch,
    drop: true,
  });
}

for (const [where, makeTarget] of [["in process", inProcess], ["over HTTP", overHttp]] as const) {
  describe(where, () => {
    test("a target can run every case", async () => {
      const skipped = contract(await makeTarget()).filter(({ skip }) => skip !== undefined);
      expect(skipped.map(({ id, skip }) => [id, skip])).toEqual([]);
    });

    test("an isolated target has its own scratch collection, app and limits", async () => {
      const shared = await makeTarget();
      const own = await shared.isolate?.();
      // The token request uses up the only request of the minute.
      const limited = await shared.isolate?.({ limits: { requestsPerMinute: 1 } });
      const statuses = await Promise.all([shared, own, limited].map(firstPage));
      expect(statuses).toEqual([200, 200, 429]);
    });
  });
}

test("a target written by hand takes methods that return promises and methods that do not", async () => {
  const { tenant, fetch, baseUrl } = createMockServer();
  const create = () => tenant.apps.create({ name: "By hand", description: "A target" });
  const target: Target = {
    fetch,
    baseUrl,
    credentials: create,
    apps: {
      create,
      expire: (appId) => tenant.apps.expire(appId),
      revoke: async (appId) => await Promise.resolve(tenant.apps.revoke(appId)),
      setApiEnabled: (enabled) => tenant.setApiEnabled(enabled),
    },
    journal: { count: (match) => Promise.resolve(tenant.journal.count(match)) },
  };
  const ids = [
    "token/app-expired",
    "token/app-revoked",
    "bearer/app-expired",
    "bearer/app-revoked",
  ];
  const cases = contract(target).filter(({ id }) => ids.includes(id));
  const results = await runContract(cases);
  expect(results.map(({ case: { id }, outcome }) => `${id} ${outcome}`).sort())
    .toEqual(ids.map((id) => `${id} passed`).sort());
  expect(await target.journal?.count({ path: "/token" })).toBeGreaterThan(0);
});

async function firstPage(target: Target | undefined): Promise<number> {
  if (target === undefined) throw new Error("There is no target");
  const { fetch, baseUrl, collection, credentials } = target;
  const sent = typeof credentials === "function" ? await credentials() : credentials;
  const { token } = await (await fetch(`${baseUrl}token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(sent),
  })).json();
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${baseUrl}collections/${collection}`, { headers })).status;
}

import { describe, expect, test } from "bun:test";
import { createClient } from "../../../../mod.ts";
import {
  createMockControl,
  createMockServer,
  createTestTenant,
} from "../../../../mock-server/mod.ts";

function setUp() {
  const mock = createMockServer({ control: true });
  const control = createMockControl("http://localhost", { fetch: mock.fetch });
  const clientOf = (env: { KINABASE_APP_ID: string; KINABASE_APP_SECRET: string }) =>
    createClient({
      appId: env.KINABASE_APP_ID,
      appSecret: env.KINABASE_APP_SECRET,
      baseUrl: mock.baseUrl,
      fetch: mock.fetch,
    });
  return { control, clientOf };
}

const collections = [{ slug: "people", name: "People", records: [{ data: { name: "Ada" } }] }];

describe("createTestTenant", () => {
  test("gives each test its own data, credentials and journal", async () => {
    const { control, clientOf } = setUp();
    const one = await createTestTenant({ seed: { collections } }, control);
    const two = await createTestTenant({}, control);
    expect(await clientOf(one.env).collections()).toHaveLength(1);
    expect(await clientOf(two.env).collections()).toEqual([]);
    expect(one.app.appId).toBe(one.env.KINABASE_APP_ID);
    await one.tenant.journal.expect({ path: "/token" }, 1);
    await two.tenant.journal.expect({ path: "/token" }, 1);
  });

  test("has a running clock, unless the settings say otherwise", async () => {
    const { control } = setUp();
    const isRunning = async (settings: Parameters<typeof createTestTenant>[0]) =>
      (await (await createTestTenant(settings, control)).tenant.summary()).clock.running;
    expect(await isRunning({})).toBe(true);
    expect(await isRunning({ clock: { running: false } })).toBe(false);
  });
});

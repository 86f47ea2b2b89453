import type { TenantSettings } from "../control/types.ts";
import { createMockControl, type MockControl } from "./mod.ts";
import type { RemoteApp, RemoteTenant } from "./tenant.ts";

/** A tenant for one test, with an app. */
export interface TestTenant {
  /** The tenant. `tenant.remove()` frees its memory. */
  readonly tenant: RemoteTenant;
  /** Its app. */
  readonly app: RemoteApp;
  /** The credentials of the app, under the names that the environment of a program has for them. */
  readonly env: {
    KINABASE_APP_ID: string;
    KINABASE_APP_SECRET: string;
  };
}

/**
 * Creates a tenant with an app, for one test of a Worker. The test and the Worker run in workerd, and the mock
 * in Node: see `mockOutbound` of `@kinakit/kinabase/serve`. Tests with separate tenants can run in parallel.
 *
 * @param settings The initial data of the tenant, its limits and behaviors. By default its clock is running,
 * like the clock of the Worker.
 * @param control How to reach the mock. Default: at `http://localhost`, where the outbound mock handles it.
 * @throws {TypeError} When a setting is invalid.
 * @throws {Error} When no control API responds.
 *
 * @example
 * ```ts ignore
 * test("lists people", async () => {
 *   const people = { slug: "people", name: "People", records: [{ data: { name: "Ada" } }] };
 *   const { tenant, env } = await createTestTenant({ seed: { collections: [people] } });
 *   const response = await worker.fetch(new Request("https://worker.invalid/"), env);
 *   expect(await response.json()).toEqual(["Ada"]);
 *   await tenant.journal.expect({ path: "/token" }, 1);
 * });
 * ```
 */
export async function createTestTenant(
  settings: TenantSettings = {},
  control: Pick<MockControl, "createTenant"> = createMockControl("http://localhost"),
): Promise<TestTenant> {
  const tenant = await control.createTenant({ clock: { running: true }, ...settings });
  const app = await tenant.apps.create({ name: "Test", description: "A program under test" });
  return {
    tenant,
    app,
    env: { KINABASE_APP_ID: app.appId, KINABASE_APP_SECRET: app.appSecret },
  };
}

import type { FetchFunction } from "../../mod.ts";
import type { ControlledTenant, MockControl } from "../../mock-server/mod.ts";
import type { Target } from "./target.ts";

/**
 * Creates a target for a mock server in another process, with all capabilities. It uses the control API
 * of the mock. Each case gets its own tenant.
 *
 * @param options `drop`: whether a dropped request gets no response at all, as the server's `drops` says.
 *
 * @example
 * ```ts ignore
 * import { contract, controlTarget, runContract } from "@kinakit/kinabase/contract";
 * import { createMockControl } from "@kinakit/kinabase/mock";
 *
 * const target = await controlTarget(createMockControl("http://127.0.0.1:8787"));
 * await runContract(contract(target));
 * ```
 */
export async function controlTarget(
  control: MockControl,
  options: { drop?: boolean | undefined; fetch?: FetchFunction | undefined } = {},
): Promise<Target> {
  return {
    ...await tenantTarget(control, await control.createTenant(), options),
    isolate: async ({ limits } = {}) =>
      await tenantTarget(control, await control.createTenant({ limits }), options),
  };
}

async function tenantTarget(
  { baseUrl }: MockControl,
  tenant: ControlledTenant,
  options: { drop?: boolean | undefined; fetch?: FetchFunction | undefined },
): Promise<Target> {
  const { apps, clock, collections, faults, journal } = tenant;
  const create = async () => {
    const app = await apps.create({ name: "Contract", description: "Made by the contract suite" });
    return { appId: app.appId, appSecret: app.appSecret };
  };
  return {
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    baseUrl,
    credentials: create,
    allowInsecure: true,
    collection: (await collections.create({ slug: "scratch", name: "Scratch" })).slug,
    collections,
    apps: {
      create,
      expire: (appId) => apps.expire(appId),
      revoke: (appId) => apps.revoke(appId),
      setApiEnabled: (enabled) => tenant.setApiEnabled(enabled),
    },
    clock,
    faults,
    journal,
    drop: options.drop ? true : undefined,
  };
}

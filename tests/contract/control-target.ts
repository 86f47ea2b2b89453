import type { FetchFunction } from "../../mod.ts";
import type { MockControl } from "../../mock-server/mod.ts";
import type { IsolateOptions, Target } from "./target.ts";
import { tenantSettings, tenantTarget } from "./tenant-target.ts";

/**
 * Creates a target for a mock server in another process, with all capabilities. It uses the control API
 * of the mock. Each case gets its own tenant.
 *
 * @param options `drop`: whether a dropped request gets no response at all, as with `serve`.
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
  const { drop, fetch: send = (input, init) => fetch(input, init) } = options;
  const access = { fetch: send, baseUrl: control.baseUrl, drop };
  const own = async (options?: IsolateOptions) =>
    tenantTarget(await control.createTenant(tenantSettings(options)), access);
  return { ...await own(), isolate: own };
}

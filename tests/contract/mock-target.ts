import type { FetchFunction } from "../../mod.ts";
import type { MockServer } from "../../mock-server/mod.ts";
import type { IsolateOptions, Target } from "./target.ts";
import { tenantSettings, tenantTarget } from "./tenant-target.ts";

/**
 * Creates a target for a mock server with all capabilities. Each case gets its own tenant.
 *
 * @param mock The mock server.
 * @param over The base URL and the `fetch` of the served mock, to run the contract over HTTP; `drop`:
 * whether a dropped request gets no response at all, as with `serve`. Default: the mock is called in process.
 *
 * @example
 * ```ts
 * import { contract, mockTarget } from "@kinakit/kinabase/contract";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * for (const { title, skip, run } of contract(mockTarget(createMockServer()))) {
 *   if (skip === undefined) await run();
 *   console.log(title, skip ?? "passed");
 * }
 * ```
 */
export function mockTarget(
  mock: MockServer,
  over?: { baseUrl: string; fetch: FetchFunction; drop?: boolean | undefined },
): Target {
  const access = over ?? { fetch: mock.fetch, baseUrl: mock.baseUrl, drop: true };
  const own = (options?: IsolateOptions) =>
    tenantTarget(mock.createTenant(tenantSettings(options)), access);
  return { ...own(), isolate: async (options) => await own(options) };
}

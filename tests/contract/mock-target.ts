import type { FetchFunction } from "../../mod.ts";
import type { LimitOptions, MockServer } from "../../mock-server/mod.ts";
import type { Target } from "./target.ts";
import { tenantSettings, tenantTarget } from "./tenant-target.ts";

/**
 * A full target: a mock server, in process or where it is served. Each case gets a tenant of its own.
 *
 * @param over Where the mock is served, to run the contract over HTTP; `drop` as the server says of itself.
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
  const own = (limits?: LimitOptions) =>
    tenantTarget(mock.createTenant(tenantSettings(limits)), access);
  return { ...own(), isolate: async ({ limits } = {}) => await own(limits) };
}

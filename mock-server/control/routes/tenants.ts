import { createManualClock } from "../../world/clock/manual-clock.ts";
import type { TenantState } from "../../world/tenant/tenant.ts";
import { type ControlRoute, route } from "../route.ts";
import { enabledBody, tenantAnswer, tenantBody, tenantsAnswer } from "../schemas.ts";
import type { TenantSummary } from "../types.ts";
import { clockState } from "./clock.ts";

/** Tenants, and whether their API is enabled. */
export const tenantRoutes: readonly ControlRoute[] = [
  route({
    id: "listTenants",
    method: "GET",
    path: "/tenants",
    summary: "List all tenants, oldest first, starting with the default one",
    response: tenantsAnswer,
    run: ({ world }) => world.tenants().map((tenant) => summary(tenant, world.defaultTenant)),
  }),
  route({
    id: "createTenant",
    method: "POST",
    path: "/tenants",
    summary: "Add an isolated tenant",
    body: tenantBody,
    response: tenantAnswer,
    run({ world, body: { clock, ...options } }) {
      const tenant = world.createTenant({
        ...options,
        ...(clock === undefined ? {} : { clock: createManualClock(clock) }),
      });
      return summary(tenant, world.defaultTenant);
    },
  }),
  route({
    id: "getTenant",
    method: "GET",
    path: "/tenants/{tenant}",
    summary: "Get a tenant",
    response: tenantAnswer,
    run: ({ world, tenant }) => summary(tenant, world.defaultTenant),
  }),
  route({
    id: "removeTenant",
    method: "DELETE",
    path: "/tenants/{tenant}",
    summary: "Remove a tenant and all its data; the default one cannot be removed",
    run: ({ tenant }) => tenant.remove(),
  }),
  route({
    id: "setApiEnabled",
    method: "PUT",
    path: "/tenants/{tenant}/api",
    summary: "Enable or disable the tenant's API (S)",
    body: enabledBody,
    run: ({ tenant, body: { enabled } }) => tenant.setApiEnabled(enabled),
  }),
];

function summary(tenant: TenantState, defaultTenant: TenantState): TenantSummary {
  const { id, apiEnabled, clock, apps, collections } = tenant;
  return {
    id,
    isDefault: tenant === defaultTenant,
    apiEnabled,
    clock: clockState(clock),
    apps: apps.list().length,
    collections: collections.all().length,
  };
}

import { createManualClock } from "../../world/clock/manual-clock.ts";
import type { TenantState } from "../../world/tenant/tenant.ts";
import { type ControlRoute, route } from "../route.ts";
import { enabledBody, tenantAnswer, tenantBody, tenantsAnswer } from "../schemas.ts";
import type { TenantSummary } from "../types.ts";
import { clockState } from "./clock.ts";

/** Tenants, and the switch of their API. */
export const tenantRoutes: readonly ControlRoute[] = [
  route({
    id: "listTenants",
    method: "GET",
    path: "/tenants",
    summary: "All tenants, oldest first; the first is the default one",
    response: tenantsAnswer,
    run: ({ world }) => world.tenants().map((tenant) => summary(tenant, world.defaultTenant)),
  }),
  route({
    id: "createTenant",
    method: "POST",
    path: "/tenants",
    summary: "Add a tenant that shares nothing with the others",
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
    summary: "One tenant",
    response: tenantAnswer,
    run: ({ world, tenant }) => summary(tenant, world.defaultTenant),
  }),
  route({
    id: "removeTenant",
    method: "DELETE",
    path: "/tenants/{tenant}",
    summary: "Take the tenant off the server with all that is in it; not the default one",
    run: ({ tenant }) => tenant.remove(),
  }),
  route({
    id: "setApiEnabled",
    method: "PUT",
    path: "/tenants/{tenant}/api",
    summary: "Switch the tenant's API on or off (S)",
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
    collections: collections.list().length,
  };
}

import type { AppRegistration } from "../world/apps/app-registration.ts";
import type { TenantState } from "../world/tenant/tenant.ts";

/** The first app that can request tokens. */
export function activeApp({ apps }: TenantState): AppRegistration | undefined {
  return apps.list().find(({ state }) => state === "active");
}

import type { FetchFunction } from "../../src/types.ts";
import type { ManualClock } from "./clock.ts";
import { createTenantState, type TenantOptions, type TenantState } from "./tenant.ts";
import { createTokens, type Tokens } from "./tokens.ts";

/** All tenants of one mock server, and the key its tokens are signed with. */
export interface World {
  /** Issues and verifies tokens. */
  readonly tokens: Tokens;
  /** The tenant of whatever names no other. */
  readonly defaultTenant: TenantState;
  /** Adds a tenant. */
  createTenant(options?: TenantOptions): TenantState;
  /** The tenant an app belongs to. */
  tenantOfApp(appId: string): TenantState | undefined;
  /** The tenant with an ID. */
  tenantWithId(id: string): TenantState | undefined;
}

/** How a {@linkcode World} is made. */
export interface WorldOptions {
  /** Where the mock answers. */
  baseUrl: string;
  /** The mock as a client sees it. */
  fetch: FetchFunction;
  /** The `iss` claim of tokens. */
  issuer: string;
  /** What every tenant starts from. */
  tenant: TenantOptions;
  /** The default tenant's clock. */
  clock?: ManualClock | undefined;
}

/** Makes a world with one tenant. */
export function createWorld({ baseUrl, fetch, issuer, tenant, clock }: WorldOptions): World {
  const byApp = new Map<string, TenantState>();
  const byId = new Map<string, TenantState>();

  function createTenant(options: TenantOptions = {}): TenantState {
    const created: TenantState = createTenantState({
      baseUrl,
      fetch,
      onId: (id) => void byId.set(id, created),
      onApp(appId) {
        if (byApp.has(appId)) throw new TypeError(`appId: ${appId} is taken on this server`);
        byApp.set(appId, created);
      },
    }, { ...tenant, ...options });
    return created;
  }

  return {
    tokens: createTokens(issuer),
    defaultTenant: createTenant({ clock }),
    createTenant,
    tenantOfApp: (appId) => byApp.get(appId.toLowerCase()),
    tenantWithId: (id) => byId.get(id),
  };
}

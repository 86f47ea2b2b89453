import type { FetchFunction } from "../../src/wire/types.ts";
import { onlyKnown } from "../support/check.ts";
import type { ManualClock } from "./clock/manual-clock.ts";
import { createMemoryStore } from "./collections/memory-store.ts";
import type { Seed } from "./tenant/seed.ts";
import type { CreateStore } from "./collections/store.ts";
import {
  createTenantState,
  TENANT_OPTIONS,
  type TenantOptions,
  type TenantState,
} from "./tenant/tenant.ts";
import { createTokens, type Tokens } from "./tokens/tokens.ts";

/** All tenants of one mock server, and the key its tokens are signed with. */
export interface World {
  /** Issues and verifies tokens. */
  readonly tokens: Tokens;
  /** The tenant of whatever names no other. */
  readonly defaultTenant: TenantState;
  /** Adds a tenant. */
  createTenant(options?: TenantOptions): TenantState;
  /** All tenants, oldest first; the first is the default one. */
  tenants(): TenantState[];
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
  /** What the default tenant starts from. */
  seed?: Seed | object | undefined;
  /** Where records are kept. Default: in memory. */
  createStore?: CreateStore | undefined;
}

/** Makes a world with one tenant. */
export function createWorld(options: WorldOptions): World {
  const { baseUrl, fetch, issuer, tenant: shared, clock, seed } = options;
  const { createStore = createMemoryStore } = options;
  const byApp = new Map<string, TenantState>();
  const byId = new Map<string, TenantState>();
  const all = new Set<TenantState>();
  const tokens = createTokens(issuer);

  function createTenant(own: TenantOptions): TenantState {
    onlyKnown(own, TENANT_OPTIONS);
    const given = Object.entries(own.limits ?? {}).filter(([, limit]) => limit !== undefined);
    const limits = { ...shared.limits, ...Object.fromEntries(given) };
    const created: TenantState = createTenantState(
      {
        baseUrl,
        fetch,
        createStore,
        onId: (id) => void (all.has(created) && byId.set(id, created)),
        isTaken(appId) {
          const owner = byApp.get(appId.toLowerCase());
          return owner !== undefined && owner !== created;
        },
        onApp: (appId) => void (all.has(created) && byApp.set(appId.toLowerCase(), created)),
        onAppGone: (appId) => void byApp.delete(appId.toLowerCase()),
        onRemove: () => forget(created),
        tokens,
      },
      { ...shared, ...own, limits },
    );
    created.seededAppIds.forEach((appId, i) => {
      if (!byApp.has(appId.toLowerCase())) return;
      throw new TypeError(
        `seed.apps[${i}].appId: ${appId} is already used on this server. Choose another.`,
      );
    });
    // Now, and not when the seed is planted: a token request may be what plants it.
    for (const appId of created.seededAppIds) byApp.set(appId.toLowerCase(), created);
    all.add(created);
    return created;
  }

  function forget(tenant: TenantState): void {
    if (tenant === defaultTenant) {
      throw new TypeError(
        "The default tenant cannot be removed. Call reset() to restore its initial state.",
      );
    }
    all.delete(tenant);
    for (const map of [byApp, byId]) {
      for (const [key, owner] of map) if (owner === tenant) map.delete(key);
    }
  }

  const defaultTenant = createTenant({ clock, seed });
  return {
    tokens,
    defaultTenant,
    createTenant: (own = {}) => createTenant(own),
    tenants: () => [...all],
    tenantOfApp: (appId) => byApp.get(appId.toLowerCase()),
    tenantWithId: (id) => byId.get(id),
  };
}

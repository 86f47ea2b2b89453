import type { FetchFunction } from "../../src/wire/types.ts";
import { onlyKnown } from "../support/check.ts";
import type { ManualClock } from "./clock/manual-clock.ts";
import { checkedBehaviors } from "./behaviors/behaviors.ts";
import { createMemoryStore } from "./collections/memory-store/memory-store.ts";
import type { LimitOptions } from "./limits/limit-options.ts";
import type { Seed } from "./tenant/seed.ts";
import type { CreateStore } from "./collections/store.ts";
import { createTenantState, type TenantState } from "./tenant/tenant.ts";
import { TENANT_OPTIONS, type TenantOptions } from "./tenant/tenant-options.ts";
import { createTokens, type Tokens } from "./tokens/tokens.ts";

/** All tenants of a mock server, and the key that signs its tokens. */
export interface World {
  /** Issues and verifies tokens. */
  readonly tokens: Tokens;
  /** The `fetch` that reaches the mock in process. */
  readonly fetch: FetchFunction;
  /** The tenant of requests that do not identify another one. */
  readonly defaultTenant: TenantState;
  /** Adds a tenant. */
  createTenant(options?: TenantOptions): TenantState;
  /** All tenants, oldest first, starting with the default one. */
  tenants(): TenantState[];
  /** The tenant an app belongs to. */
  tenantOfApp(appId: string): TenantState | undefined;
  /** The tenant with an ID. */
  tenantWithId(id: string): TenantState | undefined;
}

/** Options of {@linkcode createWorld}. */
export interface WorldOptions {
  /** The mock's base URL. */
  baseUrl: string;
  /** The `fetch` that reaches the mock in process. */
  fetch: FetchFunction;
  /** The `iss` claim of tokens. */
  issuer: string;
  /** The default options of all tenants. */
  tenant: TenantOptions;
  /** The default tenant's clock. */
  clock?: ManualClock | undefined;
  /** The initial data of the default tenant. */
  seed?: Seed | object | undefined;
  /** Creates the record stores. Default: in memory. */
  createStore?: CreateStore | undefined;
}

/** Creates a world with one tenant. */
export function createWorld(options: WorldOptions): World {
  const { baseUrl, fetch, issuer, tenant: shared, clock, seed } = options;
  const { createStore = createMemoryStore } = options;
  const byApp = new Map<string, TenantState>();
  const byId = new Map<string, TenantState>();
  const all = new Set<TenantState>();
  const tokens = createTokens(issuer);

  function createTenant(own: TenantOptions): TenantState {
    onlyKnown(own, TENANT_OPTIONS);
    const limits = merged(shared.limits, own.limits);
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
        // A removed tenant still has its apps, and another one may have an app with the same ID by now.
        onAppGone(appId) {
          if (byApp.get(appId.toLowerCase()) === created) byApp.delete(appId.toLowerCase());
        },
        onRemove: () => forget(created),
        tokens,
      },
      {
        ...shared,
        ...own,
        limits,
        behaviors: { ...shared.behaviors, ...checkedBehaviors(own.behaviors) },
      },
    );
    created.seededAppIds.forEach((appId, i) => {
      if (!byApp.has(appId.toLowerCase())) return;
      throw new TypeError(
        `seed.apps[${i}].appId: ${appId} is already used on this server. Choose another.`,
      );
    });
    // Registered now, not when the seed is loaded: a token request may be what loads it.
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
    fetch,
    defaultTenant,
    createTenant: (own = {}) => createTenant(own),
    tenants: () => [...all],
    tenantOfApp: (appId) => byApp.get(appId.toLowerCase()),
    tenantWithId: (id) => byId.get(id),
  };
}

/** The server's limits with a tenant's own. Invalid values are left to the validation of the tenant. */
function merged(shared: LimitOptions | undefined, own: LimitOptions | undefined) {
  if (own === undefined) return shared;
  if (typeof own !== "object") return own;
  const given = Object.entries(own).filter(([, limit]) => limit !== undefined);
  return { ...shared, ...Object.fromEntries(given) };
}

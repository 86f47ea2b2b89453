import type { FetchFunction } from "../../src/types.ts";
import type { ManualClock } from "./clock.ts";
import { createMemoryStore } from "./memory-store.ts";
import type { Seed } from "./seed.ts";
import type { CreateStore } from "./store.ts";
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

  function createTenant(own: TenantOptions, ownSeed?: Seed | object): TenantState {
    const limits = { ...shared.limits, ...own.limits };
    const created: TenantState = createTenantState(
      {
        baseUrl,
        fetch,
        createStore,
        onId: (id) => void byId.set(id, created),
        hasApp(appId) {
          // What the default tenant's seed has not claimed yet is taken all the same.
          if (created !== defaultTenant) defaultTenant.settle();
          return byApp.has(appId.toLowerCase());
        },
        onApp: (appId) => void byApp.set(appId.toLowerCase(), created),
      },
      { ...shared, ...own, limits },
      ownSeed,
    );
    return created;
  }

  const defaultTenant = createTenant({ clock }, seed);
  return {
    tokens: createTokens(issuer),
    defaultTenant,
    createTenant: (own = {}) => createTenant(own),
    tenantOfApp: (appId) => byApp.get(appId.toLowerCase()),
    tenantWithId: (id) => byId.get(id),
  };
}

import { type Hints, onlyKnown } from "./support/check.ts";
import { formatValue } from "./support/format-value.ts";
import { mockBaseUrl } from "./support/mock-base-url.ts";
import { createApp } from "./app.ts";
import { type MockFetch, mockFetch } from "./support/mock-fetch.ts";
import type { ControlOptions } from "./control/options.ts";
import type { CorsOptions } from "./middleware/cors-options.ts";
import type { RequestListener } from "./middleware/request-listener.ts";
import type { Faults } from "./world/faults/faults.ts";
import type { Journal } from "./world/journal/journal.ts";
import type { ManualClock } from "./world/clock/manual-clock.ts";
import type { Seed } from "./world/tenant/seed.ts";
import type { CreateStore } from "./world/collections/store.ts";
import { checkedBehaviors } from "./world/behaviors/behaviors.ts";
import { behaviorsOf, type Profile } from "./world/behaviors/profile.ts";
import type { Tenant } from "./world/tenant/tenant.ts";
import { TENANT_OPTIONS, type TenantOptions } from "./world/tenant/tenant-options.ts";
import { createWorld } from "./world/world.ts";

/** The options of a mock server. Tenant options are the defaults for all tenants on the server. */
export interface MockServerOptions extends Omit<TenantOptions, "clock" | "seed"> {
  /**
   * The base URL that in-process clients use. Default `https://kinabase.invalid/api/v1/`: this host
   * cannot exist, so a request that bypasses the mock fails.
   */
  baseUrl?: string | undefined;
  /** The `iss` claim of tokens (A). Default `https://kinabase.invalid`. */
  issuer?: string | undefined;
  /** The default tenant's clock. Default: a frozen manual clock. */
  clock?: ManualClock | undefined;
  /**
   * The initial data of the default tenant: plain JSON, see {@linkcode Seed}. It is validated
   * immediately and loaded on first use.
   */
  seed?: Seed | object | undefined;
  /**
   * How a real deployment behaves, as `kinabase contract --write-profile` found out. The mock takes on what
   * was seen. `behaviors` overrides it.
   */
  profile?: Profile | object | undefined;
  /**
   * Creates the record store of each collection. Default: in memory. `createMswMock` of
   * `@kinakit/kinabase/msw` uses an `@mswjs/data` database.
   */
  createStore?: CreateStore | undefined;
  /**
   * Serves the control API under `/__mock/`, the inspector page at `/`, and the OpenAPI document at
   * `/openapi.json`. The control API has full access to the mock, so it accepts only requests for local
   * hosts and for `allowedHosts`. A mock that other machines can reach also needs a `key`. Default `false`.
   */
  control?: boolean | ControlOptions | undefined;
  /**
   * Lets browser pages of other origins call the API under `/api/v1` (A): `true` for all pages, or only
   * those of some origins. It does not apply to the control API. Default `false`.
   */
  cors?: boolean | CorsOptions | undefined;
  /**
   * Called for each request of every tenant, with its entry in the journal: when the response is ready, or when
   * the request gets none. A streamed body may still be on its way. Requests for the control API and the page are
   * not included. Default: none.
   *
   * @example Log the requests
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer({
   *   onRequest: ({ method, path, status }) => console.log(method, path, status),
   * });
   * ```
   */
  onRequest?: RequestListener | undefined;
}

/** A mock server. `clock`, `faults` and `journal` belong to its default tenant. */
export interface MockServer {
  /**
   * Handles a request. It accepts the same arguments as the global `fetch`, so an in-process client can
   * use it as its `fetch`. Servers and the Workers runtime (`export default mock`) can call it too.
   */
  readonly fetch: MockFetch;
  /** The base URL that in-process clients use, with a trailing slash. */
  readonly baseUrl: string;
  /** The default tenant. It receives every request that does not identify another tenant. */
  readonly tenant: Tenant;
  /** The default tenant's clock. */
  readonly clock: ManualClock;
  /** The default tenant's faults. */
  readonly faults: Faults;
  /** The default tenant's journal. */
  readonly journal: Journal;
  /** Adds an isolated tenant. With one tenant per test, tests can run in parallel. */
  createTenant(options?: TenantOptions): Tenant;
}

const OPTIONS = [
  "baseUrl",
  "profile",
  "issuer",
  "createStore",
  "control",
  "cors",
  "onRequest",
  ...TENANT_OPTIONS,
];

const ON_A_PORT = "To listen on a port, use serve(mock, { port }) of @kinakit/kinabase/serve.";
const limit = (name: string) => `Did you mean limits: { ${name} }?`;

/** What to do in place of options that a mock does not have. */
const HINTS: Hints = {
  port: ON_A_PORT,
  hostname: ON_A_PORT,
  host: ON_A_PORT,
  key: "Did you mean control: { key }?",
  rateLimit: limit("requestsPerMinute"),
  requestsPerMinute: limit("requestsPerMinute"),
  pageSize: limit("pageSize"),
  batchSize: limit("batchSize"),
  apps: "Did you mean seed: { apps }?",
  collections: "Did you mean seed: { collections }?",
  faults: "Add faults to the mock: mock.faults.add(fault).",
};

const DEFAULT_ORIGIN = "https://kinabase.invalid";

/**
 * Creates a mock server. It uses no random values and no timers before the first request, so on Workers
 * it can be created at module scope.
 *
 * @throws {TypeError} When an option is invalid. The message names the option and the expected value.
 */
export function createMockServer(options: MockServerOptions = {}): MockServer {
  onlyKnown(options, OPTIONS, [], HINTS);
  checkOwn(options);
  const {
    issuer = DEFAULT_ORIGIN,
    clock,
    seed,
    createStore,
    control = false,
    cors = false,
    onRequest,
    baseUrl: given,
    profile,
    ...tenant
  } = options;
  const behaviors = {
    ...(profile === undefined ? {} : behaviorsOf(profile)),
    ...checkedBehaviors(tenant.behaviors),
  };
  const baseUrl = given === undefined ? `${DEFAULT_ORIGIN}/api/v1/` : mockBaseUrl(given);
  const fetch = mockFetch(async (request) => await app.fetch(request));
  const world = createWorld({
    baseUrl,
    issuer,
    tenant: { ...tenant, behaviors },
    clock,
    seed,
    fetch,
    createStore,
  });
  const app = createApp(world, control, cors, onRequest);
  const { defaultTenant } = world;
  return {
    fetch,
    baseUrl,
    tenant: defaultTenant,
    clock: defaultTenant.clock,
    faults: defaultTenant.faults,
    journal: defaultTenant.journal,
    createTenant: (of) => world.createTenant(of),
  };
}

/** Checks the options that only a server has. */
function checkOwn({ issuer, createStore, onRequest }: MockServerOptions): void {
  if (issuer !== undefined && (typeof issuer !== "string" || issuer === "")) {
    throw new TypeError(`issuer: expected a string that is not empty, got ${formatValue(issuer)}`);
  }
  for (const [name, value] of Object.entries({ createStore, onRequest })) {
    if (value === undefined || typeof value === "function") continue;
    throw new TypeError(`${name}: expected a function, got ${formatValue(value)}`);
  }
}

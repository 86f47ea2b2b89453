import type { FetchFunction } from "../../src/types.ts";
import { type Failure, type FailureName, FAILURES } from "../wording.ts";
import type { AppState, KeptApp } from "./app-registration.ts";
import { type Apps, createApps } from "./apps.ts";
import { createManualClock, type ManualClock } from "./clock.ts";
import { type Collections, type CollectionsState, createCollections } from "./collections.ts";
import { createFaults, type Faults, type UsableFaults } from "./faults.ts";
import { createJournal, type Journal, type WritableJournal } from "./journal.ts";
import { type LimitOptions, type Limits, limitsFrom } from "./limits.ts";
import { createRateWindow, type RateWindow } from "./rate-window.ts";
import { checkSeed, plant, type Seed, type Seeded } from "./seed.ts";
import type { CreateStore } from "./store.ts";

/** One customer's Kinabase: all state of a test. Tenants on one server never meet. */
export interface Tenant {
  /** The tenant's ID, a UUID, made when it is first read. */
  readonly id: string;
  /** The app registrations. */
  readonly apps: Apps;
  /** The collections. */
  readonly collections: Collections;
  /** The tenant's time: token expiry, update times, the rate limit and injected delays run on it. */
  readonly clock: ManualClock;
  /** What is made to go wrong. */
  readonly faults: Faults;
  /** What was asked and answered. */
  readonly journal: Journal;
  /**
   * Switches the tenant's API on or off (S). While it is off no token is given out, and tokens given
   * out before do not work (A). A new tenant's API is on.
   */
  setApiEnabled(enabled: boolean): void;
  /**
   * Adds apps, collections and records, all or nothing.
   *
   * @param seed Plain JSON; see {@linkcode Seed}.
   * @throws {TypeError} When the seed is wrong, saying where as a path such as
   * `collections[1].records[3].data.jobTitle`, or when an App ID, a slug or a collection's ID is taken.
   */
  seed(seed: Seed | object): Seeded;
}

/** What a tenant can be told when it is made. */
export interface TenantOptions {
  /** The tenant's clock. Default: a manual clock that stands still. */
  clock?: ManualClock | undefined;
  /**
   * Other statuses or words for failures, where the assumed ones are in the way.
   *
   * @example An expired app is answered with 403
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer({ failures: { appExpired: { status: 403 } } });
   * ```
   */
  failures?: Partial<Record<FailureName, Partial<Failure>>> | undefined;
  /**
   * Other limits than Kinabase's, so that a test about them need not be large.
   *
   * @example Pages of three, and ten requests a minute
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer({ limits: { pageSize: 3, requestsPerMinute: 10 } });
   * ```
   */
  limits?: LimitOptions | undefined;
}

/** A tenant, and what the mock's routes need of it. */
export interface TenantState extends Tenant {
  readonly collections: CollectionsState;
  readonly journal: WritableJournal;
  readonly faults: UsableFaults;
  /** What is too much. */
  readonly limits: Limits;
  /** The requests of the last minute. */
  readonly rateWindow: RateWindow;
  /** The app a token names, whatever its state. */
  app(appId: string): KeptApp | undefined;
  /** What keeps an app from obtaining or using tokens now. */
  obstacle(app: KeptApp): FailureName | undefined;
  /** The status and the words of a failure here. */
  failure(name: FailureName): Failure;
  /** Plants the seed the tenant was made with, if it has not been planted yet. */
  settle(): void;
}

/** What a tenant needs of the server it is on. */
export interface TenantHost {
  /** Where the mock answers. */
  baseUrl: string;
  /** The mock as a client sees it. */
  fetch: FetchFunction;
  /** Makes a store for a collection's records. */
  createStore: CreateStore;
  /** Takes note of a tenant's ID, so that its tokens find it. */
  onId(id: string): void;
  /** Whether any tenant of the server has an app with this ID. */
  hasApp(appId: string): boolean;
  /** Takes note of an app, so that its token requests find the tenant. */
  onApp(appId: string): void;
}

const OBSTACLES: Readonly<Record<AppState, FailureName | undefined>> = {
  active: undefined,
  expired: "appExpired",
  revoked: "appRevoked",
};

/**
 * Makes a tenant.
 *
 * @param seed What it starts from. It is checked now and planted when it is first needed: at module
 * scope Workers have neither time nor random values.
 */
export function createTenantState(
  host: TenantHost,
  options: TenantOptions = {},
  seed?: Seed | object,
): TenantState {
  const clock = options.clock ?? createManualClock();
  const failures = options.failures ?? {};
  const limits = limitsFrom(options.limits ?? {});
  const apps = createApps({ ...host, clock });
  const collections = createCollections({
    now: () => clock.now(),
    newId: () => crypto.randomUUID(),
    createStore: (slug) =>
      host.createStore({
        slug,
        get tenantId() {
          return idOnceMade();
        },
      }),
  });
  let pending = seed === undefined ? undefined : checkSeed(seed);
  let id: string | undefined;
  let apiEnabled = true;

  function settle(): void {
    const due = pending;
    pending = undefined;
    if (due !== undefined) plant(due, apps, collections);
  }

  function idOnceMade(): string {
    if (id === undefined) host.onId(id = crypto.randomUUID());
    return id;
  }

  return {
    get id() {
      return idOnceMade();
    },
    get apps() {
      settle();
      return apps;
    },
    get collections() {
      settle();
      return collections;
    },
    clock,
    faults: createFaults(),
    journal: createJournal(),
    limits,
    rateWindow: createRateWindow(limits.requestsPerMinute),
    setApiEnabled: (enabled) => void (apiEnabled = enabled),
    seed(given) {
      settle();
      return plant(checkSeed(given), apps, collections);
    },
    settle,
    app: (appId) => apps.find(appId),
    obstacle: ({ state }) => apiEnabled ? OBSTACLES[state] : "apiNotEnabled",
    failure: (name) => ({ ...FAILURES[name], ...failures[name] }),
  };
}

import type { FetchFunction, TokenClaims } from "../../../src/wire/types.ts";
import { type Failure, type FailureName, FAILURES } from "../failures/failures.ts";
import { failuresFrom } from "../failures/failure-options.ts";
import type { StoredApp } from "../apps/app-registration.ts";
import { type Apps, createApps } from "../apps/apps.ts";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import {
  type Collections,
  type CollectionsState,
  createCollections,
} from "../collections/collections.ts";
import {
  checkToken,
  type DecodedToken,
  decodeToken,
  type TokenCheck,
  type TokenContext,
} from "../tokens/decoded-token.ts";
import { createFaults, type Faults, type UsableFaults } from "../faults/faults.ts";
import {
  createJournal,
  type Journal,
  type JournalOptions,
  type WritableJournal,
} from "../journal/journal.ts";
import { type LimitOptions, type Limits, limitsFrom } from "../limits/limits.ts";
import { createRateWindow, type RateWindow } from "../limits/rate-window.ts";
import { applySeed, checkSeed, type Seed, type Seeded } from "./seed.ts";
import { checkSnapshot, restoreCollections, type Snapshot } from "./snapshot.ts";
import type { CreateStore } from "../collections/store.ts";
import type { Tokens } from "../tokens/tokens.ts";

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
  /** Whether the tenant's API is on. */
  readonly apiEnabled: boolean;
  /**
   * Adds apps, collections and records, all or nothing.
   *
   * @param seed Plain JSON; see {@linkcode Seed}.
   * @throws {TypeError} When the seed is wrong, saying where as a path such as
   * `collections[1].records[3].data.jobTitle`, or when an App ID, a slug or a collection's ID is taken.
   */
  seed(seed: Seed | object): Seeded;
  /**
   * Goes back to how the tenant was made: its own seed, the API on, no faults, an empty journal, and the
   * clock where it started. An app of the seed without a fixed ID and secret gets new ones.
   */
  reset(): void;
  /**
   * Takes the tenant off the server with all that is in it, where many tests share one server. Its
   * credentials and tokens are refused from then on.
   *
   * @throws {TypeError} When it is the default tenant, which stays.
   */
  remove(): void;
  /** The tenant's state as plain JSON, for `restore`. It holds no secret and no token. */
  snapshot(): Promise<Snapshot>;
  /**
   * Puts a snapshot in the stead of apps, collections, the API's switch and the time: all or nothing.
   * Faults and journal stay. The apps go on with the secrets they had, here or in another process;
   * tokens only on the server that issued them.
   *
   * @throws {TypeError} When it is wrong, saying where as a path such as
   * `collections[1].records[3].data.jobTitle`, or when another tenant of the server has an App ID.
   */
  restore(snapshot: Snapshot | object): Promise<void>;
  /** Takes a token apart and says what it is worth here and now. */
  decodeToken(token: string): Promise<DecodedToken>;
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
  /** How much the journal keeps. */
  journal?: JournalOptions | undefined;
  /** What the tenant starts from, and goes back to: plain JSON, see {@linkcode Seed}. */
  seed?: Seed | object | undefined;
}

/** The names of what a tenant can be told. */
export const TENANT_OPTIONS: readonly (keyof TenantOptions)[] = [
  "clock",
  "failures",
  "limits",
  "journal",
  "seed",
];

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
  app(appId: string): StoredApp | undefined;
  /** What keeps an app from obtaining or using tokens now. */
  readonly blockReason: TokenContext["blockReason"];
  /** Judges a token as every call does. */
  checkToken(claims: TokenClaims | undefined): TokenCheck;
  /** The status and the words of a failure here. */
  failure(name: FailureName): Failure;
  /** The App IDs that are fixed in the seed the tenant was made with. */
  readonly seededAppIds: readonly string[];
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
  /** Whether another tenant of the server has an app with this ID. */
  isTaken(appId: string): boolean;
  /** Takes note of an app, so that its token requests find the tenant. */
  onApp(appId: string): void;
  /** Takes note that an app is gone. */
  onAppGone(appId: string): void;
  /**
   * Forgets the tenant.
   *
   * @throws {TypeError} When it is the default one.
   */
  onRemove(): void;
  /** Verifies tokens. */
  tokens: Tokens;
}

const BLOCK_REASONS = { active: undefined, expired: "appExpired", revoked: "appRevoked" } as const;

/**
 * Makes a tenant. Its seed is checked now and planted when it is first needed: at module scope Workers
 * have neither time nor random values.
 */
export function createTenantState(host: TenantHost, options: TenantOptions = {}): TenantState {
  const clock = options.clock ?? createManualClock();
  const failures = failuresFrom(options.failures ?? {});
  const limits = limitsFrom(options.limits ?? {});
  const apps = createApps({ ...host, clock });
  const collections = createCollections({
    now: () => clock.now(),
    newId: () => crypto.randomUUID(),
    createStore: (slug) =>
      host.createStore({
        slug,
        get tenantId() {
          return getId();
        },
      }),
  });
  const seed = options.seed === undefined ? undefined : checkSeed(options.seed);
  const faults = createFaults();
  const journal = createJournal(options.journal);
  const rateWindow = createRateWindow(limits.requestsPerMinute);
  let pending = seed;
  let id: string | undefined;
  let apiEnabled = true;

  function applyPendingSeed(): void {
    const due = pending;
    pending = undefined;
    if (due !== undefined) applySeed(due, apps, collections);
  }

  function getId(): string {
    if (id === undefined) host.onId(id = crypto.randomUUID());
    return id;
  }

  const tokenContext: TokenContext = {
    tokens: host.tokens,
    isId: (tenantId) => tenantId === id,
    now: () => clock.now(),
    app(appId) {
      applyPendingSeed();
      return apps.find(appId);
    },
    blockReason: ({ state }) => apiEnabled ? BLOCK_REASONS[state] : "apiNotEnabled",
  };

  return {
    get id() {
      return getId();
    },
    get apps() {
      applyPendingSeed();
      return apps;
    },
    get collections() {
      applyPendingSeed();
      return collections;
    },
    clock,
    faults,
    journal,
    limits,
    rateWindow,
    setApiEnabled: (enabled) => void (apiEnabled = enabled),
    seed(given) {
      applyPendingSeed();
      return applySeed(checkSeed(given), apps, collections);
    },
    get apiEnabled() {
      return apiEnabled;
    },
    reset() {
      apps.replace([]);
      collections.clear();
      pending = seed;
      applyPendingSeed();
      apiEnabled = true;
      faults.clear();
      journal.clear();
      rateWindow.clear();
      clock.reset();
    },
    remove() {
      host.onRemove();
      pending = undefined;
      apps.replace([]);
      collections.clear();
      faults.clear();
      journal.clear();
    },
    async snapshot() {
      applyPendingSeed();
      // Everything else in one turn, so that nothing can come between.
      const kept = collections.list().map((collection) => collection.dump());
      const { running } = clock;
      const state = { apiEnabled, clock: { time: clock.now(), running } };
      return { version: 1, ...state, apps: await apps.dump(), collections: kept };
    },
    async restore(given) {
      applyPendingSeed();
      const snapshot = checkSnapshot(given, apps);
      apps.replace(snapshot.apps);
      restoreCollections(snapshot, collections);
      apiEnabled = snapshot.apiEnabled;
      rateWindow.clear();
      if (snapshot.clock === undefined) return;
      if (snapshot.clock.running) clock.resume();
      else clock.freeze();
      await clock.set(snapshot.clock.time);
    },
    seededAppIds: (seed?.apps ?? []).flatMap(({ appId }) => appId ?? []),
    app: tokenContext.app,
    blockReason: tokenContext.blockReason,
    checkToken: (claims) => checkToken(claims, tokenContext),
    decodeToken: (token) => decodeToken(token, tokenContext),
    failure: (name) => ({ ...FAILURES[name], ...failures[name] }),
  };
}

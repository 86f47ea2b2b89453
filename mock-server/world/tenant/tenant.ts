import type { FetchFunction, TokenClaims } from "../../../src/wire/types.ts";
import { type Behaviors, type BehaviorsState, createBehaviors } from "../behaviors/behaviors.ts";
import { type Failure, type FailureName, FAILURES } from "../failures/failures.ts";
import type { StoredApp } from "../apps/app-registration.ts";
import { blockReason } from "../apps/app-state.ts";
import { type Apps, createApps } from "../apps/apps.ts";
import { checkClock } from "../clock/check-clock.ts";
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
import { createEarlierTokens } from "../tokens/earlier-tokens.ts";
import type { MockCollection } from "../collections/collection.ts";
import { createFaults, type Faults, type UsableFaults } from "../faults/faults.ts";
import { createJournal, type Journal, type WritableJournal } from "../journal/journal.ts";
import { type Limits, limitsFrom } from "../limits/limit-options.ts";
import { createRateLimiter, type RateLimiter } from "../limits/rate-limiter.ts";
import { applySeed, checkSeed, type Seed, type Seeded } from "./seed.ts";
import { checkSnapshot, restoreCollections, type Snapshot } from "./snapshot.ts";
import type { TenantOptions } from "./tenant-options.ts";
import { formatValue } from "../../support/format-value.ts";
import type { CreateStore } from "../collections/store.ts";
import type { Tokens } from "../tokens/tokens.ts";

/** One customer's Kinabase: all the state of a test. Tenants on one server are isolated from each other. */
export interface Tenant {
  /** The tenant's ID, a UUID, generated when first read. */
  readonly id: string;
  /** The app registrations. */
  readonly apps: Apps;
  /** The collections. */
  readonly collections: Collections;
  /** The tenant's clock. Token expiry, update times, the rate limit and injected delays use it. */
  readonly clock: ManualClock;
  /** The faults to inject. */
  readonly faults: Faults;
  /** The requests that reached the tenant, and their responses. */
  readonly journal: Journal;
  /** How the tenant behaves where Kinabase's own behavior is not known for sure. */
  readonly behaviors: Behaviors;
  /**
   * Enables or disables the tenant's API (S). While it is disabled, no tokens are issued and existing
   * tokens are rejected (A). Enabled by default.
   *
   * @throws {TypeError} When the value is not a boolean.
   */
  setApiEnabled(enabled: boolean): void;
  /** Whether the tenant's API is enabled. */
  readonly apiEnabled: boolean;
  /**
   * Adds apps, collections and records, all or nothing.
   *
   * @param seed Plain JSON; see {@linkcode Seed}.
   * @throws {TypeError} When the seed is invalid, or an App ID, a slug or a collection ID is already used.
   * The message names the path, such as `collections[1].records[3].data.jobTitle`.
   */
  seed(seed: Seed | object): Seeded;
  /**
   * Restores the initial state: the seed, an enabled API, no faults, an empty journal, and the clock at its
   * start. Apps of the seed without a fixed ID and secret get new ones. Apps and collections that are not in the
   * seed are removed.
   */
  reset(): void;
  /**
   * Removes the tenant and all its data from the server, for tests that share a server. Its credentials and
   * tokens are rejected afterward.
   *
   * @throws {TypeError} When it is the default tenant, which cannot be removed.
   */
  remove(): void;
  /** The tenant's state as plain JSON, for `restore`. It contains no secrets and no tokens. */
  snapshot(): Promise<Snapshot>;
  /**
   * Replaces apps, collections, API state and clock by a snapshot, all or nothing. Faults and journal are
   * kept. App Secrets keep working, also in another process; tokens work only on the server that issued
   * them.
   *
   * @throws {TypeError} When the snapshot is invalid, or another tenant of the server uses an App ID. The
   * message names the path, such as `collections[1].records[3].data.jobTitle`.
   */
  restore(snapshot: Snapshot | object): Promise<void>;
  /** Decodes a token and checks whether this tenant accepts it now. */
  decodeToken(token: string): Promise<DecodedToken>;
}

/** A tenant, with the operations that the mock's routes use. */
export interface TenantState extends Tenant {
  readonly collections: CollectionsState;
  readonly journal: WritableJournal;
  readonly faults: UsableFaults;
  /** The limits of the tenant. */
  readonly limits: Limits;
  readonly behaviors: BehaviorsState;
  /** Counts requests. */
  readonly rateLimiter: RateLimiter;
  /** Records that a token is the newest of its app. */
  onToken(appId: string, jti: string): void;
  /**
   * Issues a token of an app in any state, for a request of the mock's own page. It has the ID of the app's newest
   * token, so that it ends no token of a program.
   */
  ownToken(appId: string): Promise<string>;
  /** The app with an ID, in any state. */
  app(appId: string): StoredApp | undefined;
  /** Why an app cannot request or use tokens now. */
  readonly blockReason: TokenContext["blockReason"];
  /** Checks a token as every request does. */
  checkToken(claims: TokenClaims | undefined): TokenCheck;
  /** The status and message of a failure in this tenant. */
  failure(name: FailureName): Failure;
  /** The App IDs that the tenant's own seed fixes. */
  readonly seededAppIds: readonly string[];
}

/** What a tenant needs from the server. */
export interface TenantHost {
  /** The mock's base URL. */
  baseUrl: string;
  /** The `fetch` that reaches the mock in process. */
  fetch: FetchFunction;
  /** Creates the record store of a collection. */
  createStore: CreateStore;
  /** Registers the tenant's ID, so that its tokens find it. */
  onId(id: string): void;
  /** Whether another tenant of the server has an app with this ID. */
  isTaken(appId: string): boolean;
  /** Registers an App ID, so that token requests find the tenant. */
  onApp(appId: string): void;
  /** Unregisters an App ID. */
  onAppGone(appId: string): void;
  /**
   * Removes the tenant from the server.
   *
   * @throws {TypeError} When it is the default tenant.
   */
  onRemove(): void;
  /** Verifies tokens. */
  tokens: Tokens;
}

/**
 * Creates a tenant. Its seed is validated now and loaded on first use, because Workers forbid time and
 * random values at module scope.
 */
export function createTenantState(host: TenantHost, options: TenantOptions = {}): TenantState {
  const { clock = createManualClock() } = options;
  checkClock(clock);
  const behaviors = createBehaviors(options.behaviors);
  const limits = limitsFrom(options.limits);
  const apps = createApps({ ...host, clock });
  const collections = createCollections({
    now: () => clock.now(),
    newId: () => crypto.randomUUID(),
    behaviors,
    createStore: (slug) =>
      host.createStore({
        slug,
        get tenantId() {
          return getId();
        },
      }),
  });
  const seed = options.seed === undefined ? undefined : checkSeed(options.seed, options.behaviors);
  const faults = createFaults();
  const journal = createJournal(options.journal);
  const rateLimiter = createRateLimiter(limits.requestsPerMinute, behaviors);
  const earlierTokens = createEarlierTokens(behaviors);
  let pending = seed;
  let seeded: readonly MockCollection[] = [];
  let id: string | undefined;
  let apiEnabled = true;

  function applyPendingSeed(): void {
    const due = pending;
    pending = undefined;
    if (due !== undefined) seeded = applySeed(due, apps, collections, behaviors).collections;
  }

  /** The seed with the IDs that its collections got: a test may hold these collections. */
  function seedAgain(): Seed | undefined {
    const ids = seeded.map(({ id }) => id);
    return seed && {
      ...seed,
      collections: seed.collections?.map((of, i) => ({ ...of, id: of.id ?? ids[i] })),
    };
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
    isEnded: earlierTokens.isEnded,
    behaviors,
    blockReason: ({ state }) => blockReason(state, apiEnabled),
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
    behaviors,
    rateLimiter,
    onToken: earlierTokens.issued,
    async ownToken(appId) {
      const jti = earlierTokens.newest(appId) ?? crypto.randomUUID();
      earlierTokens.issued(appId, jti);
      return (await host.tokens.issue(getId(), appId, clock.now(), jti)).token;
    },
    setApiEnabled(enabled) {
      if (typeof enabled !== "boolean") {
        throw new TypeError(`enabled: expected true or false, got ${formatValue(enabled)}.`);
      }
      apiEnabled = enabled;
    },
    seed(given) {
      applyPendingSeed();
      return applySeed(checkSeed(given, behaviors.all()), apps, collections, behaviors);
    },
    get apiEnabled() {
      return apiEnabled;
    },
    reset() {
      apps.replace([]);
      collections.clear();
      pending = seedAgain();
      applyPendingSeed();
      apiEnabled = true;
      faults.clear();
      journal.clear();
      behaviors.reset();
      rateLimiter.clear();
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
      // Everything else happens in one turn, so that no request can interleave.
      const kept = collections.all().map((collection) => collection.dump());
      const { running } = clock;
      const state = { apiEnabled, clock: { time: clock.now(), running } };
      return {
        version: 1,
        ...state,
        behaviors: behaviors.changes(),
        apps: await apps.dump(),
        collections: kept,
      };
    },
    async restore(given) {
      applyPendingSeed();
      const snapshot = checkSnapshot(given, apps);
      apps.replace(snapshot.apps);
      behaviors.replace(snapshot.behaviors ?? {});
      restoreCollections(snapshot, collections);
      apiEnabled = snapshot.apiEnabled;
      rateLimiter.clear();
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
    failure: (name) => ({
      status: FAILURES[name].status,
      message: behaviors.get(`message.${name}`),
    }),
  };
}

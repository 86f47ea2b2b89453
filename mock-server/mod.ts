/**
 * A mock of Kinabase for offline integration tests: it issues real HS256 tokens that live one hour,
 * enforces them on every call, keeps collections and their records, and shows each documented failure.
 * It runs in process, on a port, or as a Worker, on any runtime with `fetch`.
 *
 * It is unofficial. Where Kinabase's behavior is not documented the mock assumes one and says so.
 *
 * @example An hour passes in a test
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * const mock = createMockServer();
 * const app = await mock.tenant.apps.create({ name: "Import", description: "Nightly import" });
 * const client = createClient(app.clientOptions());
 *
 * await client.status();
 * await mock.clock.advance("61m");
 * await client.status(); // with a new token
 * mock.journal.count({ path: "/token" }); // 2
 * ```
 *
 * @example As a Worker
 * ```ts
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * export default createMockServer();
 * ```
 *
 * @module
 */
import { onlyKnown } from "./support/check.ts";
import { mockBaseUrl } from "./support/mock-base-url.ts";
import { createApp } from "./app.ts";
import { type MockFetch, mockFetch } from "./support/mock-fetch.ts";
import type { ControlOptions } from "./control/guard.ts";
import type { Faults } from "./world/faults/faults.ts";
import type { Journal } from "./world/journal/journal.ts";
import type { ManualClock } from "./world/clock/manual-clock.ts";
import type { Seed } from "./world/tenant/seed.ts";
import type { CreateStore } from "./world/collections/store.ts";
import { type Tenant, TENANT_OPTIONS, type TenantOptions } from "./world/tenant/tenant.ts";
import { createWorld } from "./world/world.ts";

export type { AppSnapshot } from "./world/apps/app-snapshot.ts";
export type { AppState } from "./world/apps/app-state.ts";
export type {
  CollectionSnapshot,
  RecordSnapshot,
} from "./world/collections/collection-snapshot.ts";
export type {
  CollectionDefinition,
  CollectionSeed,
  RecordDefinition,
} from "./world/collections/definitions.ts";
export type { JournalEntry } from "./world/journal/journal-entry.ts";
export type {
  Credentials,
  ExternalLink,
  FetchFunction,
  IngestChange,
  JsonObject,
  JsonValue,
  KinabaseRecord,
} from "../src/wire/types.ts";
export type { Clock } from "../src/clock.ts";
export type { ControlOptions } from "./control/guard.ts";
export type {
  ClockState,
  CollectionSummary,
  JournalPage,
  TenantSettings,
  TenantSummary,
} from "./control/types.ts";
export type { RemoteClock } from "./remote/clock.ts";
export { createMockControl, type MockControl, type MockControlOptions } from "./remote/mod.ts";
export type { Remote } from "./remote/remote.ts";
export type {
  RemoteApp,
  RemoteApps,
  RemoteCollection,
  RemoteCollections,
  RemoteFaults,
  RemoteJournal,
  RemoteRecords,
  RemoteSeeded,
  RemoteTenant,
} from "./remote/tenant.ts";
export type { OpenApiOptions } from "./openapi/document.ts";
export { openApiDocument } from "./openapi/mod.ts";
export type {
  AppDescription,
  AppRegistration,
  CreatedApp,
  MockClientOptions,
} from "./world/apps/app-registration.ts";
export type { AppDefinition, Apps } from "./world/apps/apps.ts";
export {
  createManualClock,
  type ManualClock,
  type ManualClockOptions,
} from "./world/clock/manual-clock.ts";
export type { MockCollection, MockRecords } from "./world/collections/collection.ts";
export type { Collections } from "./world/collections/collections.ts";
export type {
  Chaos,
  CutBodyFault,
  DelayFault,
  DropFault,
  Fault,
  FaultKind,
  FaultMatch,
  FaultName,
  HtmlFault,
  ListedFault,
  MalformedJsonFault,
  RateLimitFault,
  StalledBodyFault,
  StatusFault,
  TokenFailureFault,
  TokenFailureName,
} from "./world/faults/fault-kinds.ts";
export type { Faults } from "./world/faults/faults.ts";
export type { FieldDefinition, FieldDefinitions, FieldType } from "./world/collections/fields.ts";
export { JournalMismatch } from "./world/journal/journal-expectation.ts";
export type { JournalMatch } from "./world/journal/journal-match.ts";
export type { Journal, JournalOptions } from "./world/journal/journal.ts";
export type { LimitOptions, Limits } from "./world/limits/limits.ts";
export type { MockFetch } from "./support/mock-fetch.ts";
export type { RequestMatch } from "./support/request-match.ts";
export type { Seed, Seeded } from "./world/tenant/seed.ts";
export type {
  CreateStore,
  RecordFilter,
  RecordStore,
  Selection,
  StoredRecord,
  StoreOwner,
} from "./world/collections/store.ts";
export type { Snapshot } from "./world/tenant/snapshot.ts";
export type { DecodedToken, TokenVerdict } from "./world/tokens/decoded-token.ts";
export type { Tenant, TenantOptions } from "./world/tenant/tenant.ts";
export type { Failure, FailureName } from "./world/failures/failures.ts";

/** What a mock server can be told. What it says of tenants holds for all that do not say otherwise. */
export interface MockServerOptions extends Omit<TenantOptions, "clock" | "seed"> {
  /**
   * Where a client in process reaches the mock. Default `https://kinabase.invalid/api/v1/`, a host
   * that can never exist, so that a request which misses the mock reaches nobody.
   */
  baseUrl?: string | undefined;
  /** The `iss` claim of tokens (A). Default `https://kinabase.invalid`. */
  issuer?: string | undefined;
  /** The default tenant's clock. Default: a manual clock that stands still. */
  clock?: ManualClock | undefined;
  /**
   * What the default tenant starts from: plain JSON, see {@linkcode Seed}. It is checked at once, and
   * planted by the time it is needed.
   */
  seed?: Seed | object | undefined;
  /**
   * Makes the store of each collection's records. Default: in memory. `createMswMock` of
   * `@kinakit/kinabase/msw` gives one over an `@mswjs/data` database.
   */
  createStore?: CreateStore | undefined;
  /**
   * Whether the control API answers under `/__mock/`, and its description at `/openapi.json`. Whoever
   * reaches it rules the mock, so it takes requests only by this machine's own names and by those that
   * are allowed. Default `false`.
   */
  control?: boolean | ControlOptions | undefined;
}

/** A mock server. `clock`, `faults` and `journal` are its default tenant's. */
export interface MockServer {
  /**
   * Answers a request. Takes whatever `fetch` takes, so it is a client's `fetch` in process; also what
   * `export default mock` needs to be a Worker, and what servers call with a request.
   */
  readonly fetch: MockFetch;
  /** Where a client in process reaches the mock, with a trailing slash. */
  readonly baseUrl: string;
  /** The tenant of whatever names no other. */
  readonly tenant: Tenant;
  /** The default tenant's clock. */
  readonly clock: ManualClock;
  /** The default tenant's faults. */
  readonly faults: Faults;
  /** The default tenant's journal. */
  readonly journal: Journal;
  /** Adds a tenant that shares nothing with the others: one a test, and tests can run in parallel. */
  createTenant(options?: TenantOptions): Tenant;
}

const OPTIONS = ["baseUrl", "issuer", "createStore", "control", ...TENANT_OPTIONS];

const DEFAULT_ORIGIN = "https://kinabase.invalid";

/**
 * Makes a mock server. Nothing random or timed happens before the first request, so it may stand at
 * module scope on Workers.
 *
 * @throws {TypeError} When an option is wrong, naming it and what was expected.
 */
export function createMockServer(options: MockServerOptions = {}): MockServer {
  onlyKnown(options, OPTIONS);
  const {
    issuer = DEFAULT_ORIGIN,
    clock,
    seed,
    createStore,
    control = false,
    baseUrl: given,
    ...tenant
  } = options;
  const baseUrl = given === undefined ? `${DEFAULT_ORIGIN}/api/v1/` : mockBaseUrl(given);
  const fetch = mockFetch(async (request) => await app.fetch(request));
  const world = createWorld({
    baseUrl,
    issuer,
    tenant,
    clock,
    seed,
    fetch,
    createStore,
  });
  const app = createApp(world, control);
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

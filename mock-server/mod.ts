/**
 * An unofficial mock of Kinabase for offline integration tests. It issues HS256 tokens that expire after
 * one hour, checks them on every request, stores collections and records, and can reproduce each
 * documented failure. It runs in process, on a port, or as a Worker, on any runtime with `fetch`.
 *
 * Where Kinabase's behavior is not documented, the mock assumes one and marks it.
 *
 * Evidence marks in these docs: (S) stated by the specification this project implements, (D) documented
 * by Kinabase, (O) observed in programs that use the real service, (A) assumed by this project.
 *
 * @example Expire a token in a test
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
export { demoCredentials } from "./demo/demo-credentials.ts";
export { type DemoSeed, demoSeed } from "./demo/demo-seed.ts";
export type { ControlOptions } from "./control/options.ts";
export type { CorsOptions } from "./middleware/cors-options.ts";
export type { RequestListener } from "./middleware/request-listener.ts";
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
export { createTestTenant, type TestTenant } from "./remote/test-tenant.ts";
export type {
  RemoteApp,
  RemoteApps,
  RemoteBehaviors,
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
  BehaviorId,
  BehaviorOptions,
  BehaviorSettings,
  FailureMessages,
  SwitchId,
} from "./world/behaviors/behavior-settings.ts";
export { type Behavior, behaviorTable } from "./world/behaviors/behavior-table.ts";
export type { Behaviors } from "./world/behaviors/behaviors.ts";
export { behaviorsOf, type Finding, type Profile } from "./world/behaviors/profile.ts";
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
} from "./world/faults/fault-types.ts";
export type { Faults } from "./world/faults/faults.ts";
export type { FieldDefinition, FieldDefinitions, FieldType } from "./world/collections/fields.ts";
export { JournalMismatch } from "./world/journal/journal-expectation.ts";
export type { JournalMatch } from "./world/journal/journal-match.ts";
export type { Journal, JournalOptions } from "./world/journal/journal.ts";
export type { LimitOptions, Limits } from "./world/limits/limit-options.ts";
export type { MockFetch } from "./support/mock-fetch.ts";
export type { RequestMatch } from "./support/request-match.ts";
export type { Seed, Seeded } from "./world/tenant/seed.ts";
export type { RecordFilter } from "./world/collections/record-filter.ts";
export type {
  CreateStore,
  RecordStore,
  Selection,
  StoredRecord,
  StoreOwner,
} from "./world/collections/store.ts";
export type { Snapshot } from "./world/tenant/snapshot.ts";
export type { DecodedToken, TokenVerdict } from "./world/tokens/decoded-token.ts";
export type { Tenant } from "./world/tenant/tenant.ts";
export type { TenantOptions } from "./world/tenant/tenant-options.ts";
export type { Failure, FailureName } from "./world/failures/failures.ts";
export { createMockServer, type MockServer, type MockServerOptions } from "./mock-server.ts";

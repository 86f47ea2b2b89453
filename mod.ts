/**
 * An unofficial client for the HTTP API of Kinabase: a fetch wrapper with zero Node APIs, for
 * Cloudflare Workers, Deno, Bun and Node.
 *
 * It requests and caches the token, and refreshes it before it expires and once after a 401. Every
 * call of one request has a deadline that covers the body. Errors say what went wrong and what to do.
 *
 * Evidence marks: (S) stated by the specification this project implements, (D) Kinabase's public
 * documentation, (O) observed in programs that use the real service, (A) assumed.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret });
 * await client.status();
 * const response = await client.fetch("collections");
 * ```
 *
 * @module
 */
export { type Client, createClient } from "./src/client.ts";
export type { ClientFetchInit } from "./src/client-fetch.ts";
export type { BulkOptions, RecordSource } from "./src/records/batches.ts";
export type { Bulk, BulkChange, BulkWriteOptions } from "./src/records/bulk.ts";
export type { WrittenBatch } from "./src/records/bulk-response.ts";
export type { Collection, CreateOptions } from "./src/records/collection.ts";
export type { CollectionOptions } from "./src/records/collection-context.ts";
export type { CollectionReader } from "./src/records/collection-reader.ts";
export type { External } from "./src/records/external.ts";
export type { IngestInput, IngestOptions } from "./src/records/ingest.ts";
export type { Instant } from "./src/records/instant.ts";
export type { ListOptions } from "./src/records/list.ts";
export type { PageOptions } from "./src/records/page.ts";
export type { RecordFilter } from "./src/records/record-filter.ts";
export type { IndexRange, KnownRange } from "./src/records/ranges.ts";
export type {
  BulkProgress,
  BulkReport,
  FailedRange,
  IngestReport,
  WriteReport,
} from "./src/records/report.ts";
export type {
  SchemaInput,
  SchemaIssue,
  SchemaResult,
  StandardSchema,
} from "./src/records/standard-schema.ts";
export type { StreamOptions } from "./src/records/stream.ts";
export { createReader, type Reader } from "./src/reader.ts";
export { createTokenSource, type TokenSource } from "./src/auth/token-source.ts";
export type {
  ClientOptions,
  ConnectionOptions,
  CoordinatorOptions,
  CredentialOptions,
  TokenCacheOptions,
  TokenOptions,
} from "./src/options.ts";
export type { TokenContext, TokenFunction } from "./src/auth/token-function.ts";
export { memoryTokenStore, type StoredToken, type TokenStore } from "./src/auth/token-store.ts";
export { type Clock, systemClock } from "./src/clock.ts";
export { consoleLogger, type ConsoleLoggerOptions, type LogTarget } from "./src/console-logger.ts";
export { type EnvOptions, optionsFromEnv } from "./src/options-from-env.ts";
export type { CoordinatorCall, TokenCoordinator } from "./src/auth/coordinator.ts";
export {
  type CoordinatedToken,
  type CoordinatedTokenFunction,
  type CoordinatedTokenRequest,
  createCoordinator,
} from "./src/auth/create-coordinator.ts";
export type { Budget, PermitCall, PermitPriority } from "./src/shared-budget/budget.ts";
export {
  type BudgetOptions,
  createBudget,
  type PermitSource,
} from "./src/shared-budget/create-budget.ts";
export {
  answerPermitRequest,
  newPermitState,
  type PermitAnswer,
  type PermitGrant,
  type PermitRequest,
  type PermitState,
  type PermitWaiter,
} from "./src/shared-budget/permit-policy.ts";
export type {
  BudgetEvent,
  ClientEvent,
  ClientListener,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
  TokenEvent,
  WaitEvent,
} from "./src/events.ts";
export type { RetryOptions } from "./src/http/retry.ts";
export type { CallOptions } from "./src/http/call-options.ts";
export type {
  CollectionInfo,
  Credentials,
  ExternalLink,
  FetchFunction,
  IngestFailure,
  IngestMode,
  JsonObject,
  JsonValue,
  KinabaseRecord,
  NewRecord,
  RecordChange,
  RecordPage,
  SecretField,
} from "./src/wire/types.ts";
export * from "./src/errors/mod.ts";

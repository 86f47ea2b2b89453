/**
 * An unofficial client for the HTTP API of Kinabase: a fetch wrapper with zero Node APIs, for
 * Cloudflare Workers, Deno, Bun and Node.
 *
 * It obtains the token, keeps it, renews it in time and once after a 401; every call has a deadline
 * that covers the body; what fails says why and what to do.
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
export { type Client, type ClientFetchInit, createClient } from "./src/client.ts";
export type { BulkOptions, Records } from "./src/batches.ts";
export type { Bulk, BulkChange, BulkWriteOptions, WrittenBatch } from "./src/bulk.ts";
export type { Collection, CollectionOptions, CreateOptions } from "./src/collection.ts";
export type { External } from "./src/external.ts";
export type { IngestInput, IngestOptions } from "./src/ingest.ts";
export type { ListOptions, PageOptions, RecordFilter } from "./src/pages.ts";
export type {
  BulkProgress,
  BulkReport,
  FailedRange,
  IndexRange,
  IngestReport,
} from "./src/report.ts";
export type {
  SchemaInput,
  SchemaIssue,
  SchemaResult,
  StandardSchema,
} from "./src/standard-schema.ts";
export type { StreamOptions } from "./src/stream.ts";
export { createTokenSource, type TokenSource } from "./src/token-source.ts";
export type {
  ClientOptions,
  ConnectionOptions,
  CredentialOptions,
  TokenOptions,
} from "./src/options.ts";
export type { TokenContext, TokenFunction } from "./src/auth/given-token.ts";
export { memoryTokenStore, type StoredToken, type TokenStore } from "./src/auth/store.ts";
export { type Clock, systemClock } from "./src/clock.ts";
export type {
  ClientEvent,
  ClientListener,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
  TokenEvent,
} from "./src/events.ts";
export type { RetryOptions } from "./src/http/retry.ts";
export type {
  CallOptions,
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
} from "./src/types.ts";
export * from "./src/errors/index.ts";

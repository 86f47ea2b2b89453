import {
  type Client,
  createClient,
  createTokenSource,
  KinabaseError,
  type TokenSource,
} from "../../../mod.ts";
import {
  createManualClock,
  createMockControl,
  createMockServer,
  JournalMismatch,
  type ManualClock,
  type MockServer,
  openApiDocument,
  type Tenant,
} from "../../../mock-server/mod.ts";
import { ok } from "../../contract/assert.ts";
import { drained } from "../drained.ts";
import { APP_ID, seedOf } from "./world.ts";

/** A function whose arguments a caller may get wrong. */
export interface Surface {
  /** Its name in the report. */
  name: string;
  /** Arguments that are right. */
  right(shared: Shared): unknown[];
  /** What an error names, besides unknown options. */
  names: RegExp;
  /** The other errors that it may throw. */
  others?: readonly (abstract new (...args: never[]) => Error)[];
  /** Calls it. Returns a function that uses the result, if that is worth it. */
  call(shared: Shared, args: unknown[]): unknown;
}

/** Uses what an accepted call returned. */
export type Use = () => Promise<unknown>;

/** What the calls of a run share. */
export interface Shared {
  server: MockServer;
  client: Client;
  appSecret: string;
}

/** Creates a server with data, and a client of it. */
export function createShared(appSecret: string): Shared {
  const clock = createManualClock({ start: 0 });
  const server = createMockServer({ clock, seed: seedOf(appSecret) });
  const client = createClient(clientOptions(server, appSecret));
  return { server, client, appSecret };
}

function clientOptions({ baseUrl, fetch, clock }: MockServer, appSecret: string) {
  // It stands still: on a clock that advances by itself, deadlines pass before the mock responds.
  const clocks = { clock, deadlineClock: createManualClock({ start: 0, autoAdvance: false }) };
  return { appId: APP_ID, appSecret, baseUrl, fetch, ...clocks, allowBrowser: true };
}

/** The same with every other option that a client has. */
function allClientOptions({ server, appSecret }: Shared) {
  return {
    ...clientOptions(server, appSecret),
    timeout: 5_000,
    attemptTimeout: 1_000,
    maxResponseBytes: 100_000,
    rateLimit: 50,
    retry: { limit: 2, baseDelay: 10, maxDelay: 100 },
    onEvent: () => {},
    random: () => 0.5,
    allowInsecure: false,
    secretField: "secret",
    renewBefore: 1_000,
    tokenWaitTimeout: 1_000,
    tokenStore: { get: () => undefined, set: () => {} },
  };
}

const TENANT = {
  behaviors: { "list.order": "id", "message.appExpired": "gone" },
  limits: { pageSize: 3, batchSize: 5, requestsPerMinute: 10, retryAfter: true },
  journal: { entries: 5, bytes: 1_000, bodyBytes: 100 },
  seed: { collections: [{ slug: "people", name: "People", records: [{ data: { a: 1 } }] }] },
};

const TENANT_NAMES = /clock|behaviors|limits|journal|seed|apps|collections|options/;

const CLIENT_NAMES =
  /options|appId|appSecret|secretField|tokenStore|renewBefore|tokenWaitTimeout|allowBrowser|baseUrl|fetch|imeout|maxResponseBytes|rateLimit|retry|onEvent|lock|random|allowInsecure|token/;

const CALL_NAMES = /call options|timeout|signal|retry|idempotent/;

async function useServer(server: MockServer): Promise<void> {
  const version = await server.fetch(`${server.baseUrl}version`);
  ok(version.status === 200, `GET version returned ${version.status}`);
  const token = await server.fetch(`${server.baseUrl}token`, { method: "POST", body: "{}" });
  ok(token.status === 400, `POST token returned ${token.status}`);
  server.tenant.reset();
  await server.tenant.snapshot();
}

async function useTenant(tenant: Tenant): Promise<void> {
  ok(typeof tenant.id === "string", "expected an ID");
  await tenant.apps.create({ name: "a", description: "b" });
  tenant.reset();
  await tenant.snapshot();
}

/**
 * Uses a client. With a wrong clock it may fail in any way, but must not hang. Only a client with the mock's
 * `fetch` is used: any other could send a request to the real Kinabase.
 */
function useClient(
  client: Client | TokenSource,
  [options]: unknown[],
  { server }: Shared,
): Use | undefined {
  const fetch: unknown = typeof options === "object" && options !== null
    ? Reflect.get(options, "fetch")
    : undefined;
  if (fetch !== server.fetch) return undefined;
  return () => ("status" in client ? client.status() : client.token()).catch(() => {});
}

/** All functions of the packages that take options or other values of a caller. */
export const SURFACES: readonly Surface[] = [
  {
    name: "createMockServer",
    right: () => [{
      ...TENANT,
      baseUrl: "https://kinabase.invalid/api/v1/",
      issuer: "https://kinabase.invalid",
      clock: createManualClock({ start: 0 }),
      control: { allowedHosts: [] },
    }],
    names: new RegExp(`${TENANT_NAMES.source}|baseUrl|issuer|createStore|control`),
    call(_, args) {
      const server: MockServer = Reflect.apply(createMockServer, undefined, args);
      return () => useServer(server);
    },
  },
  {
    name: "createTenant",
    right: () => [{ ...TENANT, clock: createManualClock({ start: 0 }) }],
    names: TENANT_NAMES,
    call({ server }, args) {
      const tenant: Tenant = Reflect.apply(server.createTenant, undefined, args);
      return () => useTenant(tenant);
    },
  },
  {
    name: "createManualClock",
    right: () => [{ start: "2026-01-01T00:00:00Z", autoAdvance: true, running: false }],
    names: /options|start|autoAdvance|running/,
    call(_, args) {
      const clock: ManualClock = Reflect.apply(createManualClock, undefined, args);
      return async () => {
        ok(Number.isFinite(clock.now()), "expected a time");
        clock.freeze();
        await clock.set(0);
      };
    },
  },
  {
    name: "createMockControl",
    right: () => ["http://127.0.0.1:8787", { fetch: () => Promise.resolve(new Response()) }],
    names: /url|options|fetch/,
    call: (_, args) => void Reflect.apply(createMockControl, undefined, args),
  },
  {
    name: "openApiDocument",
    right: () => [{ server: "http://127.0.0.1:8787" }],
    names: /options|server/,
    call: (_, args) => Reflect.apply(openApiDocument, undefined, args),
  },
  {
    name: "faults.add",
    right: () => [{
      kind: "status",
      status: 503,
      body: { error: "x" },
      headers: { "retry-after": "1" },
      match: { method: "GET", path: "/collections/*", nth: 2 },
      times: 3,
    }],
    names: /fault|kind|status|body|headers|match|times/,
    call: ({ server }, args) => Reflect.apply(server.faults.add, undefined, args),
  },
  {
    name: "faults.add of a delay",
    right: () => [{ kind: "delay", duration: "1h30m", times: 1 }],
    names: /fault|kind|duration|match|times/,
    call: ({ server }, args) => Reflect.apply(server.faults.add, undefined, args),
  },
  {
    name: "faults.chaos",
    right: () => [{
      seed: 1,
      rate: 0.5,
      kinds: [{ kind: "html", page: "x" }, { kind: "cutBody", after: 3 }, { kind: "tokenExpired" }],
      match: { path: "/token" },
    }],
    names: /chaos|seed|rate|kinds|match/,
    call: ({ server }, args) => Reflect.apply(server.faults.chaos, undefined, args),
  },
  {
    name: "journal.entries",
    right: () => [{ method: "GET", path: "/*", status: 200, since: 0 }],
    names: /match/,
    call: ({ server }, args) => Reflect.apply(server.journal.entries, undefined, args),
  },
  {
    name: "journal.expect",
    right: () => [{ method: "GET", path: "/*", status: 200, since: new Date(0) }, 0],
    names: /match|times/,
    others: [JournalMismatch],
    call: ({ server }, args) => Reflect.apply(server.journal.expect, undefined, args),
  },
  {
    name: "apps.create",
    right: () => [{ name: "Import", description: "Nightly" }],
    names: /name|description|app/,
    call: ({ server }, args) => Reflect.apply(server.tenant.apps.create, undefined, args),
  },
  {
    name: "apps.revoke",
    right: () => [APP_ID],
    names: /appId/,
    call: ({ server }, args) => Reflect.apply(server.tenant.apps.revoke, undefined, args),
  },
  {
    name: "collections.create",
    right: () => [{ slug: "orders", name: "Orders", fields: { a: "text", b: { type: "number" } } }],
    names: /collection|slug|name|fields|id\b/,
    call: ({ server }, args) => Reflect.apply(server.tenant.collections.create, undefined, args),
  },
  {
    name: "records.add",
    right: () => [{
      data: { name: "x" },
      external: [{ key: "a", id: "b" }],
      id: "new",
      numericId: 9,
    }],
    names: /record|data|external|\bid\b|numericId/,
    call({ server }, args) {
      const [people] = server.tenant.collections.list();
      return people && Reflect.apply(people.records.add, undefined, args);
    },
  },
  {
    name: "telemetry",
    right: () => ["r1"],
    names: /recordId/,
    call({ server }, args) {
      const [people] = server.tenant.collections.list();
      return people && Reflect.apply(people.telemetry, undefined, args);
    },
  },
  {
    name: "clock.advance",
    right: () => ["1h30m"],
    names: /advance/,
    call: ({ server }, args) => Reflect.apply(server.clock.advance, undefined, args),
  },
  {
    name: "clock.set",
    right: () => ["2026-01-01T00:00:00Z"],
    names: /set/,
    call: ({ server }, args) => Reflect.apply(server.clock.set, undefined, args),
  },
  {
    name: "clock.sleep",
    right: () => [5],
    names: /sleep/,
    call: ({ server }, args) => Reflect.apply(server.clock.sleep, undefined, args.slice(0, 1)),
  },
  {
    name: "decodeToken",
    right: () => ["eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl"],
    names: /token/,
    call: ({ server }, args) => Reflect.apply(server.tenant.decodeToken, undefined, args),
  },
  {
    name: "createClient",
    right: (shared) => [allClientOptions(shared)],
    names: CLIENT_NAMES,
    call: (shared, args) => useClient(Reflect.apply(createClient, undefined, args), args, shared),
  },
  {
    name: "createClient with a token",
    right: (
      { server: { fetch, clock } },
    ) => [{ token: "a.b.c", fetch, clock }],
    names: CLIENT_NAMES,
    call: (shared, args) => useClient(Reflect.apply(createClient, undefined, args), args, shared),
  },
  {
    name: "createTokenSource",
    right: (shared) => [allClientOptions(shared)],
    names: CLIENT_NAMES,
    call: (shared, args) =>
      useClient(Reflect.apply(createTokenSource, undefined, args), args, shared),
  },
  {
    name: "client.status",
    right: () => [{ timeout: 1_000, signal: new AbortController().signal }],
    names: CALL_NAMES,
    others: [KinabaseError],
    call: ({ client }, args) => Reflect.apply(client.status, undefined, args),
  },
  {
    name: "client.fetch",
    right: () => ["collections", {
      method: "GET",
      headers: { "x-a": "b" },
      timeout: 1_000,
      retry: { limit: 1 },
      idempotent: true,
    }],
    names: /path|init|method|headers|body|timeout|signal|retry|idempotent|call options/,
    others: [KinabaseError],
    call: ({ client }, args) => Reflect.apply(client.fetch, undefined, args),
  },
  {
    name: "client.collection",
    right: () => ["people", { schema: undefined }],
    names: /collection|schema|options/,
    call: ({ client }, args) => void Reflect.apply(client.collection, undefined, args),
  },
  {
    name: "collection.page",
    right: () => [{
      pageIndex: 0,
      pageSize: 2,
      includeLists: true,
      updatedAfter: new Date(0),
      externalService: "crm",
      timeout: 1_000,
    }],
    names:
      /pageIndex|pageSize|includeLists|updatedAfter|externalService|timeout|signal|call options/,
    others: [KinabaseError],
    call: ({ client }, args) => Reflect.apply(client.collection("people").page, undefined, args),
  },
  {
    name: "collection.list",
    right: () => [{ pageSize: 2, pageTimeout: 1_000, updatedAfter: "2020-01-01T00:00:00Z" }],
    names:
      /pageIndex|pageSize|includeLists|updatedAfter|externalService|pageTimeout|timeout|signal|call options/,
    others: [KinabaseError],
    call: ({ client }, args) =>
      drained(Reflect.apply(client.collection("people").list, undefined, args)),
  },
  {
    name: "collection.stream",
    right: () => [{
      idleTimeout: 1_000,
      maxResponseBytes: 50_000,
      serverLimit: 10,
      atServerLimit: "end",
    }],
    names:
      /idleTimeout|maxResponseBytes|serverLimit|atServerLimit|updatedAfter|externalService|timeout|signal|call options/,
    others: [KinabaseError],
    call: ({ client }, args) =>
      drained(Reflect.apply(client.collection("people").stream, undefined, args)),
  },
  {
    name: "collection.get",
    right: () => ["r1", { timeout: 1_000 }],
    names: /\bid\b|call options|timeout|signal/,
    others: [KinabaseError],
    call: ({ client }, args) => Reflect.apply(client.collection("people").get, undefined, args),
  },
  {
    name: "collection.create",
    right: () => [{ data: { name: "x" }, external: [{ key: "a", id: "b" }] }, { idempotent: true }],
    names: /create|body|call options|timeout|signal|idempotent/,
    others: [KinabaseError],
    call: ({ client }, args) => Reflect.apply(client.collection("people").create, undefined, args),
  },
  {
    name: "collection.update",
    right: () => ["r1", { data: { name: "x" } }, { timeout: 1_000 }],
    names: /update|\bid\b|body|call options|timeout|signal/,
    others: [KinabaseError],
    call: ({ client }, args) => Reflect.apply(client.collection("people").update, undefined, args),
  },
  {
    name: "collection.delete",
    right: () => ["r1", { timeout: 1_000 }],
    names: /\bid\b|call options|timeout|signal/,
    others: [KinabaseError],
    call: ({ client }, args) => Reflect.apply(client.collection("people").delete, undefined, args),
  },
  {
    name: "bulk.create",
    right: () => [[{ data: { a: 1 } }, { data: {} }], {
      batchSize: 1,
      concurrency: 2,
      batchTimeout: 900,
    }],
    names:
      /bulk.create|batchSize|concurrency|batchTimeout|onProgress|onBatch|throwOnFailure|timeout|signal|call options/,
    others: [KinabaseError],
    call: ({ client }, args) =>
      Reflect.apply(client.collection("people").bulk.create, undefined, args),
  },
  {
    name: "bulk.update",
    right: () => [[{ id: "r1", data: { a: 1 } }], { throwOnFailure: false, onProgress: () => {} }],
    names:
      /bulk.update|batchSize|concurrency|batchTimeout|onProgress|onBatch|throwOnFailure|timeout|signal|call options/,
    others: [KinabaseError],
    call: ({ client }, args) =>
      Reflect.apply(client.collection("people").bulk.update, undefined, args),
  },
  {
    name: "bulk.delete",
    right: () => [["r1", "r9"], { throwOnFailure: false }],
    names:
      /bulk.delete|batchSize|concurrency|batchTimeout|onProgress|throwOnFailure|timeout|signal|call options/,
    others: [KinabaseError],
    call: ({ client }, args) =>
      Reflect.apply(client.collection("people").bulk.delete, undefined, args),
  },
  {
    name: "collection.ingest",
    right: () => [
      [{ id: "r2", changes: [{ timestamp: new Date(0), data: { temperature: 1 } }] }],
      { mode: "FUTURE_FACING" },
    ],
    names:
      /ingest|mode|batchSize|concurrency|batchTimeout|onProgress|throwOnFailure|timeout|signal|call options/,
    others: [KinabaseError],
    call: ({ client }, args) => Reflect.apply(client.collection("sensors").ingest, undefined, args),
  },
  {
    name: "external.upsert",
    right: () => ["c-1", { data: { name: "x" } }, { timeout: 1_000 }],
    names: /externalId|upsert|update|body|call options|timeout|signal/,
    others: [KinabaseError],
    call: ({ client }, args) =>
      Reflect.apply(client.collection("people").external("crm").upsert, undefined, args),
  },
  {
    name: "external",
    right: () => ["crm"],
    names: /service/,
    call: ({ client }, args) =>
      void Reflect.apply(client.collection("people").external, undefined, args),
  },
];

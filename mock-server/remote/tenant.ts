import type { FetchFunction, KinabaseRecord } from "../../src/wire/types.ts";
import type {
  AppDescription,
  AppRegistration,
  CreatedApp,
  MockClientOptions,
} from "../world/apps/app-registration.ts";
import type { Apps } from "../world/apps/apps.ts";
import type { MockCollection, MockRecords } from "../world/collections/collection.ts";
import type { CollectionDefinition } from "../world/collections/definitions.ts";
import type { Collections } from "../world/collections/collections.ts";
import type { BehaviorId, BehaviorSettings } from "../world/behaviors/behavior-settings.ts";
import type { Behaviors } from "../world/behaviors/behaviors.ts";
import type { Chaos } from "../world/faults/fault-types.ts";
import type { Faults } from "../world/faults/faults.ts";
import { instant } from "../world/clock/instant.ts";
import { checkedMatch, type JournalMatch } from "../world/journal/journal-match.ts";
import type { Journal } from "../world/journal/journal.ts";
import type { Seed, Seeded } from "../world/tenant/seed.ts";
import type { Tenant } from "../world/tenant/tenant.ts";
import type {
  ClockState,
  CollectionSummary,
  JournalPage,
  TenantSummary,
} from "../control/types.ts";
import { createRemoteClock, type RemoteClock } from "./clock.ts";
import type { Remote } from "./remote.ts";
import { pathSegment } from "./path-segment.ts";
import { createRequester } from "./request.ts";

/** A new app of a {@linkcode RemoteTenant}. Its `state` is not updated; `apps.list()` returns the current state. */
export interface RemoteApp extends Omit<CreatedApp, "clientOptions"> {
  /** Returns options for `createClient`: a client with them uses this app over HTTP. */
  clientOptions(): MockClientOptions;
}

/** The app registrations of a {@linkcode RemoteTenant}. */
export interface RemoteApps extends Remote<Omit<Apps, "create">> {
  /**
   * Registers an app.
   *
   * @throws {TypeError} When the name or the description is missing or blank.
   */
  create(description: AppDescription): Promise<RemoteApp>;
}

/** The faults of a {@linkcode RemoteTenant}. */
export interface RemoteFaults extends Remote<Omit<Faults, "chaos">> {
  /**
   * Makes random requests fail. `false` turns this off.
   *
   * @throws {TypeError} When an option is invalid. The message says what was expected.
   */
  chaos(chaos: Chaos | false): Promise<void>;
  /** Returns the current options, or `undefined` when chaos is off. */
  chaos(): Promise<Chaos | undefined>;
}

/** The journal of a {@linkcode RemoteTenant}. */
export interface RemoteJournal extends Remote<Omit<Journal, "dropped">> {
  /** Returns the number of old entries that were dropped because the journal was full. */
  dropped(): Promise<number>;
  /**
   * Returns the matching entries, oldest first, and the number of older entries that were dropped.
   *
   * @param query `after`: only entries with a higher ID. `limit`: only this many of the newest entries.
   * @throws {TypeError} When the query is invalid. The message says what was expected.
   */
  page(query?: JournalMatch & { after?: number; limit?: number }): Promise<JournalPage>;
}

/** The records of a {@linkcode RemoteCollection}. */
export interface RemoteRecords extends Remote<Omit<MockRecords, "list">> {
  /** Returns copies of the records, oldest first: one page, or all records without an argument. */
  list(page?: { pageIndex: number; pageSize: number }): Promise<KinabaseRecord[]>;
}

/** A collection of a {@linkcode RemoteTenant}. */
export interface RemoteCollection extends Remote<Omit<MockCollection, "records">> {
  /** Its records. */
  readonly records: RemoteRecords;
}

/** The behaviors of a {@linkcode RemoteTenant}. */
export interface RemoteBehaviors extends Remote<Omit<Behaviors, "get">> {
  /** Returns the option of one behavior. */
  get<Id extends BehaviorId>(id: Id): Promise<BehaviorSettings[Id]>;
}

/** The collections of a {@linkcode RemoteTenant}. */
export interface RemoteCollections extends Remote<Omit<Collections, "create" | "get" | "list">> {
  /**
   * Creates a collection.
   *
   * @throws {TypeError} When the definition is invalid, or its slug or ID is already used.
   */
  create(definition: CollectionDefinition): Promise<RemoteCollection>;
  /**
   * Returns the collection with a slug, or with an ID in any letter case.
   *
   * @throws {TypeError} When the tenant has no such collection. The message names the collections it has.
   */
  get(slugOrId: string): Promise<RemoteCollection>;
  /** Returns all collections, oldest first. */
  list(): Promise<RemoteCollection[]>;
}

/** The apps and collections that a seed created. */
export interface RemoteSeeded extends Omit<Seeded, "apps" | "collections"> {
  /** The apps, in the order of the seed, with their secrets. */
  apps: RemoteApp[];
  /** The collections, in the order of the seed. */
  collections: RemoteCollection[];
}

/**
 * A tenant of a mock in another process: {@linkcode Tenant} over HTTP. Its methods return promises.
 * `summary()` returns whether the tenant's API is on.
 */
export interface RemoteTenant extends
  Remote<
    Omit<
      Tenant,
      "apps" | "behaviors" | "collections" | "clock" | "faults" | "journal" | "apiEnabled" | "seed"
    >
  > {
  /** The tenant's ID; `"default"` for the default tenant, whose UUID `summary()` returns. */
  readonly id: string;
  /** The app registrations. */
  readonly apps: RemoteApps;
  /** The collections. */
  readonly collections: RemoteCollections;
  /** The tenant's time. */
  readonly clock: RemoteClock;
  /** How the tenant behaves where Kinabase's own behavior is not known for sure. */
  readonly behaviors: RemoteBehaviors;
  /** The faults. */
  readonly faults: RemoteFaults;
  /** The requests that reached the tenant, and their responses. */
  readonly journal: RemoteJournal;
  /**
   * Adds apps, collections and records. If one of them is invalid, nothing is added.
   *
   * @throws {TypeError} When the seed is invalid, or an App ID, a slug or a collection's ID is already used.
   */
  seed(seed: Seed | object): Promise<RemoteSeeded>;
  /** Returns the tenant's ID, clock and counts, and whether its API is on. */
  summary(): Promise<TenantSummary>;
}

/** How to send requests to a mock. */
export interface Wire {
  /** The URL of the server, such as `http://127.0.0.1:8787`. */
  url: string;
  /** The base URL of the Kinabase API. */
  baseUrl: string;
  /** Sends the requests of the control API. */
  send: FetchFunction;
  /** The `fetch` option for clients. Absent if they use the global `fetch`. */
  fetch?: FetchFunction | undefined;
}

/**
 * Creates the object for a tenant. Sends no request.
 *
 * @param known The state of the tenant's clock, if a response contained it.
 */
export function createRemoteTenant(
  wire: Wire,
  id: string,
  known?: ClockState,
): RemoteTenant {
  const path = `/tenants/${pathSegment("id", id)}`;
  const requester = createRequester(wire.url, wire.send, updateClock);
  const { request, send } = requester;
  const clock = createRemoteClock(path, () => requester);
  if (known !== undefined) clock.update(known.time, known.running);

  function updateClock({ headers }: Response): void {
    const time = headers.get("x-mock-time");
    if (time !== null) clock.update(Number(time), headers.get("x-mock-running") === "true");
  }

  const app = (of: AppRegistration & { appSecret: string }): RemoteApp => ({
    ...of,
    clientOptions() {
      const { appId, appSecret } = of;
      const { baseUrl, fetch } = wire;
      const options = { appId, appSecret, baseUrl, clock, allowBrowser: true } as const;
      return fetch === undefined ? options : { ...options, fetch };
    },
  });

  function collection({ id: collectionId, slug, name }: CollectionSummary): RemoteCollection {
    const one = `${path}/collections/${encodeURIComponent(collectionId)}`;
    const records = (query = {}) =>
      request((schemas) => schemas.recordsAnswer, "GET", `${one}/records`, { query });
    return {
      id: collectionId,
      slug,
      name,
      records: {
        count: async () => (await records({ pageSize: 0 })).totalRecords,
        list: async (page = undefined) => (await records(page)).records,
        add: (body) =>
          request((schemas) => schemas.recordAnswer, "POST", `${one}/records`, { body }),
      },
      telemetry: async (recordId) =>
        request(
          (schemas) => schemas.telemetryAnswer,
          "GET",
          `${one}/telemetry/${pathSegment("recordId", recordId)}`,
        ),
    };
  }

  /** A match as it is sent: JSON has no dates, and a query no numbers. */
  const matchOf = (given: JournalMatch = {}) => {
    const { since, ...match } = checkedMatch(given);
    return { ...match, since: instant(since) };
  };
  const page: RemoteJournal["page"] = async ({ after, limit, ...match } = {}) =>
    request((schemas) => schemas.entriesAnswer, "GET", `${path}/journal`, {
      query: { ...matchOf(match), after, limit },
    });
  const behaviors = () => request((schemas) => schemas.behaviorsAnswer, "GET", `${path}/behaviors`);
  const faults = () => request((schemas) => schemas.faultsAnswer, "GET", `${path}/faults`);
  function chaos(body: Chaos | false): Promise<void>;
  function chaos(): Promise<Chaos | undefined>;
  async function chaos(body?: Chaos | false): Promise<Chaos | undefined | void> {
    if (body === undefined) return (await faults()).chaos ?? undefined;
    if (body === false) await send("DELETE", `${path}/chaos`);
    else await send("PUT", `${path}/chaos`, { body });
  }

  return {
    id,
    clock,
    apps: {
      create: async (body) =>
        app(await request((schemas) => schemas.createdAppAnswer, "POST", `${path}/apps`, { body })),
      list: () => request((schemas) => schemas.appsAnswer, "GET", `${path}/apps`),
      expire: async (appId) => send("POST", `${path}/apps/${pathSegment("appId", appId)}/expire`),
      revoke: async (appId) => send("POST", `${path}/apps/${pathSegment("appId", appId)}/revoke`),
    },
    collections: {
      create: async (body) =>
        collection(
          await request((schemas) => schemas.collectionAnswer, "POST", `${path}/collections`, {
            body,
          }),
        ),
      get: async (name) =>
        collection(
          await request(
            (schemas) => schemas.collectionAnswer,
            "GET",
            `${path}/collections/${pathSegment("slug", name)}`,
          ),
        ),
      async list() {
        return (await request((schemas) => schemas.collectionsAnswer, "GET", `${path}/collections`))
          .map(collection);
      },
    },
    behaviors: {
      get: async (behavior) => (await behaviors())[behavior],
      all: () => behaviors(),
      set: (body) => send("PUT", `${path}/behaviors`, { body }),
    },
    faults: {
      add: async (body) =>
        (await request((schemas) => schemas.idAnswer, "POST", `${path}/faults`, { body })).id,
      list: async () => (await faults()).faults,
      remove: async (fault) =>
        (await request(
          (schemas) => schemas.removedAnswer,
          "DELETE",
          `${path}/faults/${pathSegment("id", fault)}`,
        )).removed,
      clear: () => send("DELETE", `${path}/faults`),
      chaos,
    },
    journal: {
      entries: async (match = {}) => (await page(checkedMatch(match))).entries,
      page,
      count: async (match) =>
        (await request((schemas) => schemas.countAnswer, "GET", `${path}/journal/count`, {
          query: matchOf(match),
        }))
          .count,
      expect: async (match, times) =>
        send("POST", `${path}/journal/expect`, { body: { match: matchOf(match), times } }),
      dropped: async () => (await page({ limit: 0 })).dropped,
      clear: () => send("DELETE", `${path}/journal`),
    },
    summary: () => request((schemas) => schemas.tenantAnswer, "GET", path),
    setApiEnabled: (enabled) => send("PUT", `${path}/api`, { body: { enabled } }),
    async seed(body) {
      const seeded = await request((schemas) => schemas.seededAnswer, "POST", `${path}/seed`, {
        body,
      });
      return { apps: seeded.apps.map(app), collections: seeded.collections.map(collection) };
    },
    reset: () => send("POST", `${path}/reset`),
    remove: () => send("DELETE", path),
    snapshot: () => request((schemas) => schemas.snapshotAnswer, "GET", `${path}/snapshot`),
    restore: (body) => send("POST", `${path}/restore`, { body }),
    decodeToken: (token) =>
      request((schemas) => schemas.decodedAnswer, "POST", `${path}/tokens/decode`, {
        body: { token },
      }),
  };
}

import type { CollectionDefinition, RecordDefinition } from "../world/collections/definitions.ts";
import type { JournalEntry } from "../world/journal/journal-entry.ts";
import type {
  Credentials,
  FetchFunction,
  IngestChange,
  KinabaseRecord,
} from "../../src/wire/types.ts";
import type {
  AppDescription,
  AppRegistration,
  MockClientOptions,
} from "../world/apps/app-registration.ts";
import type { DecodedToken } from "../world/tokens/decoded-token.ts";
import type { Chaos, Fault, ListedFault } from "../world/faults/fault-kinds.ts";
import type { JournalMatch } from "../world/journal/journal-match.ts";
import type { Seed } from "../world/tenant/seed.ts";
import type { Snapshot } from "../world/tenant/snapshot.ts";
import { DEFAULT_TENANT } from "../control/route.ts";
import type {
  ClockState,
  CollectionSummary,
  JournalPage,
  TenantSummary,
} from "../control/types.ts";
import { type ControlledClock, createControlledClock } from "./clock.ts";
import { createRequester } from "./request.ts";

/** A new app of a tenant that is controlled over HTTP. */
export interface ControlledApp extends AppRegistration, Credentials {
  /** The App ID, a UUID. */
  readonly appId: string;
  /** The App Secret, which is shown here and nowhere else. */
  readonly appSecret: string;
  /** What `createClient` needs to reach this app, over HTTP. */
  clientOptions(): MockClientOptions;
}

/** The app registrations of a tenant that is controlled over HTTP. */
export interface ControlledApps {
  /** Registers an app. */
  create(description: AppDescription): Promise<ControlledApp>;
  /** All registrations, without their secrets, oldest first. */
  list(): Promise<AppRegistration[]>;
  /** Lets an app expire. */
  expire(appId: string): Promise<void>;
  /** Revokes an app. */
  revoke(appId: string): Promise<void>;
}

/** The faults of a tenant that is controlled over HTTP. */
export interface ControlledFaults {
  /** Adds a fault, and gives its ID. */
  add(fault: Fault): Promise<string>;
  /** The faults that are left, with what is left of each. */
  list(): Promise<ListedFault[]>;
  /** Takes one fault away, and says whether it was still there. */
  remove(id: string): Promise<boolean>;
  /** Takes all faults away, those by chance too. */
  clear(): Promise<void>;
  /** Lets faults happen by chance; `false` ends that. */
  chaos(chaos: Chaos | false): Promise<void>;
  /** Without an argument: what it was given last. */
  chaos(): Promise<Chaos | undefined>;
}

/** The journal of a tenant that is controlled over HTTP. */
export interface ControlledJournal {
  /** The entries that are meant. */
  entries(match?: JournalMatch): Promise<JournalEntry[]>;
  /** The entries that are meant after one, the newest where there is a limit, and how many were dropped. */
  page(query?: JournalMatch & { after?: number; limit?: number }): Promise<JournalPage>;
  /** How many entries are meant. */
  count(match?: JournalMatch): Promise<number>;
  /**
   * Expects a number of requests.
   *
   * @param times How many exactly. Default 1.
   * @throws {JournalMismatch} When there were more or fewer.
   */
  expect(match: JournalMatch, times?: number): Promise<void>;
  /** How many entries were dropped. */
  dropped(): Promise<number>;
  /** Forgets all entries. */
  clear(): Promise<void>;
}

/** The records of a collection that is controlled over HTTP. */
export interface ControlledRecords {
  /** How many there are. */
  count(): Promise<number>;
  /** Records, oldest first; all of them without a page. */
  list(page?: { pageIndex: number; pageSize: number }): Promise<KinabaseRecord[]>;
  /** Adds one, whose ID and number may be fixed. */
  add(record: RecordDefinition): Promise<KinabaseRecord>;
}

/** A collection of a tenant that is controlled over HTTP. */
export interface ControlledCollection {
  /** Its ID, a UUID. */
  readonly id: string;
  /** Its slug. */
  readonly slug: string;
  /** Its name. */
  readonly name: string;
  /** Its records. */
  readonly records: ControlledRecords;
  /** What was ingested for a record, in the order of its arrival. */
  telemetry(recordId: string): Promise<IngestChange[]>;
}

/** The collections of a tenant that is controlled over HTTP. */
export interface ControlledCollections {
  /** Makes a collection. */
  create(definition: CollectionDefinition): Promise<ControlledCollection>;
  /** All collections, oldest first. */
  list(): Promise<ControlledCollection[]>;
}

/** What a seed has become, over HTTP. */
export interface ControlledSeeded {
  /** The apps, in the order of the seed, with their secrets. */
  apps: ControlledApp[];
  /** The collections, in the order of the seed. */
  collections: ControlledCollection[];
}

/** A tenant that is controlled over HTTP: as in process, with promises. */
export interface ControlledTenant {
  /** The tenant's ID, or `"default"`. */
  readonly id: string;
  /** The app registrations. */
  readonly apps: ControlledApps;
  /** The collections. */
  readonly collections: ControlledCollections;
  /** The tenant's time. */
  readonly clock: ControlledClock;
  /** What is made to go wrong. */
  readonly faults: ControlledFaults;
  /** What was asked and answered. */
  readonly journal: ControlledJournal;
  /** The tenant in a few words. */
  summary(): Promise<TenantSummary>;
  /** Switches the tenant's API on or off. */
  setApiEnabled(enabled: boolean): Promise<void>;
  /** Adds apps, collections and records, all or nothing. */
  seed(seed: Seed | object): Promise<ControlledSeeded>;
  /** Goes back to how the tenant was made. */
  reset(): Promise<void>;
  /** Takes the tenant off the server with all that is in it; the default one stays. */
  remove(): Promise<void>;
  /** The tenant's state as plain JSON. */
  snapshot(): Promise<Snapshot>;
  /** Puts a snapshot in the stead of what there is, all or nothing. */
  restore(snapshot: Snapshot | object): Promise<void>;
  /** Takes a token apart and says what it is worth. */
  decodeToken(token: string): Promise<DecodedToken>;
}

/** How a mock is reached. */
export interface Wire {
  /** The server, such as `http://127.0.0.1:8787`. */
  url: string;
  /** Where the API is. */
  baseUrl: string;
  /** Sends the control API's requests. */
  send: FetchFunction;
  /** What clients are to send theirs with; absent when it is the global `fetch`. */
  fetch?: FetchFunction | undefined;
}

/**
 * Makes a tenant.
 *
 * @param known What is known of its clock.
 */
export function createControlledTenant(
  wire: Wire,
  id: string = DEFAULT_TENANT,
  known?: ClockState,
): ControlledTenant {
  const path = `/tenants/${encodeURIComponent(id)}`;
  const requester = createRequester(wire.url, wire.send, learn);
  const { ask, tell } = requester;
  const clock = createControlledClock(path, () => requester);
  if (known !== undefined) clock.learn(known.time, known.running);

  function learn({ headers }: Response): void {
    const time = headers.get("x-mock-time");
    if (time !== null) clock.learn(Number(time), headers.get("x-mock-running") === "true");
  }

  const app = (of: AppRegistration & { appSecret: string }): ControlledApp => ({
    ...of,
    clientOptions() {
      const { appId, appSecret } = of;
      const { baseUrl, fetch } = wire;
      const options = { appId, appSecret, baseUrl, clock, allowBrowser: true } as const;
      return fetch === undefined ? options : { ...options, fetch };
    },
  });

  function collection({ id: collectionId, slug, name }: CollectionSummary): ControlledCollection {
    const one = `${path}/collections/${encodeURIComponent(collectionId)}`;
    const records = (query = {}) =>
      ask((schemas) => schemas.recordsAnswer, "GET", `${one}/records`, { query });
    return {
      id: collectionId,
      slug,
      name,
      records: {
        count: async () => (await records({ pageSize: 0 })).totalRecords,
        list: async (page = undefined) => (await records(page)).records,
        add: (body) => ask((schemas) => schemas.recordAnswer, "POST", `${one}/records`, { body }),
      },
      telemetry: (recordId) =>
        ask(
          (schemas) => schemas.telemetryAnswer,
          "GET",
          `${one}/telemetry/${encodeURIComponent(recordId)}`,
        ),
    };
  }

  const queryOf = ({ since, ...match }: JournalMatch = {}) => ({
    ...match,
    since: since instanceof Date ? since.toISOString() : since,
  });
  const page: ControlledJournal["page"] = ({ after, limit, ...match } = {}) =>
    ask((schemas) => schemas.entriesAnswer, "GET", `${path}/journal`, {
      query: { ...queryOf(match), after, limit },
    });
  const faults = () => ask((schemas) => schemas.faultsAnswer, "GET", `${path}/faults`);
  function chaos(body: Chaos | false): Promise<void>;
  function chaos(): Promise<Chaos | undefined>;
  async function chaos(body?: Chaos | false): Promise<Chaos | undefined | void> {
    if (body === undefined) return (await faults()).chaos ?? undefined;
    if (body === false) await tell("DELETE", `${path}/chaos`);
    else await tell("PUT", `${path}/chaos`, { body });
  }

  return {
    id,
    clock,
    apps: {
      create: async (body) =>
        app(await ask((schemas) => schemas.createdAppAnswer, "POST", `${path}/apps`, { body })),
      list: () => ask((schemas) => schemas.appsAnswer, "GET", `${path}/apps`),
      expire: (appId) => tell("POST", `${path}/apps/${encodeURIComponent(appId)}/expire`),
      revoke: (appId) => tell("POST", `${path}/apps/${encodeURIComponent(appId)}/revoke`),
    },
    collections: {
      create: async (body) =>
        collection(
          await ask((schemas) => schemas.collectionAnswer, "POST", `${path}/collections`, { body }),
        ),
      async list() {
        return (await ask((schemas) => schemas.collectionsAnswer, "GET", `${path}/collections`))
          .map(collection);
      },
    },
    faults: {
      add: async (body) =>
        (await ask((schemas) => schemas.idAnswer, "POST", `${path}/faults`, { body })).id,
      list: async () => (await faults()).faults,
      remove: async (fault) =>
        (await ask(
          (schemas) => schemas.removedAnswer,
          "DELETE",
          `${path}/faults/${encodeURIComponent(fault)}`,
        )).removed,
      clear: () => tell("DELETE", `${path}/faults`),
      chaos,
    },
    journal: {
      entries: async (match) => (await page(match)).entries,
      page,
      count: async (match) =>
        (await ask((schemas) => schemas.countAnswer, "GET", `${path}/journal/count`, {
          query: queryOf(match),
        }))
          .count,
      expect: (match, times) =>
        tell("POST", `${path}/journal/expect`, { body: { match: queryOf(match), times } }),
      dropped: async () => (await page({ limit: 0 })).dropped,
      clear: () => tell("DELETE", `${path}/journal`),
    },
    summary: () => ask((schemas) => schemas.tenantAnswer, "GET", path),
    setApiEnabled: (enabled) => tell("PUT", `${path}/api`, { body: { enabled } }),
    async seed(body) {
      const seeded = await ask((schemas) => schemas.seededAnswer, "POST", `${path}/seed`, { body });
      return { apps: seeded.apps.map(app), collections: seeded.collections.map(collection) };
    },
    reset: () => tell("POST", `${path}/reset`),
    remove: () => tell("DELETE", path),
    snapshot: () => ask((schemas) => schemas.snapshotAnswer, "GET", `${path}/snapshot`),
    restore: (body) => tell("POST", `${path}/restore`, { body }),
    decodeToken: (token) =>
      ask((schemas) => schemas.decodedAnswer, "POST", `${path}/tokens/decode`, { body: { token } }),
  };
}

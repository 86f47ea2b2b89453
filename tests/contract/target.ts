import type { Clock, Credentials, FetchFunction } from "../../mod.ts";
import type {
  Chaos,
  CollectionDefinition,
  Fault,
  IngestChange,
  JournalMatch,
  LimitOptions,
  MockServer,
  Tenant,
} from "../../mock-server/mod.ts";

/**
 * The server that the contract tests: the mock or a real deployment. `fetch`, `baseUrl` and
 * `credentials` are required. Cases that need an absent property are skipped.
 */
export interface Target {
  /** Sends all requests of the cases. */
  fetch: FetchFunction;
  /** The base URL of the API, with `/api/v1` and a trailing slash. */
  baseUrl: string;
  /** The credentials of an active app, or a function that returns them. */
  credentials: Credentials | (() => Promise<Credentials>);
  /** Returns a token that raw requests share. Default: each case requests its own token. */
  token?: (() => Promise<string>) | undefined;
  /** Allows clients to use `http:` for a host that is not loopback. Default: `false`. */
  allowInsecure?: boolean | undefined;
  /**
   * The ID or slug of a collection for the cases, with the text fields `name` and `note` and the number
   * field `amount`. It may contain other records. Cases delete the records that they create.
   */
  collection?: string | undefined;
  /** Creates collections. */
  collections?: TargetCollections | undefined;
  /** Creates, expires and revokes app registrations, and turns the API on and off. */
  apps?: TargetApps | undefined;
  /** Reads and moves the target's time. */
  clock?: TargetClock | undefined;
  /** Injects faults. */
  faults?: TargetFaults | undefined;
  /** Counts the requests that reached the target. */
  journal?: TargetJournal | undefined;
  /** `true` if a dropped request gets no response at all, not even headers. */
  drop?: true | undefined;
  /** Creates a separate target for a case, so that cases do not affect each other. */
  isolate?: ((options?: IsolateOptions) => Promise<Target>) | undefined;
}

/** Options of {@linkcode Target.isolate}. */
export interface IsolateOptions {
  /** The limits of the new target. Default: the limits of the original target. */
  limits?: LimitOptions | undefined;
}

/** Creates the collections of a target. */
export interface TargetCollections {
  /** Creates a collection. */
  create(definition: CollectionDefinition): TargetCollection | Promise<TargetCollection>;
}

/** A collection of a target. */
export interface TargetCollection {
  /** The ID of the collection. */
  readonly id: string;
  /** The slug of the collection. */
  readonly slug: string;
  /** Returns the ingested changes of a record, oldest first. */
  telemetry(recordId: string): IngestChange[] | Promise<IngestChange[]>;
}

/** Manages the app registrations of a target. */
export interface TargetApps {
  /** Registers an app, and returns its credentials. */
  create(): Promise<Credentials>;
  /** Makes an app expire. */
  expire(appId: string): void | Promise<void>;
  /** Revokes an app. */
  revoke(appId: string): void | Promise<void>;
  /** Turns the API of the tenant on or off. */
  setApiEnabled(enabled: boolean): void | Promise<void>;
}

/** A clock that cases can move. */
export interface TargetClock extends Clock {
  /** Moves the time forward, by milliseconds or a text such as `"61m"`, and wakes sleepers. */
  advance(by: number | string): Promise<void>;
}

/** Injects faults into a target. See `Faults` of the mock. */
export interface TargetFaults {
  /** Adds a fault, and returns its ID. */
  add(fault: Fault): string | Promise<string>;
  /** Removes all faults and turns chaos off. */
  clear(): void | Promise<void>;
  /** Turns on random faults; `false` turns them off. */
  chaos(chaos: Chaos | false): void | Promise<void>;
}

/** Counts the requests of a target. See `Journal` of the mock. */
export interface TargetJournal {
  /** Returns the number of matching requests. Without a match: of all requests. */
  count(match?: JournalMatch): number | Promise<number>;
}

/**
 * Creates a target for a mock server with all capabilities. Each case gets its own tenant.
 *
 * @param mock The mock server.
 * @param over The base URL and the `fetch` of the served mock, to run the contract over HTTP; `drop` is
 * the `drops` property of the server. Default: the mock is called in process.
 *
 * @example
 * ```ts
 * import { contract, mockTarget } from "@kinakit/kinabase/contract";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * for (const { title, skip, run } of contract(mockTarget(createMockServer()))) {
 *   if (skip === undefined) await run();
 *   console.log(title, skip ?? "passed");
 * }
 * ```
 */
export function mockTarget(
  mock: MockServer,
  over?: { baseUrl: string; fetch: FetchFunction; drop?: boolean | undefined },
): Target {
  return {
    ...tenantTarget(mock, mock.createTenant(), over),
    isolate: (options) => Promise.resolve(tenantTarget(mock, mock.createTenant(options), over)),
  };
}

function tenantTarget(
  mock: MockServer,
  tenant: Tenant,
  over: { baseUrl: string; fetch: FetchFunction; drop?: boolean | undefined } | undefined,
): Target {
  const { apps, clock, collections, faults, journal } = tenant;
  const create = async () => {
    const app = await apps.create({ name: "Contract", description: "Made by the contract suite" });
    return { appId: app.appId, appSecret: app.appSecret };
  };
  return {
    fetch: over?.fetch ?? mock.fetch,
    baseUrl: over?.baseUrl ?? mock.baseUrl,
    credentials: create,
    allowInsecure: true,
    collection: collections.create({ slug: "scratch", name: "Scratch" }).slug,
    collections,
    apps: {
      create,
      expire: (appId) => apps.expire(appId),
      revoke: (appId) => apps.revoke(appId),
      setApiEnabled: (enabled) => tenant.setApiEnabled(enabled),
    },
    clock,
    faults,
    journal,
    drop: over === undefined || over.drop ? true : undefined,
  };
}

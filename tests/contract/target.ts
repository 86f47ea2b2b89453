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
 * What the contract runs against: the mock, or a real deployment. Only the first three are required;
 * what else a target lacks decides which cases are skipped.
 */
export interface Target {
  /** Sends the requests. */
  fetch: FetchFunction;
  /** Where the API is, with `/api/v1` and a trailing slash. */
  baseUrl: string;
  /** An active app's credentials, or what gives them. */
  credentials: Credentials | (() => Promise<Credentials>);
  /** Gives a token for raw requests, where cases are to share one. Default: each case asks for its own. */
  token?: (() => Promise<string>) | undefined;
  /** Whether clients may reach the target over `http:` by another name than this machine's own. */
  allowInsecure?: boolean | undefined;
  /**
   * The ID or slug of a collection to work in, which takes the text fields `name` and `note` and the
   * number `amount`. It may hold other records; cases delete those they made.
   */
  collection?: string | undefined;
  /** Makes collections. */
  collections?: TargetCollections | undefined;
  /** Makes, expires and revokes app registrations, and switches the API. */
  apps?: TargetApps | undefined;
  /** Tells and moves the target's time. */
  clock?: TargetClock | undefined;
  /** Makes things go wrong. */
  faults?: TargetFaults | undefined;
  /** Tells what reached the target. */
  journal?: TargetJournal | undefined;
  /** Whether a request that is dropped gets no answer at all, not even a head. */
  drop?: true | undefined;
  /** Gives a case a target of its own, so that cases do not meet. */
  isolate?: ((options?: IsolateOptions) => Promise<Target>) | undefined;
}

/** What a case's own target is to be like. */
export interface IsolateOptions {
  /** Its limits, where a case about them would be large otherwise. */
  limits?: LimitOptions | undefined;
}

/** The collections of a target. */
export interface TargetCollections {
  /** Makes a collection. */
  create(definition: CollectionDefinition): TargetCollection | Promise<TargetCollection>;
}

/** A collection of a target. */
export interface TargetCollection {
  /** Its ID. */
  readonly id: string;
  /** Its slug. */
  readonly slug: string;
  /** What was ingested for a record. */
  telemetry(recordId: string): IngestChange[] | Promise<IngestChange[]>;
}

/** The app registrations of a target. */
export interface TargetApps {
  /** Registers an app. */
  create(): Promise<Credentials>;
  /** Lets an app expire. */
  expire(appId: string): void | Promise<void>;
  /** Revokes an app. */
  revoke(appId: string): void | Promise<void>;
  /** Switches the API of the tenant. */
  setApiEnabled(enabled: boolean): void | Promise<void>;
}

/** A clock that cases may move. */
export interface TargetClock extends Clock {
  /** Moves the time forward, by milliseconds or a text such as `"61m"`. */
  advance(by: number | string): Promise<void>;
}

/** Faults of a target; see the mock's `Faults`. */
export interface TargetFaults {
  /** Adds a fault, and gives its ID. */
  add(fault: Fault): string | Promise<string>;
  /** Takes all faults away. */
  clear(): void | Promise<void>;
  /** Lets faults happen by chance; `false` ends that. */
  chaos(chaos: Chaos | false): void | Promise<void>;
}

/** The journal of a target; see the mock's `Journal`. */
export interface TargetJournal {
  /** How many requests are meant. */
  count(match?: JournalMatch): number | Promise<number>;
}

/**
 * A full target: a mock server, in process or where it is served. Each case gets a tenant of its own.
 *
 * @param over Where the mock is served, to run the contract over HTTP; `drop` as the server says of itself.
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

import type { Clock, Credentials, FetchFunction } from "../../mod.ts";
import type {
  Apps,
  BehaviorOptions,
  BehaviorSettings,
  Chaos,
  CollectionDefinition,
  Faults,
  Journal,
  LimitOptions,
  ManualClock,
  MockCollection,
  SwitchId,
  Tenant,
} from "../../mock-server/mod.ts";
import type { MaybePromise, MaybeRemote } from "./maybe-remote.ts";

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
  /**
   * Returns a token that raw requests share, or another one if it was rejected. Default: each case requests
   * its own token.
   */
  token?: ((rejected?: string) => Promise<string>) | undefined;
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
  /**
   * Stops the current case when it aborts. The case sends no further requests, and its records are deleted.
   * Not for targets with `isolate`.
   */
  signal?: AbortSignal | undefined;
  /**
   * Sends a request without the pauses of `fetch`, and returns also a 429 at once, for probes of the rate limit.
   * Default: `fetch`.
   */
  fetchAtOnce?: FetchFunction | undefined;
  /**
   * Fails a case that sends and receives nothing for so many milliseconds, so that a broken deployment does not stop
   * the run. Each request that deletes its records may take as long. Not for targets with `isolate`. Default: no limit.
   */
  idleTimeout?: number | undefined;
  /** The clock for pauses between requests. Default: the system's clock. */
  timer?: Clock | undefined;
  /**
   * The clock of `idleTimeout`. Default: the system's clock. A clock that advances when something sleeps would end
   * each case at once.
   */
  deadlineClock?: Clock | undefined;
  /**
   * Returns the target's option of a behavior, or `undefined` if it is not known; then the option that this project
   * assumes is expected. Cases that list the behavior in `dependsOn` expect the outcome that is right under this option.
   * Not needed with a profile, see `contract`. Default: no option is known.
   */
  behavior?:
    | (<Id extends SwitchId>(id: Id) => MaybePromise<BehaviorSettings[Id] | undefined>)
    | undefined;
  /** Creates a separate target for a case, so that cases do not affect each other. */
  isolate?: ((options?: IsolateOptions) => Promise<Target>) | undefined;
}

/** Options of {@linkcode Target.isolate}. */
export interface IsolateOptions {
  /** The limits of the new target. Default: the limits of the original target. */
  limits?: LimitOptions | undefined;
  /** The behaviors of the new target. Default: the behaviors of the original target. */
  behaviors?: BehaviorOptions | undefined;
}

/** Creates the collections of a target. */
export interface TargetCollections {
  /** Creates a collection. */
  create(definition: CollectionDefinition): MaybePromise<TargetCollection>;
}

/** A collection of a target. See `MockCollection` of the mock; `telemetry` may return a promise. */
export interface TargetCollection
  extends MaybeRemote<Pick<MockCollection, "id" | "slug" | "telemetry">> {}

/** Manages the app registrations of a target. See `Apps` and `Tenant` of the mock. */
export interface TargetApps
  extends MaybeRemote<Pick<Apps, "expire" | "revoke">>, MaybeRemote<Pick<Tenant, "setApiEnabled">> {
  /** Registers an app, and returns its credentials. */
  create(): Promise<Credentials>;
}

/** A clock that cases can move. See `ManualClock` of the mock. */
export interface TargetClock extends Clock, Pick<ManualClock, "advance"> {}

/** Injects faults into a target. See `Faults` of the mock. */
export interface TargetFaults extends MaybeRemote<Pick<Faults, "add" | "clear">> {
  /** Turns on random faults; `false` turns them off. */
  chaos(chaos: Chaos | false): MaybePromise<void>;
}

/** Counts the requests of a target. See `Journal` of the mock. */
export interface TargetJournal extends MaybeRemote<Pick<Journal, "count">> {}

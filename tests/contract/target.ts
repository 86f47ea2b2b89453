import type { Clock, Credentials, FetchFunction } from "../../mod.ts";
import type {
  Apps,
  Chaos,
  CollectionDefinition,
  Faults,
  Journal,
  LimitOptions,
  ManualClock,
  MockCollection,
  Tenant,
} from "../../mock-server/mod.ts";
import type { MaybePromise, MaybeRemote } from "./maybe-remote.ts";

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
  /** Creates a collection. */
  create(definition: CollectionDefinition): MaybePromise<TargetCollection>;
}

/** A collection of a target, as in the mock, or with promises. */
export interface TargetCollection
  extends MaybeRemote<Pick<MockCollection, "id" | "slug" | "telemetry">> {}

/** The app registrations of a target, as in the mock, or with promises. */
export interface TargetApps
  extends MaybeRemote<Pick<Apps, "expire" | "revoke">>, MaybeRemote<Pick<Tenant, "setApiEnabled">> {
  /** Registers an app. */
  create(): Promise<Credentials>;
}

/** A clock that cases may move. */
export interface TargetClock extends Clock, Pick<ManualClock, "advance"> {}

/** The faults of a target, as in the mock, or with promises. */
export interface TargetFaults extends MaybeRemote<Pick<Faults, "add" | "clear">> {
  /** Makes random requests fail; `false` ends that. */
  chaos(chaos: Chaos | false): MaybePromise<void>;
}

/** The journal of a target, as in the mock, or with promises. */
export interface TargetJournal extends MaybeRemote<Pick<Journal, "count">> {}

import {
  type Client,
  type ClientOptions,
  createClient,
  type Credentials,
  systemClock,
} from "../../mod.ts";
import type { CredentialOptions } from "../../mod.ts";
import {
  type BehaviorOptions,
  type BehaviorSettings,
  behaviorTable,
  type LimitOptions,
  type SwitchId,
} from "../../mock-server/mod.ts";
import { readResponse } from "./response.ts";
import { ContractViolation, equal, ok } from "./assert.ts";
import { type Call, type CollectionCalls, collectionCalls } from "./collection-context.ts";
import type { IsolateOptions, Target } from "./target.ts";
import { trackCreated } from "./clean-up.ts";
import { watch } from "./last-exchange.ts";
import { deleteRecords, RecordsLeft } from "./left-over.ts";
import { discard } from "./tools.ts";

/** The evidence for the fact behind a case. */
export type Evidence =
  /** Stated by the specification. */
  | "S"
  /** Stated by Kinabase's public documentation. */
  | "D"
  /** Observed in programs that use the real service. */
  | "O"
  /** Assumed. */
  | "A";

/** `wire`: a case sends raw requests to the target. `client`: a case uses the client. */
export type Level = "wire" | "client";

/**
 * The behaviors that change what a case expects: the expected outcome under each option that differs from
 * what the title says.
 */
export type DependsOn = {
  readonly [Id in SwitchId]?: { readonly [Option in BehaviorSettings[Id]]?: string };
};

/** One case of the contract, ready for any test runner. See {@linkcode contract}. */
export interface ContractCase {
  /** The permanent name of the case, such as `token/wrong-secret`. */
  id: string;
  /** The expected behavior, as a sentence. Unique within a target. */
  title: string;
  /** The topic of the case: `token`, `bearer`, … */
  subject: string;
  /** What the case tests. */
  level: Level;
  /** The evidence for the fact. For the client's own rules: the strongest evidence that they rely on. */
  evidence: Evidence;
  /** The reason why the case cannot run against this target. Absent if it can run. */
  skip?: string | undefined;
  /** `true` if the case brings its own server, so that its result is the same for every target. */
  standalone?: true;
  /** `true` if the case is about amounts: it takes much longer than others. */
  large?: true;
  /** The behaviors of the target that change what the case expects, and how. */
  dependsOn?: DependsOn;
  /** Runs the case. Rejects with {@linkcode ContractViolation} or another error if the case fails. */
  run(): Promise<void>;
}

/** What only some targets can do. */
export type Capability =
  | "apps"
  | "clock"
  | "collection"
  | "collections"
  | "drop"
  | "faults"
  /** A separate target for the case, which accepts any number of wrong credentials. */
  | "isolate"
  | "journal";

/** A case that is not bound to a target yet. */
export interface Definition {
  id: string;
  title: string;
  level: Level;
  evidence: Evidence;
  needs: readonly Capability[];
  /** The limits of the target that the case needs. */
  limits?: LimitOptions | undefined;
  /** The behaviors of the target that the case needs. */
  behaviors?: BehaviorOptions | undefined;
  /** The behaviors of the target that change what the case expects, and how. */
  dependsOn?: DependsOn | undefined;
  /** Whether the case is about amounts, so that it takes much longer than others. */
  large?: boolean | undefined;
  /** Whether the case uses nothing of a target. */
  standalone: boolean;
  run(target: Target): Promise<void>;
}

/** The argument of a case: the target's capabilities that it needs, and helpers. */
export type CaseContext<N extends Capability> = Helpers & { [K in N]: NonNullable<Target[K]> };

interface Helpers {
  /** The credentials of an active app. */
  credentials: Credentials;
  /** The target. */
  target: Target;
  /** The target's option of a behavior that is listed in the case's `dependsOn`. */
  behavior<Id extends SwitchId>(id: Id): Promise<BehaviorSettings[Id]>;
  /** Sends a raw request. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Sends a raw token request. A text body is sent unchanged. */
  requestToken(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Requests a token with a raw request. */
  newToken(credentials?: Credentials): Promise<string>;
  /** Sends a raw request with a token. A body is sent as JSON, a text unchanged. */
  call: Call;
  /** Requests to the target's `collection`, for cases that need it. */
  records: CollectionCalls;
  /** Requests to another collection, by its ID or slug. */
  recordsOf(collection: string): CollectionCalls;
  /** Requests the status with a token, and returns the HTTP status. */
  statusWith(token: string): Promise<number>;
  /** Creates a client of the target. */
  client(over?: Partial<CredentialOptions>): Client;
  /** Returns the options of such a client. */
  clientOptions(over?: Partial<CredentialOptions>): CredentialOptions;
}

const SKIP_REASONS: Readonly<Record<Capability, string>> = {
  apps: "this target cannot create, expire or revoke app registrations",
  clock: "the time of this target cannot be moved",
  collection: "this target has no collection to work in",
  collections: "this target cannot create collections",
  drop: "this target cannot drop a request without a response",
  faults: "faults cannot be injected into this target",
  isolate: "this target is shared, so only few wrong credentials are sent to it",
  journal: "this target has no journal of its requests",
};

const JSON_TYPE = "application/json";

const NO_LIMITS = "the limits of this target cannot be changed";
const NO_BEHAVIORS = "the behaviors of this target cannot be changed";

/** The reasons to skip a case that hold for every real deployment. */
export const MOCK_ONLY: readonly string[] = [
  NO_LIMITS,
  NO_BEHAVIORS,
  ...Object.entries(SKIP_REASONS).filter(([need]) => need !== "collection").map(([, why]) => why),
];

/** Defines a case that runs against any target. */
export function define<N extends Capability = never>(
  definition: Omit<Definition, "run" | "needs" | "standalone"> & {
    needs?: readonly N[];
    run(context: CaseContext<N>): Promise<void>;
  },
): Definition {
  const { needs = [], run, ...rest } = definition;
  return {
    ...rest,
    needs,
    // Such a case takes no context.
    standalone: run.length === 0,
    async run(target) {
      const context = { ...target, ...(await helpersFor(target, rest.dependsOn)) };
      ok(hasAll(context, needs), `${rest.id} needs ${needs.join(", ")}`);
      await run(context);
    },
  };
}

/** Binds case definitions to a target. */
export function bind(subject: string, definitions: Definition[], target: Target): ContractCase[] {
  return definitions.map(
    ({ id, title, level, evidence, needs, limits, behaviors, run, ...marks }) => {
      const reason = skipReason(needs, { limits, behaviors }, target);
      return {
        id: `${subject}/${id}`,
        title,
        subject,
        level,
        evidence,
        ...(reason === undefined ? {} : { skip: reason }),
        ...(marks.standalone ? { standalone: true } : {}),
        ...(marks.large ? { large: true } : {}),
        ...(marks.dependsOn === undefined ? {} : { dependsOn: marks.dependsOn }),
        async run() {
          if (target.isolate === undefined) return await runAndCleanUp(run, target);
          const own = await target.isolate({ limits, behaviors });
          // A case that needs isolation has it, even if its own target cannot be isolated again.
          await run({ ...own, isolate: own.isolate ?? target.isolate });
        },
      };
    },
  );
}

/** Runs a case on a shared target, and deletes the records that it created. */
async function runAndCleanUp(run: Definition["run"], shared: Target): Promise<void> {
  const { target, created } = trackCreated(shared);
  const { target: watched, activity, explained } = watch(target);
  const { signal, collection } = shared;
  let failure: ContractViolation | undefined;
  try {
    await untilStopped(run(watched), shared, activity);
  } catch (error) {
    if (!signal?.aborted) failure = await explained(error);
  }
  const paths = await created();
  if (paths.size > 0) {
    const { records } = await helpersFor(shared);
    const left = await deleteRecords(records, paths, shared);
    if (left.length > 0) failure = withLeftOver(failure, left, collection);
  }
  if (failure !== undefined) throw failure;
  signal?.throwIfAborted();
}

/** The failure of a case that left records behind. */
function withLeftOver(
  failure: ContractViolation | undefined,
  left: readonly string[],
  collection = "",
): RecordsLeft {
  const what = `Records in the collection ${collection} could not be deleted. Delete them: ${
    left.join(", ")
  }`;
  return new RecordsLeft(failure === undefined ? what : `${failure.message}\n${what}`);
}

/** Waits for a case, but not when the signal aborts, and not when nothing happens for long. */
async function untilStopped(
  work: Promise<void>,
  { signal, idleTimeout }: Target,
  activity: () => number,
): Promise<void> {
  const ended = new AbortController();
  const stopped = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  const aborted = new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason), { signal: ended.signal });
  });
  const idle = idleTimeout === undefined ? [] : [untilIdle(activity, idleTimeout, stopped)];
  try {
    await Promise.race([work, aborted, ...idle]);
  } finally {
    ended.abort();
  }
}

/** Rejects when nothing has happened for a time. */
async function untilIdle(
  activity: () => number,
  timeout: number,
  stopped: AbortSignal,
): Promise<never> {
  for (let before = NaN; before !== activity();) {
    before = activity();
    await systemClock.sleep(timeout, stopped);
  }
  throw new ContractViolation(
    `the case sent and received nothing for ${timeout / 1000} s, so it was stopped`,
  );
}

/** Returns the reason why a case cannot run against a target. */
function skipReason(
  needs: readonly Capability[],
  { limits, behaviors }: IsolateOptions,
  target: Target,
): string | undefined {
  const missing = needs.find((need) => target[need] === undefined);
  if (missing !== undefined) return SKIP_REASONS[missing];
  if (target.isolate !== undefined) return undefined;
  if (limits !== undefined) return NO_LIMITS;
  return behaviors && NO_BEHAVIORS;
}

function hasAll<N extends Capability>(
  context: Helpers & Target,
  needs: readonly N[],
): context is Helpers & Target & CaseContext<N> {
  return needs.every((need) => context[need] !== undefined);
}

async function helpersFor(
  target: Target,
  dependsOn: DependsOn = {},
): Promise<Helpers & { credentials: Credentials }> {
  const { fetch, baseUrl, clock, allowInsecure } = target;
  // The credentials may be an app of the mock, whose other properties are not client options.
  const { appId, appSecret } = typeof target.credentials === "function"
    ? await target.credentials()
    : target.credentials;
  const credentials = { appId, appSecret };

  const request = (path: string, init: RequestInit = {}) => {
    // All requests must have both (D).
    const headers = new Headers({ accept: JSON_TYPE, "content-type": JSON_TYPE });
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    return fetch(`${baseUrl}${path}`, { ...init, headers });
  };
  const requestToken: Helpers["requestToken"] = (body, headers = {}) =>
    request("token", {
      method: "POST",
      headers,
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const clientOptions = (over: Partial<CredentialOptions> = {}) => ({
    ...credentials,
    fetch,
    baseUrl,
    clock,
    allowInsecure,
    ...over,
  });
  const newToken: Helpers["newToken"] = async (of = credentials) => {
    const response = await requestToken(of);
    equal(response.status, 200, "status of POST token");
    const { token } = await response.json();
    ok(typeof token === "string", "expected a token in the response");
    return token;
  };
  let kept: string | undefined;
  const token = target.token ?? (async (rejected) => {
    if (kept === undefined || kept === rejected) kept = await newToken();
    return kept;
  });
  const call: Call = async (method, path, body, given = {}) => {
    const sent = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const send = (bearer: string) => {
      const headers = { authorization: `Bearer ${bearer}`, ...given };
      return request(path, { method, headers, ...(sent === undefined ? {} : { body: sent }) });
    };
    const bearer = await token();
    const response = await send(bearer);
    if (response.status !== 401) return await readResponse(response);
    // The token request of a client may have ended this token.
    discard(response);
    return await readResponse(await send(await token(bearer)));
  };
  const recordsOf = (collection: string) => collectionCalls(collection, call);
  const behavior: Helpers["behavior"] = async (id) => {
    if (dependsOn[id] === undefined) throw new Error(`dependsOn: the case does not list ${id}`);
    return await target.behavior?.(id) ?? behaviorTable[id].default;
  };
  return {
    target,
    behavior,
    credentials,
    request,
    requestToken,
    newToken,
    call,
    recordsOf,
    records: recordsOf(target.collection ?? ""),
    async statusWith(token) {
      const response = await request("status", { headers: { authorization: `Bearer ${token}` } });
      discard(response);
      return response.status;
    },
    clientOptions,
    client: (over) => createClient(clientOptions(over) satisfies ClientOptions),
  };
}

import { type Client, type ClientOptions, createClient, type Credentials } from "../../mod.ts";
import type { CredentialOptions } from "../../mod.ts";
import type { LimitOptions } from "../../mock-server/mod.ts";
import { answered } from "./response.ts";
import { equal, ok } from "./assert.ts";
import { type Call, type CollectionBench, collectionBench } from "./collection-context.ts";
import type { Target } from "./target.ts";
import { watched } from "./clean-up.ts";
import { leave } from "./tools.ts";

/** How surely the fact behind a case is known. */
export type Evidence =
  /** Stated by the specification. */
  | "S"
  /** Stated by Kinabase's public documentation. */
  | "D"
  /** Observed in programs that use the real service. */
  | "O"
  /** Assumed. */
  | "A";

/** Whether a case sends raw requests to the target, or drives the client against it. */
export type Level = "wire" | "client";

/** One case of the contract, ready for any test runner. */
export interface ContractCase {
  /** Names the case for good: `token/wrong-secret`. */
  id: string;
  /** Says what is expected. */
  title: string;
  /** What the case is about: `token`, `bearer`, … */
  subject: string;
  /** What it looks at. */
  level: Level;
  /** How surely the fact is known. For the client's own rules: the surest fact they rest on. */
  evidence: Evidence;
  /** Why the case cannot run against this target; absent when it can. */
  skip?: string | undefined;
  /** Runs the case; rejects with a `ContractViolation` when the target or the client is at fault. */
  run(): Promise<void>;
}

/** What only some targets have. */
export type Capability =
  | "apps"
  | "clock"
  | "collection"
  | "collections"
  | "drop"
  | "faults"
  /** A target of the case's own, which may be sent any number of wrong credentials. */
  | "isolate"
  | "journal";

/** A case before it meets a target. */
export interface Definition {
  id: string;
  title: string;
  level: Level;
  evidence: Evidence;
  needs: readonly Capability[];
  /** Limits the case's own target is to have. */
  limits?: LimitOptions | undefined;
  run(target: Target): Promise<void>;
}

/** What a case works with: the target's capabilities that it needs, and some helpers. */
export type CaseContext<N extends Capability> = Helpers & { [K in N]: NonNullable<Target[K]> };

interface Helpers {
  /** An active app's credentials. */
  credentials: Credentials;
  /** The target. */
  target: Target;
  /** Sends a raw request. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Sends a raw token request; a text body goes as it is. */
  requestToken(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Asks for a token by hand. */
  newToken(credentials?: Credentials): Promise<string>;
  /** Sends a raw request with a token. A body goes as JSON, a text as it is. */
  call: Call;
  /** The target's `collection`; only for cases that need it. */
  records: CollectionBench;
  /** Another collection, by its ID or slug. */
  recordsOf(collection: string): CollectionBench;
  /** Asks for the status with a token. */
  statusWith(token: string): Promise<number>;
  /** A client wired to the target. */
  client(over?: Partial<CredentialOptions>): Client;
  /** The options of such a client. */
  clientOptions(over?: Partial<CredentialOptions>): CredentialOptions;
}

const LACKING: Readonly<Record<Capability, string>> = {
  apps: "this target cannot make, expire or revoke app registrations",
  clock: "this target's time cannot be moved",
  collection: "this target has no collection to work in",
  collections: "this target cannot make collections",
  drop: "this target cannot leave a request without any answer",
  faults: "this target cannot be made to fail",
  isolate: "this target is shared, so few wrong credentials are sent to it",
  journal: "this target does not tell what reached it",
};

/** Defines a case that runs against any target. */
export function define<N extends Capability = never>(
  definition: Omit<Definition, "run" | "needs"> & {
    needs?: readonly N[];
    run(context: CaseContext<N>): Promise<void>;
  },
): Definition {
  const { needs = [], run, ...rest } = definition;
  return {
    ...rest,
    needs,
    async run(target) {
      const context = { ...target, ...(await helpersFor(target)) };
      ok(hasAll(context, needs), `${rest.id} needs ${needs.join(", ")}`);
      await run(context);
    },
  };
}

/** Binds definitions to a target. */
export function bind(subject: string, definitions: Definition[], target: Target): ContractCase[] {
  return definitions.map(({ id, title, level, evidence, needs, limits, run }) => {
    const reason = obstacle(needs, limits, target);
    return {
      id: `${subject}/${id}`,
      title,
      subject,
      level,
      evidence,
      ...(reason === undefined ? {} : { skip: reason }),
      async run() {
        if (target.isolate === undefined) return await runTidily(run, target);
        const own = await target.isolate({ limits });
        // A case that needs a target of its own has one, whether or not it could be forked again.
        await run({ ...own, isolate: own.isolate ?? target.isolate });
      },
    };
  });
}

/** Runs a case on a target that others use too, and deletes the records it made. */
async function runTidily(run: Definition["run"], shared: Target): Promise<void> {
  const { target, made } = watched(shared);
  try {
    await run(target);
  } finally {
    if (made.size > 0) {
      const { records } = await helpersFor(shared);
      for (const id of made) await records.call("DELETE", `/${encodeURIComponent(id)}`);
    }
  }
}

/** Why a case cannot run against a target. */
function obstacle(
  needs: readonly Capability[],
  limits: LimitOptions | undefined,
  target: Target,
): string | undefined {
  const lacking = needs.find((need) => target[need] === undefined);
  if (lacking !== undefined) return LACKING[lacking];
  if (limits === undefined || target.isolate !== undefined) return undefined;
  return "this target's limits cannot be changed";
}

function hasAll<N extends Capability>(
  context: Helpers & Target,
  needs: readonly N[],
): context is Helpers & Target & CaseContext<N> {
  return needs.every((need) => context[need] !== undefined);
}

async function helpersFor(target: Target): Promise<Helpers & { credentials: Credentials }> {
  const { fetch, baseUrl, clock, allowInsecure } = target;
  // Of what may be a mock's whole app, whose other properties are no options of a client.
  const { appId, appSecret } = typeof target.credentials === "function"
    ? await target.credentials()
    : target.credentials;
  const credentials = { appId, appSecret };

  const request = (path: string, init?: RequestInit) => fetch(`${baseUrl}${path}`, init);
  const requestToken: Helpers["requestToken"] = (body, headers = {}) =>
    request("token", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
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
    ok(typeof token === "string", "expected a token in the answer");
    return token;
  };
  let kept: string | undefined;
  const token = target.token ?? (async () => kept ??= await newToken());
  const call: Call = async (method, path, body, given = {}) => {
    const headers = {
      authorization: `Bearer ${await token()}`,
      "content-type": "application/json",
      ...given,
    };
    const sent = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    return answered(
      await request(path, { method, headers, ...(sent === undefined ? {} : { body: sent }) }),
    );
  };
  const recordsOf = (collection: string) => collectionBench(collection, call);
  return {
    target,
    credentials,
    request,
    requestToken,
    newToken,
    call,
    recordsOf,
    records: recordsOf(target.collection ?? ""),
    async statusWith(token) {
      const response = await request("status", { headers: { authorization: `Bearer ${token}` } });
      leave(response);
      return response.status;
    },
    clientOptions,
    client: (over) => createClient(clientOptions(over) satisfies ClientOptions),
  };
}

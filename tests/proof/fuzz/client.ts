import * as fc from "fast-check";
import {
  type Client,
  type ClientEvent,
  type Collection,
  createClient,
  type JsonObject,
  KinabaseError,
  memoryTokenStore,
  PartialFailureError,
  type SchemaResult,
  type StandardSchema,
  type TokenStore,
  type WriteReport,
} from "../../../mod.ts";
import { createManualClock } from "../../../mock-server/mod.ts";
import { ok } from "../../contract/assert.ts";
import { everythingIn } from "../../contract/tools.ts";
import { createCanaries, makeSecret } from "./canaries.ts";
import { anyCall, type Call, CALL_NAMES, CallerError, make } from "./client-calls.ts";
import { createHostileServer, type HostileServer, type Secrets } from "./hostile-server.ts";
import { type Note, type Property, property } from "./property.ts";
import { expectPlainMessage } from "./refusals.ts";
import { anyReply, type Reply, RIGHT } from "./replies.ts";
import { expectHonestReport } from "./reports.ts";
import { APP_ID } from "./world.ts";

/** A client, its calls, and a server that does its worst. */
interface ClientPlan {
  auth: "credentials" | "token" | "function";
  store: StoreKind;
  retry: number | false;
  rateLimit?: number | undefined;
  calls: Call[];
  together: boolean;
  schema: SchemaKind;
  tokenReply: Reply;
  replies: Reply[];
}

type SchemaKind = "none" | "accepts" | "issues" | "throws" | "never";

type StoreKind = "memory" | "throws" | "null" | "garbage" | "rejects" | "never";

/** The client against a hostile `fetch`. */
export const client: Property = property({
  name: "client",
  runs: 20,
  sizeOf: (plans) => plans.length,
  // Several at a time: most of their time they wait for turns of the event loop.
  input: () => fc.array(anyPlan(), { minLength: 1, maxLength: 70, size: "max" }),
  start: (note) =>
    Promise.resolve(async (plans) => {
      await Promise.all(plans.map((plan) => run(plan, note)));
    }),
  reaches: [
    ...CALL_NAMES.map((name) => `${name} resolved`),
    ...["network", "timeout", "unexpected_response", "bad_request", "not_found", "rate_limit"],
    ...["partial_failure", "authentication", "token_rejected", "aborted"],
  ],
});

const anyPlan = (): fc.Arbitrary<ClientPlan> =>
  fc.record({
    auth: fc.constantFrom("credentials", "credentials", "token", "function"),
    store: fc.oneof(
      { weight: 8, arbitrary: fc.constant<StoreKind>("memory") },
      {
        weight: 1,
        arbitrary: fc.constantFrom<StoreKind>("throws", "null", "garbage", "rejects", "never"),
      },
    ),
    retry: fc.constantFrom<number | false>(false, false, 0, 1, 1, 2, 4),
    rateLimit: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 8 }),
    calls: fc.array(anyCall(), { minLength: 1, maxLength: 3 }),
    together: fc.boolean(),
    schema: fc.oneof(
      { weight: 8, arbitrary: fc.constant<SchemaKind>("none") },
      {
        weight: 1,
        arbitrary: fc.constantFrom<SchemaKind>("accepts", "issues", "throws", "never"),
      },
    ),
    tokenReply: fc.oneof({ weight: 3, arbitrary: fc.constant(RIGHT) }, {
      weight: 1,
      arbitrary: anyReply(),
    }),
    replies: fc.array(anyReply(), { minLength: 1, maxLength: 6 }),
  });

const START = Date.UTC(2026, 0, 1);

async function run(plan: ClientPlan, note: Note): Promise<void> {
  const secrets = secretsOf(plan);
  const canaries = createCanaries();
  for (const secret of Object.values(secrets)) canaries.add(secret);
  const server = createHostileServer(plan.tokenReply, plan.replies, secrets);
  const clock = createManualClock({ start: START });
  const events: ClientEvent[] = [];
  const client = createClient({
    ...authOf(plan, secrets),
    baseUrl: "https://kinabase.invalid/api/v1/",
    fetch: server.fetch,
    clock,
    // Without `after`, a deadline sleeps, which moves the clock: the server may never respond.
    deadlineClock: { now: clock.now, sleep: clock.sleep },
    random: () => 0.5,
    retry: plan.retry,
    rateLimit: plan.rateLimit,
    maxResponseBytes: 20_000,
    onEvent: (event) => void events.push(event),
  });
  const once = async (call: Call) => {
    const { outcome, signal } = await outcomeOf(client, call, plan);
    if ("error" in outcome) {
      expectFair(outcome.error, signal, plan);
      canaries.expectNone(everythingIn(outcome.error), "the error");
      note(nameOf(outcome.error, signal));
    } else note(`${call.name} resolved`);
    const report = "error" in outcome ? reportIn(outcome.error) : outcome.value;
    if (/^bulk|^ingest/.test(call.name) && isReport(report)) {
      if (plan.calls.length === 1) expectHonestReport(report, call, server);
      canaries.expectNone(everythingIn(report), "the report");
    }
  };
  if (plan.together) await Promise.all(plan.calls.map(once));
  else for (const call of plan.calls) await once(call);
  canaries.expectNone(everythingIn(events), "an event");
  ok(await isQuiet(server), "a body is still read after the calls have ended");
}

/** Whether the server is left alone soon after the calls: a token request may end a little later. */
async function isQuiet(server: HostileServer): Promise<boolean> {
  for (let turns = 0; turns < 50; turns++) {
    const pieces = server.pieces();
    await turn();
    await turn();
    if (server.pieces() === pieces) return true;
  }
  return false;
}

/** The next turn of the event loop, when everything that was ready has run. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** An App Secret, and a JWT or, for clients with a token, a token of another form. */
function secretsOf({ auth }: ClientPlan): Secrets {
  const secret = makeSecret(1);
  // A client with a token knows no secret.
  if (auth !== "credentials") return { secret, token: secret };
  const encoded = (part: object) => btoa(JSON.stringify(part)).replaceAll("=", "");
  const exp = START / 1_000 + 3_600;
  const signature = makeSecret(3).replaceAll(/[+/=]/g, "");
  return {
    secret,
    token: `${encoded({ alg: "HS256" })}.${encoded({ exp, appid: APP_ID })}.${signature}`,
  };
}

function authOf({ auth, store }: ClientPlan, { secret, token }: Secrets) {
  if (auth === "token") return { token };
  if (auth === "function") return { token: () => Promise.resolve(token) };
  return {
    appId: APP_ID,
    appSecret: secret,
    allowBrowser: true,
    tokenStore: storeOf(store, token),
  };
}

function storeOf(kind: StoreKind, token: string): TokenStore {
  const rejected = () => Promise.reject(new Error(`the store failed for ${token}`));
  const get: Record<Exclude<StoreKind, "memory">, () => unknown> = {
    throws() {
      throw new Error(`the store failed for ${token}`);
    },
    null: () => null,
    garbage: () => ({ token: 5, expiresAt: "soon" }),
    rejects: rejected,
    never: () => new Promise(() => {}),
  };
  if (kind === "memory") return memoryTokenStore();
  // A store that breaks the rules of its type, which is the point.
  const set = kind === "rejects" || kind === "never" ? get[kind] : () => {};
  return Object.assign(memoryTokenStore(), { get: get[kind], set });
}

function schemaOf(kind: SchemaKind): StandardSchema<JsonObject> | undefined {
  if (kind === "none") return undefined;
  const validate: Record<Exclude<SchemaKind, "none">, () => Promise<SchemaResult<JsonObject>>> = {
    accepts: () => Promise.resolve({ value: {} }),
    issues: () => Promise.resolve({ issues: [{ message: "wrong", path: ["a", { key: 1 }] }] }),
    throws() {
      throw new CallerError("the caller's schema failed");
    },
    never: () => new Promise(() => {}),
  };
  return { "~standard": { version: 1, vendor: "fuzz", validate: validate[kind] } };
}

type Outcome = { value: unknown } | { error: unknown };

async function outcomeOf(
  client: Client,
  call: Call,
  { replies, schema }: ClientPlan,
): Promise<{ outcome: Outcome; signal: AbortSignal }> {
  const controller = new AbortController();
  const { signal } = controller;
  const abort = () => controller.abort(...reasonOf(call));
  if (call.abort === "before") abort();
  const mayBeEndless = replies.some(({ delivery }) => delivery === "endless");
  const kind = schemaOf(schema);
  const people: Collection = kind === undefined
    ? client.collection("people")
    : client.collection("people", { schema: kind });
  // Streams and bulk calls have no limit of their own, also not for the caller's schema.
  const timed = { ...call, timeout: call.timeout ?? (schema === "never" ? 5_000 : undefined) };
  const making = make(client, people, timed, signal, mayBeEndless).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (typeof call.abort === "number") {
    for (let i = 0; i < call.abort; i++) await turn();
    abort();
  }
  return { outcome: await making, signal };
}

function reasonOf({ reason }: Call): unknown[] {
  switch (reason) {
    case "default":
      return [];
    case "error":
      return [new CallerError("the caller aborted")];
    case "text":
      return ["stop"];
    case "null":
      return [null];
  }
}

/** Throws unless an error is one that the client may throw. */
function expectFair(
  error: unknown,
  signal: AbortSignal,
  { tokenReply, replies, schema }: ClientPlan,
): void {
  if (signal.aborted && error === signal.reason) return;
  if (error instanceof KinabaseError) return;
  if (schema === "throws" && error instanceof CallerError) return;
  ok(error instanceof Error, `rejected with ${String(error)}`);
  // A defect of the caller's own `fetch` is passed on as it is.
  if (
    [tokenReply, ...replies].some(({ instead }) => isDefect(instead)) &&
    DEFECTS.includes(error.name)
  ) return;
  ok(error instanceof TypeError, `rejected with ${error.name}: ${error.message}`);
  expectPlainMessage(error.message);
}

const DEFECTS: readonly string[] = ["ReferenceError", "RangeError", "TypeError"];

function isDefect(instead: Reply["instead"]): boolean {
  return instead !== undefined && "throws" in instead &&
    ["reference", "range", "not a function"].includes(instead.throws);
}

function nameOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted && error === signal.reason) return "aborted";
  if (error instanceof KinabaseError) return error.code;
  return error instanceof Error ? error.name : typeof error;
}

function reportIn(error: unknown): unknown {
  return error instanceof PartialFailureError ? error.report : undefined;
}

function isReport(value: unknown): value is WriteReport {
  return typeof value === "object" && value !== null && "unsent" in value;
}

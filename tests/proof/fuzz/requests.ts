import * as fc from "fast-check";
import type { Snapshot } from "../../../mock-server/mod.ts";
import { JournalMismatch } from "../../../mock-server/mod.ts";
import { API_OPERATIONS, type ApiOperation } from "../../../src/wire/operations.ts";
import { ok } from "../../contract/assert.ts";
import { bodyFrom, type BodyPlan, textOf, TOKEN, VALID_BODIES } from "./bodies.ts";
import { canonical } from "./canonical.ts";
import { anyJson } from "./json.ts";
import { expectApplied } from "./model.ts";
import { isPlain, pathOf, type PathPlan, pathText } from "./paths.ts";
import { type Note, type Property, property } from "./property.ts";
import { anyText } from "./text.ts";
import {
  createWorld,
  type Target,
  TARGETS,
  TOKEN_NAMES,
  type TokenName,
  type World,
} from "./world.ts";

/** A request to the mock. */
interface RequestPlan {
  /** The ID of the operation that it starts from. */
  operation: string;
  method: string;
  path: PathPlan;
  query: [name: string, value: string][];
  token: TokenName | "none";
  /** The `Authorization` header; the token replaces its placeholder. */
  authorization: string;
  headers: [name: string, value: string][];
  body?: BodyPlan | undefined;
  /** How the body is sent: whole, in pieces, or as a stream that breaks off. */
  delivery: "whole" | "pieces" | "broken";
}

/** Random requests to the API of a mock. */
export const requests: Property = property({
  name: "requests",
  runs: 700,
  input() {
    const each = API_OPERATIONS.flatMap((of) => TARGETS.map((target) => requestTo(of, target)));
    return fc.array(fc.oneof(...each), { minLength: 1, maxLength: 4 });
  },
  async start(note) {
    const world = await createWorld();
    return async (plans) => {
      world.mock.tenant.reset();
      for (const plan of plans) await expectGoodAnswer(world, plan, note);
      await expectReachable(world);
    };
  },
  reaches: [
    ...API_OPERATIONS.map(({ id }) => `${id} 2xx`),
    ...API_OPERATIONS.filter(({ body }) => body !== undefined).map(({ id }) => `${id} 4xx`),
  ],
});

const METHODS = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "get", "patch", "FOO"];

/** The forms of the header that the mock accepts. */
const GOOD_FORMS: readonly string[] = [`Bearer ${TOKEN}`, `bearer  ${TOKEN}`, ` BEARER ${TOKEN} `];
const ODD_FORMS: readonly string[] = [
  TOKEN,
  "Bearer",
  "Bearer ",
  `Basic ${TOKEN}`,
  `Bearer ${TOKEN}, Bearer ${TOKEN}`,
  `Bearer ${TOKEN} x`,
  `Bearer\t${TOKEN}`,
  `Bearer ${TOKEN}.`,
  `Bearer ${TOKEN}=`,
];

const TYPES: readonly string[] = [
  "application/json; charset=utf-8",
  "APPLICATION/JSON",
  "application/problem+json",
  "application/json;",
  "application/jsonx",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "multipart/form-data; boundary=x",
  "",
];

const QUERY_NAMES = ["pageIndex", "pageSize", "includeLists", "updatedAfter", "externalService"];
const QUERY_VALUES = [
  "0",
  "1",
  "10",
  "51",
  "true",
  "false",
  "2026-01-01",
  "2026-01-01T00:00:00",
  "crm",
];

function requestTo(
  { id, method, path }: ApiOperation,
  target: Target,
): fc.Arbitrary<RequestPlan> {
  const paths = target.links.map(({ key, id }) =>
    pathOf(path, {
      collection: target.names,
      id: target.ids,
      service: [key],
      externalId: [id],
    })
  );
  const usually = <T>(usual: T, else_: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 15, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: else_ });
  const type = fc.constantFrom(...TYPES);
  const header = fc.oneof(
    fc.record({
      name: fc.constant("content-length"),
      value: fc.constantFrom("0", "3", "-1", "1e9"),
    }),
    fc.record({ name: fc.constant("transfer-encoding"), value: fc.constant("chunked") }),
    fc.record({ name: fc.constantFrom("x-odd", "accept", "host", "cookie"), value: anyText() }),
  );
  const valid = VALID_BODIES[id];
  return fc.record({
    operation: fc.constant(id),
    method: usually(method, fc.constantFrom(...METHODS)),
    path: fc.oneof(...paths),
    query: fc.oneof(
      { weight: 2, arbitrary: fc.constant<[string, string][]>([]) },
      {
        weight: 1,
        arbitrary: fc.array(
          fc.tuple(
            fc.oneof(fc.constantFrom(...QUERY_NAMES), anyText()),
            fc.oneof(fc.constantFrom(...QUERY_VALUES, TOKEN), anyText()),
          ),
          { maxLength: 3 },
        ),
      },
    ),
    token: usually<TokenName | "none">("good", fc.constantFrom(...TOKEN_NAMES, "none")),
    authorization: usually(
      `Bearer ${TOKEN}`,
      fc.oneof(fc.constantFrom(...GOOD_FORMS, ...ODD_FORMS), anyText()),
    ),
    headers: fc.tuple(
      usually("application/json", fc.oneof(type, anyText())),
      usually([], fc.array(header, { maxLength: 2 })),
    ).map(([type, others]) => [
      ["content-type", type],
      ...others.map(({ name, value }): [string, string] => [name, value]),
    ]),
    body: valid === undefined
      ? usually(undefined, bodyFrom(anyJson()))
      : fc.option(bodyFrom(valid(target)), { nil: undefined, freq: 20 }),
    delivery: fc.oneof(
      { weight: 10, arbitrary: fc.constant<"whole">("whole") },
      { weight: 2, arbitrary: fc.constantFrom("pieces", "broken") },
    ),
  });
}

/** A request with what is known about it. */
interface Sent {
  request: Request;
  /** The text of the body, if all of it was sent. */
  text: string | undefined;
}

async function expectGoodAnswer(world: World, plan: RequestPlan, note: Note): Promise<void> {
  const { mock, canaries } = world;
  const sent = requestFrom(world, plan);
  if (sent === undefined) return note("not a request");
  const before = await mock.tenant.snapshot();
  const arrived = mock.journal.entries().length + mock.journal.dropped;
  const response = await mock.fetch(sent.request);
  const { status } = response;
  const text = await response.text();
  const after = await mock.tenant.snapshot();
  note(`${plan.operation} ${Math.floor(status / 100)}xx`);

  ok(status >= 200 && status < 500, `expected a status below 500, got ${status}: ${text}`);
  if (status >= 400) {
    if (plan.method !== "HEAD") expectError(response, text);
    canaries.expectNone(text, "the error");
    expectSame(before, after, `a response with ${status}`);
  } else {
    const answer: unknown = text === "" ? undefined : JSON.parse(text);
    expectAllowed(world, plan, sent, answer);
    expectEffect(plan, sent, answer, before, after);
  }
  expectBoundedJournal(world, arrived + 1);
}

function requestFrom(
  { mock, tokens, appSecret: secret }: World,
  plan: RequestPlan,
): Sent | undefined {
  const { method, query, authorization, delivery } = plan;
  const path = pathText(plan.path);
  if (path === undefined) return undefined;
  const token = plan.token === "none" ? "" : tokens[plan.token];
  const fill = (text: string) => text.replaceAll(TOKEN, token);
  const search = new URLSearchParams(query.map(([name, value]) => [name, fill(value)]));
  const url = `${mock.baseUrl.slice(0, -1)}${path}${query.length === 0 ? "" : `?${search}`}`;
  const hasBody = plan.body !== undefined && !/^(?:GET|HEAD)$/i.test(method);
  const text = hasBody && plan.body ? textOf(plan.body, { secret, token }) : undefined;
  const init: RequestInit & { duplex: "half" } = { method, duplex: "half" };
  if (text !== undefined) init.body = delivery === "whole" ? text : streamOf(text, delivery);
  try {
    const headers = new Headers(plan.headers.filter(([, value]) => value !== ""));
    if (plan.token !== "none") headers.set("authorization", fill(authorization));
    const request = new Request(url, { ...init, headers });
    return { request, text: delivery === "broken" ? undefined : text };
  } catch (error) {
    // The runtime allows no such URL, method or header.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function streamOf(text: string, delivery: "pieces" | "broken"): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const isLast = at >= bytes.length / 2;
      if (isLast && delivery === "broken") return controller.error(new Error("lost"));
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at += 7 + Math.floor(bytes.length / 5)));
    },
  }, { highWaterMark: 0 });
}

function expectError(response: Response, text: string): void {
  const type = response.headers.get("content-type") ?? "none";
  ok(type.startsWith("application/json"), `expected JSON, got ${type}`);
  const body: unknown = JSON.parse(text);
  const isEnvelope = typeof body === "object" && body !== null && "error" in body &&
    typeof body.error === "string" && Object.keys(body).length === 1;
  ok(isEnvelope, `expected { "error": text }, got ${text}`);
  ok(text.length < 2_000, `expected an error shorter than 2,000 characters, got ${text.length}`);
}

function expectSame(before: Snapshot, after: Snapshot, what: string): void {
  ok(canonical(before) === canonical(after), `${what} changed the store`);
}

/** Only the good token and the right secret open anything. */
function expectAllowed(world: World, plan: RequestPlan, sent: Sent, answer: unknown): void {
  const { operation, token, authorization } = plan;
  const pathname = decodeURIComponent(new URL(sent.request.url).pathname);
  if (/^\/+api\/+v1\/+(?:version|token)$/.test(pathname)) {
    if (operation !== "requestToken") return;
    const body: unknown = JSON.parse(sent.text ?? "{}");
    const given = typeof body === "object" && body !== null ? Object.values(body) : [];
    ok(given.includes(world.appSecret), "a token without the right secret");
    const issued = typeof answer === "object" && answer !== null ? Object.values(answer) : [];
    for (const value of issued) world.canaries.add(String(value));
    return;
  }
  ok(token === "good", `a request with the token "${token}" was accepted`);
  const form = authorization.trim().replace(/ +/g, " ").toLowerCase();
  ok(form === `bearer ${TOKEN}`, `the header "${authorization}" was accepted`);
}

/** A read changes nothing; a write does what it says. */
function expectEffect(
  plan: RequestPlan,
  sent: Sent,
  answer: unknown,
  before: Snapshot,
  after: Snapshot,
): void {
  const { operation, path: { params } } = plan;
  const { method } = sent.request;
  const found = API_OPERATIONS.find(({ id }) => id === operation);
  const isKnown = isPlain(plan.path) && found?.method === method;
  if (isKnown) {
    const checked = found.response?.safeParse(answer);
    ok(checked?.success !== false, `the response of ${operation} does not match its schema`);
  }
  if (method === "GET" || method === "HEAD" || operation === "requestToken") {
    return expectSame(before, after, `a ${method}`);
  }
  if (!isKnown) return;
  const hasBody = found.body !== undefined && sent.text !== undefined;
  const body: unknown = hasBody ? JSON.parse(sent.text ?? "") : undefined;
  expectApplied({ operation, params, sent: body, answer }, before, after);
}

/** The journal has the request, stays within its limits, and contains no secret. */
function expectBoundedJournal({ mock, canaries }: World, arrived: number): void {
  const { journal } = mock;
  const entries = journal.entries();
  ok(entries.length + journal.dropped === arrived, "the journal does not have each request once");
  ok(entries.length <= 5, `expected at most 5 entries, got ${entries.length}`);
  const text = JSON.stringify(entries);
  // Twice the limit: redaction can make a text longer.
  ok(text.length < 2 * 20_000 + 5 * 200, `the journal has ${text.length} characters`);
  canaries.expectNone(text, "the journal");
  canaries.expectNone(decoded(text), "the decoded journal");
  try {
    journal.expect({ path: "/no/such/path" }, 1);
  } catch (error) {
    ok(error instanceof JournalMismatch, `journal.expect threw ${String(error)}`);
    ok(error.message.length < 5_000, `the mismatch has ${error.message.length} characters`);
    canaries.expectNone(error.message, "the mismatch");
  }
}

/** The text with its percent-encoding removed, as far as it is valid. */
function decoded(text: string): string {
  return text.replace(/%[\da-f]{2}/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
}

/** The path of segments; `undefined` if a URL cannot contain one of them. */
function pathFrom(segments: readonly string[]): string | undefined {
  if (segments.some((segment) => segment === "." || segment === "..")) return undefined;
  try {
    return segments.map(encodeURIComponent).join("/");
  } catch {
    return undefined;
  }
}

/** Every record can be read by its ID and by each of its links, unless a URL cannot contain them. */
async function expectReachable({ mock, tokens }: World): Promise<void> {
  const headers = { authorization: `Bearer ${tokens.good}` };
  const { collections } = await mock.tenant.snapshot();
  for (const { slug, records } of collections) {
    for (const { id, external } of records) {
      const links = external.map(({ key, id: externalId }) => ["ext", key, externalId]);
      for (const segments of [[id], ...links]) {
        const path = pathFrom(segments);
        if (path === undefined) continue;
        const response = await mock.fetch(`${mock.baseUrl}collections/${slug}/${path}`, {
          headers,
        });
        const body: unknown = await response.json();
        const found = typeof body === "object" && body !== null && "id" in body ? body.id : body;
        ok(found === id, `GET ${path} returned ${JSON.stringify(found)} instead of ${id}`);
      }
    }
  }
}

import * as fc from "fast-check";
import { createManualClock, createMockServer, type MockServer } from "../../../mock-server/mod.ts";
import { CONTROL_ROUTES } from "../../../mock-server/control/routes/mod.ts";
import { ok } from "../../contract/assert.ts";
import { bodyFrom, type BodyPlan, textOf } from "./bodies.ts";
import { type Canaries, createCanaries, makeSecret } from "./canaries.ts";
import { CONTROL_BODIES } from "./control-bodies.ts";
import { pathOf, type PathPlan, pathText } from "./paths.ts";
import { type Note, type Property, property } from "./property.ts";
import { expectPlainMessage } from "./refusals.ts";
import { anyText } from "./text.ts";
import { APP_ID, seedOf } from "./world.ts";

/** A request to the control API or to a form of its page. */
interface ControlPlan {
  operation: string;
  method: string;
  path: PathPlan;
  query: [name: string, value: string][];
  headers: [name: string, value: string][];
  body?: BodyPlan | undefined;
  /** The fields of a form, instead of a body. */
  form?: [name: string, value: string][] | undefined;
}

/** Random requests to the control API, and what remains afterward. */
export const control: Property = property({
  name: "control",
  runs: 350,
  input() {
    const routes = CONTROL_ROUTES.map(requestTo);
    const forms = Object.entries(FORMS).map(([name, fields]) => formTo(name, fields));
    const each = fc.oneof(
      { weight: 4, arbitrary: fc.oneof(...routes) },
      { weight: 1, arbitrary: fc.oneof(...forms) },
    );
    return fc.array(each, { minLength: 1, maxLength: 4 });
  },
  async start(note) {
    const appSecret = makeSecret();
    const clock = createManualClock({ start: 0 });
    const mock = createMockServer({ control: true, clock, seed: seedOf(appSecret) });
    const canaries = createCanaries();
    const world: ControlWorld = {
      mock,
      canaries,
      secrets: { secret: appSecret, token: "" },
      otherId: "",
    };
    world.secrets.token = await tokenOf(world, appSecret) ?? "";
    for (const secret of Object.values(world.secrets)) canaries.add(secret);
    return async (plans: ControlPlan[]) => {
      world.otherId = mock.createTenant().id;
      for (const plan of plans) {
        await expectGoodAnswer(world, plan, note);
        await expectAlive(world);
      }
      await expectRecovery(world, note);
    };
  },
  reaches: ["works without reset", "works after reset"],
});

interface ControlWorld {
  mock: MockServer;
  canaries: Canaries;
  secrets: { secret: string; token: string };
  /** The ID of a second tenant. */
  otherId: string;
}

/** What a request sent back. */
interface Answer {
  status: number;
  text: string;
}

/** Stands for the ID of the second tenant. */
const OTHER = "other-tenant";

const ORIGIN = "http://localhost:8787";

const VALUES: Readonly<Record<string, readonly string[]>> = {
  tenant: [...Array(8).fill("default"), OTHER, "nobody"],
  appId: [APP_ID],
  collection: ["people", "sensors", "5B0F8C86-6C39-4D1C-9C1E-4D4E0C3B7A02"],
  record: ["r1", "r2"],
  fault: ["1", "2"],
};

const QUERIES = ["method", "path", "status", "since", "after", "limit", "pageIndex", "pageSize"];
const QUERY_VALUES = [
  "GET",
  "/*",
  "200",
  "0",
  "1",
  "999999999999999",
  "2026-01-01T00:00:00Z",
  "1e3",
];

function requestTo(
  { id, method, path }: { id: string; method: string; path: string },
): fc.Arbitrary<ControlPlan> {
  const usually = <T>(usual: T, rare: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare });
  const valid = CONTROL_BODIES[id];
  const isRead = method === "GET";
  return fc.record({
    operation: fc.constant(id),
    method: usually(method, fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "FOO")),
    path: pathOf(`/__mock${path}`, VALUES),
    query: fc.array(
      fc.tuple(
        fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...QUERIES) }, {
          weight: 1,
          arbitrary: anyText(),
        }),
        fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...QUERY_VALUES) }, {
          weight: 1,
          arbitrary: anyText(),
        }),
      ),
      { maxLength: isRead ? 2 : 0 },
    ),
    headers: usually<[string, string][]>(
      [["content-type", "application/json"]],
      fc.constantFrom<[string, string][]>(
        [["content-type", "text/plain"]],
        [["content-type", "application/json"], ["host", "evil.invalid"]],
        [["content-type", "application/json"], ["origin", "https://evil.invalid"]],
        [],
      ),
    ),
    body: valid === undefined
      ? fc.constant(undefined)
      : fc.option(bodyFrom(valid()), { nil: undefined, freq: 20 }),
  });
}

/** The forms of the page, with their fields. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  view: [
    "dialog",
    "search",
    "inPath",
    "withStatus",
    "ofApp",
    "show",
    "until",
    "entry",
    "find",
    "record",
  ],
  apps: ["name", "description"],
  "apps/expire": ["appId"],
  "apps/revoke": ["appId"],
  api: ["enabled"],
  clock: ["do"],
  token: ["token"],
  faults: ["kind", "status", "duration", "after", "retryAfter", "path", "method", "times"],
  "faults/remove": ["id"],
  "faults/clear": [],
  chaos: ["rate", "seed"],
  "chaos/off": [],
  "clock/set": ["time", "check"],
  "journal/clear": [],
  "journal/send": ["id"],
  "journal/test": [],
  collections: ["name", "slug", "check"],
  records: ["json", "check"],
  "records/edit": ["json", "recordId", "check"],
  "records/import": ["json", "check"],
  "records/export": [],
  "tenant/reset": [],
  "tenant/restore": ["json", "check"],
  "tenant/snapshot": [],
};

const FIELD_VALUES = [
  "default",
  "people",
  "1",
  "2",
  "1h",
  "5m",
  "freeze",
  "resume",
  "true",
  "503",
  "status",
  "delay",
  "drop",
  "html",
  "0.5",
  "/token",
  APP_ID,
  "app",
  "failed",
  "/collections/*",
  '{"fullName":"Ada"}',
  '[{"data":{}}]',
  "2026-03-02 09:30",
  `revoke:${APP_ID}`,
];

function formTo(name: string, fields: readonly string[]): fc.Arbitrary<ControlPlan> {
  const known = [...fields, "tenant", "collection", "page", "token", "dialog", "done"];
  return fc.record({
    operation: fc.constant(`form ${name}`),
    method: fc.constant("POST"),
    path: pathOf(`/__mock/inspector/${name}`, {}),
    query: fc.constant<[string, string][]>([]),
    headers: fc.constantFrom<[string, string][]>(
      [["content-type", "application/x-www-form-urlencoded"]],
      [["content-type", "application/x-www-form-urlencoded"], ["x-inspector", "1"]],
    ),
    form: fc.array(
      fc.tuple(
        fc.constantFrom(...known),
        fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...FIELD_VALUES) }, {
          weight: 1,
          arbitrary: anyText(),
        }),
      ),
      { maxLength: 6 },
    ),
  });
}

async function expectGoodAnswer(world: ControlWorld, plan: ControlPlan, note: Note): Promise<void> {
  const request = requestFrom(world, plan);
  if (request === undefined) return note("not a request");
  // On a running clock a sleep takes real time.
  const answer = await answerTo(world, request, plan.operation === "sleep");
  if (answer === undefined) return note(`${plan.operation} aborted`);
  const { status, text } = answer;
  note(`${plan.operation} ${Math.floor(status / 100)}xx`);
  ok(status < 500, `expected a status below 500, got ${status}: ${text}`);
  if (status < 400 || plan.form !== undefined) return;
  // Paths outside the control API get the error of the API.
  const body: unknown = JSON.parse(text);
  const error = typeof body === "object" && body !== null && Object.keys(body).length === 1
    ? Reflect.get(body, "error")
    : undefined;
  ok(typeof error === "string", `expected { "error": text }, got ${text}`);
  expectPlainMessage(error);
  world.canaries.expectNone(text, "the error");
}

function requestFrom({ secrets, otherId }: ControlWorld, plan: ControlPlan): Request | undefined {
  const { method, query, headers, body, form } = plan;
  const path = pathText(plan.path)?.replace(OTHER, otherId);
  if (path === undefined) return undefined;
  const search = query.length === 0 ? "" : `?${new URLSearchParams(query)}`;
  const hasBody = method !== "GET";
  const text = form !== undefined
    ? String(new URLSearchParams(form))
    : body === undefined
    ? undefined
    : textOf(body, secrets);
  try {
    return new Request(`${ORIGIN}${path}${search}`, {
      method,
      headers,
      ...(hasBody && text !== undefined ? { body: text } : {}),
    });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Sends a request and reads its response. One that may never end is aborted after a while. */
async function answerTo(
  { mock }: ControlWorld,
  request: Request,
  mayNeverEnd = false,
): Promise<Answer | undefined> {
  const abort = new AbortController();
  let isDone = false;
  const answering = (async () => {
    try {
      const response = await mock.fetch(request, { signal: abort.signal });
      const { status } = response;
      return { status, text: await response.text() };
    } catch (error) {
      // An injected fault may drop the connection.
      if (abort.signal.aborted || error instanceof TypeError) return undefined;
      throw error;
    } finally {
      isDone = true;
    }
  })();
  for (let i = 0; mayNeverEnd && i < 30 && !isDone; i++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  if (mayNeverEnd && !isDone) abort.abort();
  return await answering;
}

/** Whether a request to the API may wait for a delay or for the rest of a body. */
function hasFaults({ mock: { faults } }: ControlWorld): boolean {
  return faults.list().length > 0 || faults.chaos() !== undefined;
}

/** The API still responds. Only an injected fault may make it fail. */
async function expectAlive(world: ControlWorld): Promise<void> {
  const { journal } = world.mock;
  const request = new Request(`${ORIGIN}/api/v1/version`);
  const answer = await answerTo(world, request, hasFaults(world));
  const fault = journal.entries().at(-1)?.fault;
  if (fault !== undefined) return;
  ok(answer !== undefined, "the API does not respond");
  ok(answer.status < 500, `GET version returned ${answer.status}: ${answer.text}`);
}

/** A token can be requested, at least after a reset. The page can be shown. */
async function expectRecovery(world: ControlWorld, note: Note): Promise<void> {
  const { mock, secrets } = world;
  const page = await answerTo(world, new Request(`${ORIGIN}/`));
  ok(page?.status === 200, `the page returned ${page?.status}: ${page?.text}`);
  const works = await tokenOf(world, secrets.secret) !== undefined;
  note(works ? "works without reset" : "works after reset");
  await reset(world);
  ok(await tokenOf(world, secrets.secret) !== undefined, "no token after a reset");
  ok(mock.tenant.collections.list().length === 2, "the seed was not restored");
}

/** Restores the initial state, and removes the tenants that were created. */
async function reset(world: ControlWorld): Promise<void> {
  const send = (method: string, path: string) =>
    answerTo(world, new Request(`${ORIGIN}/__mock${path}`, { method }));
  const { text = "[]" } = await send("GET", "/tenants") ?? {};
  const tenants: unknown = JSON.parse(text);
  ok(Array.isArray(tenants), `GET tenants returned ${text}`);
  for (const { id } of tenants.slice(1)) await send("DELETE", `/tenants/${id}`);
  const answer = await send("POST", "/tenants/default/reset");
  ok(answer?.status === 204, `the reset returned ${answer?.status}: ${answer?.text}`);
}

async function tokenOf(world: ControlWorld, appSecret: string): Promise<string | undefined> {
  const answer = await answerTo(
    world,
    new Request(`${ORIGIN}/api/v1/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ appId: APP_ID, appSecret }),
    }),
    hasFaults(world),
  );
  if (answer?.status !== 200) return undefined;
  try {
    const body: unknown = JSON.parse(answer.text);
    return typeof body === "object" && body !== null && "token" in body
      ? String(body.token)
      : undefined;
  } catch {
    // A fault broke the body.
    return undefined;
  }
}

import { randomKey } from "../../../mock-server/control/key.ts";
import type { MockServer } from "../../../mock-server/mod.ts";
import { defended } from "./attempts.ts";
import { sample } from "./choices.ts";
import { type ControlNames, type ControlRequest, controlRequests } from "./control-requests.ts";
import { type Canary, discloseNothing } from "./disclosure.ts";
import { type Disguise, foreignDisguises, keylessDisguises, OWN_HOST } from "./disguises.ts";
import { sendable } from "./sendable.ts";
import type { AttackGroup } from "./group.ts";
import { createTarget, furnished, type Victim } from "./victim.ts";

const KIND = "the control API";
const REFUSALS = [400, 401, 403, 404, 405];
/** How many requests from elsewhere are tried with the right key, too. */
const WITH_KEY = 20;
/** How many requests are sent in each way. */
const EACH = 15;
const LONGEST_REFUSAL = 600;
const OTHER_METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"];

/**
 * Every request of the control API and of the page, sent from other hosts, from pages of other sites, without the
 * key, and in other spellings. None may pass. Sent as its owner sends it, each of them passes.
 */
export const controlAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  const key = randomKey();
  const open = await createControlled({ control: true });
  const keyed = await createControlled({ control: { key } });
  const own = { authorization: `Bearer ${key}` };
  const attacks = [
    { target: open, disguises: foreignDisguises(), headers: {}, isKeyed: false },
    {
      target: keyed,
      disguises: sample(foreignDisguises(), WITH_KEY * scale, random),
      headers: own,
      isKeyed: false,
    },
    { target: keyed, disguises: keylessDisguises(key), headers: {}, isKeyed: true },
    {
      target: open,
      disguises: [{
        name: "an address that other machines can reach",
        headers: { "x-mock-exposed": "1" },
      }],
      headers: {},
      isKeyed: true,
    },
  ];
  for (const { target: { mock, victim, names }, disguises, headers, isKeyed } of attacks) {
    const requests = await controlRequests(mock, names, own);
    const secrets: Canary[] = [
      { name: "the tenant's data", value: victim.canary },
      { name: "the key", value: key },
    ];
    for (const disguise of disguises) {
      const before = await stateOf(mock, victim, own);
      for (const request of sample(requests, EACH * scale, random)) {
        await attempt(KIND, `${disguise.name}, on ${request.name}`, async () => {
          const response = await send(mock, request, disguise, headers);
          await expectRefused(response, request, secrets, isKeyed);
        });
      }
      await attempt(KIND, `${disguise.name}, on everything that is stored`, async () => {
        defended(await stateOf(mock, victim, own) === before, "it changed the mock");
      });
    }
    const [first] = disguises;
    if (first === undefined) continue;
    const before = await stateOf(mock, victim, own);
    for (const request of requests) {
      for (const method of OTHER_METHODS) {
        await attempt(KIND, `${first.name}, on ${request.name} as ${method}`, async () => {
          const response = await send(mock, { ...request, method }, first, headers);
          await expectRefused(response, { ...request, method }, secrets, isKeyed);
        });
      }
    }
    await attempt(
      KIND,
      `${first.name}, with other methods, on everything that is stored`,
      async () => {
        defended(await stateOf(mock, victim, own) === before, "it changed the mock");
      },
    );
  }
  for (const { mock, victim, names } of [open, keyed]) {
    const requests = await controlRequests(mock, names, own);
    const before = await stateOf(mock, victim, own);
    for (const request of requests.filter(({ body }) => body?.type === "application/json")) {
      for (const type of TYPES_OF_FORMS) {
        await attempt(KIND, `${request.name} as ${type}`, async () => {
          const body = { type, text: request.body?.text ?? "" };
          const response = await send(mock, { ...request, body }, {}, own);
          defended(response?.status === 400, `expected 400, got ${response?.status}`);
        });
      }
    }
    await attempt(KIND, "other types of bodies, on everything that is stored", async () => {
      defended(await stateOf(mock, victim, own) === before, "it changed the mock");
    });
    // What the owner sends must pass, or the refusals above prove nothing.
    for (const request of requests) {
      await attempt(KIND, `the owner's ${request.name}`, async () => {
        const response = await send(mock, request, {}, own);
        const status = response?.status ?? 0;
        defended(status >= 200 && status < 400, `expected success, got ${status}`);
      });
    }
  }
};

/** The types that a page of another site can send without asking, and some that look like JSON. */
const TYPES_OF_FORMS = [
  "text/plain",
  "text/plain; application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=application/json",
  "text/json",
  "application/jsonx",
  "application/x+xml",
];

interface Controlled {
  mock: MockServer;
  victim: Victim;
  names: ControlNames;
}

async function createControlled(
  options: Parameters<typeof createTarget>[0],
): Promise<Controlled> {
  const mock = createTarget(options);
  const victim = await furnished(mock.createTenant());
  const { tenant, app, place } = victim;
  const fault = tenant.faults.add({ kind: "drop", times: 1_000 });
  const names = {
    tenant: tenant.id,
    appId: app.appId,
    collection: place.collection,
    record: place.id,
    fault,
  };
  return { mock, victim, names };
}

async function send(
  mock: MockServer,
  { method, path, body }: ControlRequest,
  { origin = `http://${OWN_HOST}`, headers = {}, path: spelled = (same) => same }: Partial<
    Disguise
  >,
  own: Record<string, string>,
): Promise<Response | undefined> {
  const isBodyless = method === "GET" || method === "HEAD";
  let request: Request;
  try {
    for (const value of Object.values(headers)) sendable(value);
    request = new Request(`${origin}${spelled(path)}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": body.type }), ...own, ...headers },
      ...(body === undefined || isBodyless ? {} : { body: body.text }),
    });
  } catch {
    // Some hosts and headers cannot be sent at all.
    return undefined;
  }
  return await mock.fetch(request);
}

/** What needs no key, because it contains nothing of the mock: the page that asks for it, and the document. */
const WITHOUT_KEY = /^GET \/(?:openapi\.json$|$| with )/;

async function expectRefused(
  response: Response | undefined,
  { name, method }: ControlRequest,
  secrets: readonly Canary[],
  isKeyed: boolean,
): Promise<void> {
  if (response === undefined) return;
  const { status } = response;
  const text = await response.text();
  discloseNothing(text, secrets, "the answer");
  const reads = method === "GET" || method === "HEAD";
  if (isKeyed && reads && status === 200 && WITHOUT_KEY.test(name)) return;
  defended(REFUSALS.includes(status), `expected a refusal, got ${status}`);
  defended(text.length < LONGEST_REFUSAL, `the answer has ${text.length} characters`);
  defended(!response.headers.has("access-control-allow-origin"), "the answer is open to all pages");
}

/** Everything that a request could have changed, as text. */
async function stateOf(
  mock: MockServer,
  { tenant }: Victim,
  own: Record<string, string>,
): Promise<string> {
  const tenants = await mock.fetch(`http://${OWN_HOST}/__mock/tenants`, { headers: own });
  const each = await Promise.all([mock.tenant, tenant].map(async (of) => [
    await of.snapshot(),
    of.faults.list(),
    of.faults.chaos(),
    of.clock.now(),
  ]));
  return JSON.stringify([await tenants.text(), each, tenant.journal.count()]);
}

import { createClient, memoryTokenStore } from "../../../mod.ts";
import { randomKey } from "../../../mock-server/control/key.ts";
import { createMockControl, type MockServer } from "../../../mock-server/mod.ts";
import { sample } from "./choices.ts";
import { CLIENT_CALLS } from "./client-calls.ts";
import { controlRequests } from "./control-requests.ts";
import { type Canary, discloseNothing } from "./disclosure.ts";
import { OWN_HOST } from "./disguises.ts";
import { everythingShown, runtimeInspectors } from "./everything-shown.ts";
import type { AttackGroup } from "./group.ts";
import { createTarget, furnished, tokenOf, type Victim } from "./victim.ts";

const KIND = "leaks of the mock";

/**
 * Requests that carry a secret or a token in every place. Neither the journal, nor a snapshot, nor the page, nor
 * an answer of the control API contains them afterward; only the answers that are made for it do.
 */
export const mockLeakAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  const inspectors = await runtimeInspectors();
  for (const [name, place] of Object.entries(PLACES)) {
    for (const what of sample(["the App Secret", "the token"], scale, random)) {
      const key = randomKey();
      const mock = createTarget({ control: { key }, journal: { bodyBytes: 100_000 } });
      const victim = await furnished(mock.tenant);
      const token = await tokenOf(mock, victim.app);
      const secrets: Canary[] = [
        { name: "the App Secret", value: victim.app.appSecret },
        { name: "the token", value: token },
        { name: "the key", value: key },
      ];
      const value = what === "the token" ? token : victim.app.appSecret;
      const answers: string[] = [];
      await attempt(KIND, `${what} in ${name}, and the answer to it`, async () => {
        for (const request of place(value, victim)) {
          answers.push(await answerTo(mock, request, token));
        }
        discloseNothing(answers.join("\n"), secrets, "the answer");
      });
      const { tenant } = mock;
      const shown: Record<string, () => unknown> = {
        "the journal": () => mock.journal.entries(),
        "a mismatch of the journal": () => mismatchOf(mock),
        "a snapshot": () => tenant.snapshot(),
        "the apps": () => tenant.apps.list(),
        "the mock itself": () => [mock, tenant, tenant.apps, tenant.clock],
      };
      for (const [where, read] of Object.entries(shown)) {
        await attempt(KIND, `${what} in ${name}, in ${where}`, async () => {
          discloseNothing(everythingShown(await read(), inspectors), secrets, where);
        });
      }
      const names = {
        tenant: "default",
        appId: victim.app.appId,
        collection: victim.place.collection,
        record: victim.place.id,
        fault: "1",
      };
      const own = { authorization: `Bearer ${key}` };
      for (const request of await controlRequests(mock, names, own)) {
        if (request.method !== "GET" && !READS.includes(request.name)) continue;
        await attempt(KIND, `${what} in ${name}, in ${request.name}`, async () => {
          const { method, path, body } = request;
          const response = await mock.fetch(
            new Request(`http://${OWN_HOST}${path}`, {
              method,
              headers: { ...own, ...(body === undefined ? {} : { "content-type": body.type }) },
              ...(body === undefined ? {} : { body: body.text }),
            }),
          );
          const head = JSON.stringify([...response.headers]);
          discloseNothing(head + await response.text(), secrets, "the answer");
        });
      }
    }
  }

  const key = randomKey();
  const mock = createTarget({ control: { key } });
  const control = createMockControl(`http://${OWN_HOST}`, { key, fetch: mock.fetch });
  const app = await control.tenant.apps.create({ name: "Attacker", description: "Attacker" });
  await control.tenant.collections.create({ slug: "things", name: "Things" });
  const secrets: Canary[] = [
    { name: "the key", value: key },
    { name: "the App Secret", value: app.appSecret },
  ];
  for (const [name, call] of Object.entries(CLIENT_CALLS)) {
    await attempt(KIND, `${name} over the control API`, async () => {
      const shown: unknown[] = [control, control.tenant, control.clock];
      const client = createClient({
        ...app.clientOptions(),
        tokenStore: memoryTokenStore(),
        onEvent: (event) => void shown.push(event),
      });
      await call(client).catch((error: unknown) => shown.push(error));
      shown.push(client, await control.journal.page(), await control.tenant.snapshot());
      discloseNothing(everythingShown(shown, inspectors), secrets, "what is shown");
    });
  }
  for (const [name, body] of Object.entries(CONTROL_ECHOES)) {
    await attempt(KIND, `the key, from a server that repeats it: ${name}`, async () => {
      const echo = createMockControl(`http://${OWN_HOST}`, {
        key,
        fetch: (_, init) =>
          Promise.resolve(body(new Headers(init?.headers).get("authorization") ?? "")),
      });
      const thrown: unknown = await echo.tenants().catch((error: unknown) => error);
      discloseNothing(everythingShown(thrown, inspectors), secrets, "the error");
    });
  }
};

/** What reads, with POST. All others but the registration of an app, which shows its secret, return less. */
const READS = [
  "POST the page's form view",
  "POST the page's form records/export",
  "POST the page's form tenant/snapshot",
  "POST /__mock/tenants/{tenant}/journal/expect",
];

interface LeakRequest {
  method?: string;
  path: string;
  type?: string;
  body?: string;
  headers?: Record<string, string>;
}

type Place = (value: string, victim: Victim) => LeakRequest[];

const post = (body: string, type = "application/json", path = "token"): LeakRequest => ({
  method: "POST",
  path,
  type,
  body,
});

const RECORDS = "collections/vaults";

const PLACES: Readonly<Record<string, Place>> = {
  "a token request": (value, { app: { appId } }) =>
    ["appSecret", "secret", "token", "app_secret", "App Secret", "APP-SECRET", "authorization"]
      .flatMap((name) => [
        post(JSON.stringify({ appId, [name]: value })),
        post(JSON.stringify({ appId, appSecret: "x", [name]: { nested: [value] } })),
        post(JSON.stringify([{ appId, [name]: value }])),
      ]),
  "a token request under other names": (value, { app: { appId } }) =>
    ["clientSecret", "password", "key", "apiKey", "x"].map((name) =>
      post(JSON.stringify({ appId, [name]: value, more: [value, { [name]: value }] }))
    ),
  "a malformed token request": (value) => [
    post(`{"appSecret":"${value}"`),
    post(`{"appSecret":"${value}`),
    post(`{appSecret:'${value}'}`),
    post(`{"appSecret" "${value}"}`),
    post(`"${value}"`),
    post(value),
    post(JSON.stringify(JSON.stringify({ appSecret: value }))),
  ],
  "another type of body": (value, { app: { appId } }) => [
    post(
      String(new URLSearchParams({ appId, appSecret: value })),
      "application/x-www-form-urlencoded",
    ),
    post(`<appSecret>${value}</appSecret>`, "application/xml"),
    post(
      `--x\r\ncontent-disposition: form-data; name="appSecret"\r\n\r\n${value}\r\n--x--`,
      "multipart/form-data",
    ),
    post(`appSecret: ${value}`, "text/plain"),
    { ...post("{}"), type: value },
  ],
  "a query": (value) =>
    ["token", "access_token", "secret", "appSecret", "note"].map((name) => ({
      path: `status?${name}=${encodeURIComponent(value)}`,
    })),
  "a path": (value) => [
    { path: encodeURIComponent(value) },
    { path: `collections/${encodeURIComponent(value)}` },
    { path: `${RECORDS}/${encodeURIComponent(value)}` },
    { path: `${RECORDS}/ext/${encodeURIComponent(value)}/${encodeURIComponent(value)}` },
    { path: `status/${value}` },
  ],
  "a header": (value) => [
    { path: "status", headers: { authorization: value, "x-api-key": value } },
    { path: "status", headers: { cookie: `token=${value}` } },
    { path: "status", headers: { authorization: `Basic ${btoa(`x:${value}`)}` } },
    {
      path: "nothing",
      headers: {
        "x-request-id": value,
        "user-agent": value,
        referer: `https://a.example/${value}`,
      },
    },
  ],
  "an invalid record": (value) => [
    post(JSON.stringify({ data: { code: [value] } }), "application/json", RECORDS),
    post(JSON.stringify({ data: { [value]: value } }), "application/json", RECORDS),
    post(JSON.stringify({ data: value }), "application/json", RECORDS),
    post(JSON.stringify({ records: [{ data: [value] }] }), "application/json", `${RECORDS}/bulk`),
    post(
      JSON.stringify({ records: [{ id: value, changes: [] }] }),
      "application/json",
      `${RECORDS}/ingest`,
    ),
    {
      ...post(
        JSON.stringify({ recordIds: [value, [value]] }),
        "application/json",
        `${RECORDS}/bulk`,
      ),
      method: "DELETE",
    },
  ],
  "the filters of a page": (value) =>
    ["updatedAfter", "pageSize", "pageIndex", "includeLists"].map((name) => ({
      path: `${RECORDS}?${name}=${encodeURIComponent(value)}`,
    })),
};

async function answerTo(
  mock: MockServer,
  { method = "GET", path, type, body, headers = {} }: LeakRequest,
  token: string,
): Promise<string> {
  const response = await mock.fetch(`${mock.baseUrl}${path}`, {
    method,
    headers: {
      ...(path.startsWith("token") ? {} : { authorization: `Bearer ${token}` }),
      ...(type === undefined ? {} : { "content-type": type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  // The right credentials get a token, and an ingest repeats the IDs: that is what these answers are for.
  return JSON.stringify([...response.headers]) + (response.status === 200 ? "" : text);
}

function mismatchOf(mock: MockServer): unknown {
  try {
    mock.journal.expect({ path: "/nothing" }, 1_000);
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Answers of a server that is not a mock, or of a broken one. */
const CONTROL_ECHOES: Readonly<Record<string, (text: string) => Response>> = {
  "an error": (text) =>
    Response.json({ error: `Wrong: ${text}` }, { status: 400, headers: { "x-mock-control": "1" } }),
  "an internal error": (text) =>
    Response.json({ error: `Wrong: ${text}` }, { status: 500, headers: { "x-mock-control": "1" } }),
  "a mismatch": (text) =>
    Response.json({ error: `Wrong: ${text}` }, { status: 409, headers: { "x-mock-control": "1" } }),
  "an error of another server": (text) => Response.json({ error: text }, { status: 400 }),
  "no JSON": (text) => new Response(text),
  "other JSON": (text) => Response.json([{ id: text, [text]: text }]),
  "a redirect": (text) =>
    new Response(null, { status: 302, headers: { location: `https://a.example/${text}` } }),
};

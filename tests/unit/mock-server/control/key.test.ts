// The key of the control API: where it is needed, what a wrong one gets, and that nothing shows it.
import { describe, expect, test } from "bun:test";
import { inspect } from "node:util";
import { checkedKey, randomKey } from "../../../../mock-server/control/key.ts";
import { CONTROL_ROUTES } from "../../../../mock-server/control/routes/mod.ts";
import { ACTIONS } from "../../../../mock-server/inspector/actions.ts";
import { actionPath } from "../../../../mock-server/inspector/paths.ts";
import {
  createMockControl,
  createMockServer,
  type MockServerOptions,
} from "../../../../mock-server/mod.ts";

const URL_OF_MOCK = "http://localhost:8787";

function keyed(options: MockServerOptions = {}) {
  const key = randomKey();
  const mock = createMockServer({ ...options, control: { key } });
  const send = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    mock.fetch(new Request(`${URL_OF_MOCK}${path}`, { method, headers }));
  return { key, mock, send };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** Every path of the control API and of the page, except the page itself, which asks for the key. */
const PATHS = [
  ...CONTROL_ROUTES.map(({ method, path }) =>
    [
      method,
      `/__mock${path.replaceAll("{tenant}", "default").replaceAll(/\{\w+\}/g, "x")}`,
    ] as const
  ),
  ...["view", ...Object.keys(ACTIONS)].map((name) => ["POST", actionPath(name)] as const),
  ["GET", actionPath("view")],
  ["GET", "/__mock"],
  ["GET", "/__mock/nothing"],
] as const;

describe("a mock with a key", () => {
  test("refuses every request without the key, and nothing changes", async () => {
    const { key, mock, send } = keyed();
    await mock.tenant.apps.create({ name: "Import", description: "There before" });
    const before = await mock.tenant.snapshot();
    for (
      const headers of [
        {},
        bearer(randomKey()),
        bearer(key.slice(0, -1)),
        bearer(`${key}x`),
        bearer(key.toUpperCase()),
        { authorization: key },
        { authorization: `Basic ${btoa(`:${key}`)}` },
        { cookie: `key=${key}` },
        { "x-api-key": key },
      ]
    ) {
      for (const [method, path] of PATHS) {
        const response = await send(path, headers, method);
        expect([method, path, response.status]).toEqual([method, path, 401]);
        expect(response.headers.get("www-authenticate")).toBe("Bearer");
      }
    }
    expect(await mock.tenant.snapshot()).toEqual(before);
    expect(mock.journal.count()).toBe(0);
  });

  test("accepts requests with the key, under any spelling of the scheme", async () => {
    const { key, send } = keyed();
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      const { status } = await send("/__mock/tenants", { authorization: `${scheme} ${key}` });
      expect([scheme, status]).toEqual([scheme, 200]);
    }
    expect((await send("/__mock/tenants/default/reset", bearer(key), "POST")).status).toBe(204);
  });

  test("says whether the key is missing or wrong, and what to send", async () => {
    const { send } = keyed();
    const missing = await (await send("/__mock/tenants")).json();
    expect(missing.error).toStartWith("The control API needs a key.");
    const wrong = await (await send("/__mock/tenants", bearer(randomKey()))).json();
    expect(wrong.error).toStartWith("The key in the Authorization header is wrong.");
    for (const { error } of [missing, wrong]) {
      expect(error).toContain('"Authorization: Bearer <key>"');
      expect(error).toContain("--control-key");
    }
  });

  test("still checks the host and the origin", async () => {
    const { key, mock, send } = keyed();
    const request = new Request("http://rebound.example/__mock/tenants", { headers: bearer(key) });
    expect((await mock.fetch(request)).status).toBe(403);
    const headers = { ...bearer(key), origin: "https://evil.example" };
    expect((await send("/__mock/tenants", headers)).status).toBe(403);
  });

  test("describes itself at /openapi.json without the key", async () => {
    const { send } = keyed();
    expect((await send("/openapi.json")).status).toBe(200);
  });

  test("shows a browser a page that asks for the key and contains nothing of the mock", async () => {
    const { key, mock, send } = keyed({
      seed: { collections: [{ slug: "canary-slug", name: "Canary name" }] },
    });
    const app = await mock.tenant.apps.create({ name: "Canary app", description: "Secret plan" });
    const locked = await (await send("/?tenant=default")).text();
    expect(locked).toContain('id="key-form"');
    const own = [key, mock.tenant.id, app.appId, "Canary", "canary-slug", "Secret plan"];
    for (const text of own) expect(locked).not.toContain(text);
    const open = await send("/", bearer(key));
    expect(await open.text()).toContain("Canary app");
    // What the script of the page puts into its own document, whose policy forbids other styles and scripts.
    const body = await (await send("/", { ...bearer(key), "x-inspector": "script" })).text();
    expect(body).toContain("Canary app");
    expect(body).not.toMatch(/<style|<script/);
    const wrong = await send("/", bearer(randomKey()));
    expect([wrong.status, await wrong.text()]).toEqual([
      401,
      expect.not.stringContaining("Canary"),
    ]);
  });
});

describe("a key that is too short or that no header can carry", () => {
  const wrong: [string, unknown, string][] = [
    ["too short", "canary-15-chars", "got 15 characters."],
    ["empty", "", "got 0 characters."],
    ["with a space", "canary canary canary", "got a space or another character"],
    ["with a line break", "canary-canary-canary\n", "got a space or another character"],
    ["with an umlaut", "canary-canary-canäry", "got a space or another character"],
    ["a number", 1234567890123456, "got a value of type number."],
    ["null", null, "got null."],
  ];
  for (const [what, key, found] of wrong) {
    test(`is refused by name and not shown: ${what}`, () => {
      const makers = [
        ["control.key", () => Reflect.apply(createMockServer, undefined, [{ control: { key } }])],
        ["key", () => Reflect.apply(createMockControl, undefined, [URL_OF_MOCK, { key }])],
        ["--control-key", () => checkedKey("--control-key", key)],
      ] as const;
      for (const [name, make] of makers) {
        const message = messageOf(make);
        expect(message).toStartWith(
          `${name}: expected at least 16 visible ASCII characters without spaces, ${found}`,
        );
        expect(message).not.toMatch(/canary|1234/);
      }
    });
  }

  test("is not shown either where a program passes it in the wrong place", () => {
    const control = "canary-canary-canary";
    const message = messageOf(() => Reflect.apply(createMockServer, undefined, [{ control }]));
    expect(message).toContain("control: { key }");
    expect(message).not.toContain("canary");
  });
});

test("allowedHosts needs a key, because other machines may know the mock by such a name", () => {
  expect(() => createMockServer({ control: { allowedHosts: ["mock.internal"] } }))
    .toThrow("control.key is missing. With control.allowedHosts");
  createMockServer({ control: { allowedHosts: [] } });
});

test("a new key has 192 random bits in base64url", () => {
  const keys = Array.from({ length: 100 }, randomKey);
  for (const key of keys) expect(key).toMatch(/^[\w-]{32}$/);
  expect(new Set(keys).size).toBe(keys.length);
});

describe("the client of the control API", () => {
  test("sends the key to the control API only", async () => {
    const { key, mock } = keyed();
    const seen: [string, string | null][] = [];
    const control = createMockControl(URL_OF_MOCK, {
      key,
      fetch(input, init) {
        seen.push([new URL(input).pathname, new Headers(init?.headers).get("authorization")]);
        return mock.fetch(input, init);
      },
    });
    const tenant = await control.createTenant();
    const app = await tenant.apps.create({ name: "Import", description: "Nightly import" });
    await app.clientOptions().fetch?.(`${control.baseUrl}status`);
    expect(seen.map(([path, given]) => [path.startsWith("/__mock/"), given])).toEqual([
      [true, `Bearer ${key}`],
      [true, `Bearer ${key}`],
      [false, null],
    ]);
  });

  test("says what to pass when the key is missing or wrong", async () => {
    const { mock } = keyed();
    for (const options of [{}, { key: randomKey() }]) {
      const control = createMockControl(URL_OF_MOCK, { ...options, fetch: mock.fetch });
      await expect(control.createTenant()).rejects.toThrow(
        /^POST \/__mock\/tenants failed with 401: the key .* createMockControl\(url, \{ key \}\)\.$/,
      );
    }
  });

  test("does not show the key that another server repeats", async () => {
    const key = randomKey();
    for (const status of [200, 400, 409, 500]) {
      const control = createMockControl(URL_OF_MOCK, {
        key,
        fetch(_, init) {
          const error = `Wrong: ${new Headers(init?.headers).get("authorization")}`;
          const headers = { "x-mock-control": "1" };
          return Promise.resolve(Response.json({ error }, { status, headers }));
        },
      });
      const thrown: unknown = await control.tenants().catch((error: unknown) => error);
      expect(inspect(thrown, { depth: Infinity, showHidden: true })).not.toContain(key);
      if (status !== 200) expect(String(thrown)).toContain("Wrong: Bearer [redacted]");
    }
  });

  test("does not follow a redirect with the key", async () => {
    const redirects: (string | undefined)[] = [];
    const control = createMockControl(URL_OF_MOCK, {
      key: randomKey(),
      fetch(_, init) {
        redirects.push(init?.redirect);
        return Promise.resolve(Response.redirect("https://evil.example/", 302));
      },
    });
    await expect(control.tenants()).rejects.toThrow("returned 302");
    expect(redirects).toEqual(["manual"]);
  });
});

test("no error, journal, snapshot or output of inspect contains the key", async () => {
  const { key, mock, send } = keyed({ journal: { bodyBytes: 1_000 } });
  const control = createMockControl(URL_OF_MOCK, { key, fetch: mock.fetch });
  const refused = createMockControl(URL_OF_MOCK, { key: `${key}x`, fetch: mock.fetch });
  const tenant = await control.createTenant();
  const texts: unknown[] = [mock, control, refused, tenant, tenant.clock, tenant.apps];
  texts.push(await refused.tenants().catch((error: unknown) => error));
  texts.push(await tenant.clock.advance("soon").catch((error: unknown) => error));
  // Also where a program sends the key to the wrong place.
  for (const path of ["/api/v1/status", "/api/v1/nothing", "/elsewhere", "/__mock/nothing"]) {
    texts.push(await (await send(path, bearer(key))).text());
  }
  texts.push(mock.journal.entries(), await mock.tenant.snapshot(), await tenant.snapshot());
  texts.push(await tenant.journal.page(), await control.tenants());
  const shown = texts.map((of) =>
    `${inspect(of, { depth: Infinity, showHidden: true, getters: true })}${JSON.stringify(of)}`
  ).join("\n");
  expect(mock.journal.count()).toBe(3);
  expect(shown).not.toContain(key);
});

function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return error instanceof TypeError ? error.message : `not a TypeError: ${error}`;
  }
  return "nothing was thrown";
}

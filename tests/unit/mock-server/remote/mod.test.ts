// The control API: access, error messages, and a client that returns the same objects as in process. The contract runs over it in tests/runtime/controlled.ts.
import { describe, expect, test } from "bun:test";
import { createClient } from "../../../../mod.ts";
import {
  createManualClock,
  createMockControl,
  createMockServer,
  JournalMismatch,
  type MockServerOptions,
  openApiDocument,
} from "../../../../mock-server/mod.ts";

const URL_OF_MOCK = "http://localhost:8787";

function controlled(options: MockServerOptions = {}) {
  const mock = createMockServer({ control: true, ...options });
  const send = (path: string, init?: RequestInit) =>
    mock.fetch(new Request(`${URL_OF_MOCK}${path}`, init));
  const control = createMockControl(URL_OF_MOCK, { fetch: mock.fetch });
  return { mock, send, control };
}

describe("access to the control API", () => {
  test("is off by default", async () => {
    const mock = createMockServer();
    for (const path of ["/__mock/tenants", "/openapi.json"]) {
      const response = await mock.fetch(new Request(`${URL_OF_MOCK}${path}`));
      expect(response.status).toBe(404);
    }
  });

  test("is allowed under the names of the local host", async () => {
    const { mock } = controlled();
    for (
      const host of ["localhost", "127.0.0.1:8787", "127.9.8.7", "[::1]:8787", "mock.localhost"]
    ) {
      const response = await mock.fetch(new Request(`http://${host}/__mock/tenants`));
      expect([host, response.status]).toEqual([host, 200]);
    }
  });

  test("is refused under any other host name, and nothing changes", async () => {
    const { mock, send } = controlled();
    const evil = [
      new Request("http://rebound.example/__mock/tenants/default/api", {
        method: "PUT",
        body: '{"enabled":false}',
      }),
      new Request("http://localhost.evil.example/__mock/tenants"),
      new Request("http://127.0.0.1.evil.example/__mock/tenants"),
      new Request("http://rebound.example/openapi.json"),
    ];
    for (const request of evil) {
      const response = await mock.fetch(request);
      expect(response.status).toBe(403);
      expect((await response.json()).error).toContain("allowedHosts");
    }
    const headers = { host: "rebound.example" };
    expect((await send("/__mock/tenants", { headers })).status).toBe(403);
    expect(mock.tenant.apiEnabled).toBe(true);
  });

  test("is allowed under the names in allowedHosts", async () => {
    const key = crypto.randomUUID();
    const { mock } = controlled({ control: { allowedHosts: ["Mock.internal"], key } });
    const headers = { authorization: `Bearer ${key}` };
    const statusOf = async (host: string) =>
      (await mock.fetch(new Request(`http://${host}/__mock/tenants`, { headers }))).status;
    expect(await Promise.all(["mock.internal:80", "localhost", "other.internal"].map(statusOf)))
      .toEqual([200, 200, 403]);
    for (const host of ["http://x", "x:80", "", 7]) {
      const allowedHosts = [host];
      expect(() => Reflect.apply(createMockServer, undefined, [{ control: { allowedHosts } }]))
        .toThrow(/^control\.allowedHosts\[0\]: expected a host name/);
    }
  });

  test("is refused to pages of other origins", async () => {
    const { send } = controlled();
    for (
      const [origin, expected] of [
        ["http://localhost:8787", 204],
        ["http://localhost:3000", 403],
        ["https://evil.example", 403],
        ["null", 403],
      ] as const
    ) {
      const headers = { origin };
      const { status } = await send("/__mock/tenants/default/reset", { method: "POST", headers });
      expect([origin, status]).toEqual([origin, expected]);
    }
  });
});

describe("invalid requests", () => {
  const json = { "content-type": "application/json" };

  for (
    const [what, path, init, status, message] of [
      ["an unknown path", "/__mock/nothing", {}, 404, "See /openapi.json"],
      ["an unknown tenant", "/__mock/tenants/x/apps", {}, 404, 'Tenant "x" does not exist'],
      [
        "an unknown collection",
        "/__mock/tenants/default/collections/x/records",
        {},
        404,
        'Collection "x" does not exist',
      ],
      [
        "malformed JSON",
        "/__mock/tenants/default/apps",
        { body: "{", headers: json },
        400,
        "The request body is not valid JSON",
      ],
      [
        "a form",
        "/__mock/tenants/default/apps",
        { body: "name=x", headers: { "content-type": "application/x-www-form-urlencoded" } },
        400,
        "Content-Type must be application/json",
      ],
      [
        "a missing name",
        "/__mock/tenants/default/apps",
        { body: '{"description":"d"}', headers: json },
        400,
        "name is missing. Expected a string.",
      ],
      [
        "an unknown kind of fault",
        "/__mock/tenants/default/faults",
        { body: '{"kind":"explode"}', headers: json },
        400,
        "kind: expected one of",
      ],
      [
        "an invalid duration",
        "/__mock/tenants/default/clock/advance",
        { body: '{"by":"soon"}', headers: json },
        400,
        "advance: expected milliseconds",
      ],
      [
        "an invalid limit",
        "/__mock/tenants",
        { body: '{"limits":{"pageSize":0}}', headers: json },
        400,
        "limits.pageSize: expected 1, 2, 3",
      ],
      [
        "an unknown query",
        "/__mock/tenants/default/journal?stauts=1",
        {},
        400,
        "Unknown option stauts. Did you mean status?",
      ],
    ] as const
  ) {
    test(what, async () => {
      const { send } = controlled();
      const method = "body" in init ? "POST" : "GET";
      const response = await send(path, { method, ...init });
      expect(response.status).toBe(status);
      expect((await response.json()).error).toContain(message);
    });
  }
});

describe("the client of the control API", () => {
  test("returns the same objects as in process", async () => {
    const { mock, control } = controlled();
    const tenant = await control.createTenant({
      clock: { start: "2026-01-01T00:00:00Z" },
      limits: { pageSize: 3 },
    });
    expect(tenant.clock.now()).toBe(Date.parse("2026-01-01T00:00:00Z"));
    const app = await tenant.apps.create({ name: "Import", description: "Nightly import" });
    expect(app.appSecret).toHaveLength(88);
    const people = await tenant.collections.create({
      slug: "people",
      name: "People",
      fields: { name: "text", heat: { type: "number", tracked: true } },
    });
    const { id } = await people.records.add({ data: { name: "Ada" } });
    const client = createClient(app.clientOptions());
    await client.collection("people").ingest([{
      id,
      changes: [{ timestamp: "2026-01-01T00:00:00Z", data: { heat: 1 } }],
    }]);
    expect(await people.telemetry(id)).toHaveLength(1);
    expect([await people.records.count(), (await people.records.list())[0]?.id]).toEqual([1, id]);
    expect((await tenant.collections.list()).map(({ slug }) => slug)).toEqual(["people"]);

    await tenant.clock.advance("61m");
    expect(tenant.clock.now()).toBe(Date.parse("2026-01-01T01:01:00Z"));
    await client.status();
    await tenant.journal.expect({ path: "/token" }, 2);
    const failing = tenant.journal.expect({ path: "/token", status: 401 });
    await expect(failing).rejects.toThrow(JournalMismatch);
    await expect(failing).rejects.toThrow("status is 200, not 401");
    expect(await tenant.journal.count({ since: new Date("2026-01-01T01:00:00Z") })).toBe(2);
    expect((await tenant.journal.page({ after: 1, limit: 1 })).entries.map(({ path }) => path))
      .toEqual(["/status"]);
    const decoded = await tenant.decodeToken(await client.token());
    expect([decoded.verdict, decoded.timeLeft]).toEqual(["good", 3_600_000]);

    const fault = await tenant.faults.add({ kind: "status", status: 503, times: 2 });
    expect(await tenant.faults.list()).toEqual([
      { id: fault, kind: "status", status: 503, times: 2 },
    ]);
    expect([await tenant.faults.remove(fault), await tenant.faults.remove(fault)])
      .toEqual([true, false]);
    await tenant.faults.chaos({ seed: 1, rate: 0.5 });
    expect(await tenant.faults.chaos()).toEqual({ seed: 1, rate: 0.5 });
    await tenant.faults.chaos(false);
    expect(await tenant.faults.chaos()).toBeUndefined();

    const snapshot = await tenant.snapshot();
    await tenant.setApiEnabled(false);
    await tenant.apps.revoke(app.appId);
    await tenant.restore(snapshot);
    await client.status();
    const seeded = await tenant.seed({ apps: [{ name: "More", description: "By a seed" }] });
    await createClient(seeded.apps[0]?.clientOptions() ?? {} as never).status();
    expect((await tenant.apps.list()).length).toBe(2);
    expect(await tenant.summary()).toMatchObject({ apps: 2, collections: 1, apiEnabled: true });
    await tenant.reset();
    expect(await tenant.apps.list()).toEqual([]);
    expect((await control.tenants()).map(({ isDefault }) => isDefault)).toEqual([true, false]);
    expect(mock.journal.count()).toBe(0);
    await tenant.remove();
    expect((await control.tenants()).map(({ isDefault }) => isDefault)).toEqual([true]);
    await expect(tenant.summary()).rejects.toThrow(/Tenant "[^"]+" does not exist/);
    await expect(control.tenant.remove()).rejects.toThrow(TypeError);
  });

  test("sleep moves the tenant's time, and ends when its signal is aborted", async () => {
    const { control } = controlled();
    const { clock } = await control.createTenant({ clock: { start: 0 } });
    await clock.sleep(5_000);
    expect(clock.now()).toBe(5_000);
    await clock.resume();
    expect(clock.running).toBe(true);
    const controller = new AbortController();
    const sleeping = clock.sleep(3_600_000, controller.signal).catch((reason: unknown) => reason);
    controller.abort("enough");
    expect(await sleeping).toBe("enough");
    await clock.freeze();
    expect([clock.running, (await clock.read()).time]).toEqual([false, clock.now()]);
  });

  test("its clock refuses to measure the deadlines of a client", async () => {
    const { control } = controlled();
    const app = await control.tenant.apps.create({ name: "A", description: "Has a deadline" });
    const { clock } = control;
    const client = createClient({ ...app.clientOptions(), deadlineClock: clock });
    const error = await client.status().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain("the clock of a mock in another process cannot measure");
  });

  test("throws the same TypeError for invalid values as in process", async () => {
    const { mock, control } = controlled();
    const wrong = { kind: "status", status: 99 } as const;
    let expected = "";
    try {
      mock.faults.add(wrong);
    } catch (error) {
      expected = String(error);
    }
    const error = await control.faults.add(wrong).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toBe(expected);
  });

  test("refuses the values that are refused in process, and no others", async () => {
    const { mock, control } = controlled();
    const { tenant } = mock;
    const local = tenant.collections.create({ slug: "things", name: "Things" });
    const [remote] = await control.tenant.collections.list();
    const fault = (body: unknown) => ({ kind: "status", status: 500, body });
    const add = [mock.faults.add, control.faults.add] as const;
    const count = [mock.journal.count, control.journal.count] as const;
    const sleep = [mock.clock.sleep, control.clock.sleep] as const;
    const setApiEnabled = [tenant.setApiEnabled, control.tenant.setApiEnabled] as const;
    // In process, over HTTP, the argument, and a part of the message if it is refused.
    const calls: [readonly unknown[], unknown, string?][] = [
      [add, fault({ at: new Date(0) }), "body.at: expected a JSON value, got "],
      [add, fault({ n: NaN }), "body.n: expected a JSON value, got NaN."],
      [add, fault([undefined]), "body[0]: expected a JSON value, got undefined."],
      [add, fault({ a: undefined, b: { c: [{ d: undefined }] } })],
      [[mock.faults.remove, control.faults.remove], "", 'id: expected an ID, got "".'],
      [[local.telemetry, remote?.telemetry], "", 'recordId: expected an ID, got "".'],
      [sleep, "5", "expected milliseconds"],
      [sleep, -5],
      [setApiEnabled, "no", 'enabled: expected true or false, got "no".'],
      [setApiEnabled, undefined, "enabled"],
      [count, { status: -1 }],
      [count, { since: 1e-7 }],
      [count, { since: -1.5e-9 }],
    ];
    for (const [both, argument, message] of calls) {
      for (const call of both) {
        if (typeof call !== "function") throw new Error("expected a function");
        const thrown = await (async () => await Reflect.apply(call, undefined, [argument]))()
          .then(() => undefined, (error: unknown) => error);
        expect([argument, thrown instanceof TypeError]).toEqual([argument, message !== undefined]);
        if (message !== undefined) expect(String(thrown)).toContain(message);
      }
    }
    expect(tenant.apiEnabled).toBe(true);
  });

  test("throws the same errors as the journal in process", async () => {
    const { mock, control } = controlled({ journal: { entries: 1 } });
    for (const path of ["a", "b"]) await mock.fetch(`${mock.baseUrl}${path}`);
    const dropped = control.journal.count({ path: "/a" });
    await expect(dropped).rejects.toThrow(JournalMismatch);
    await expect(dropped).rejects.toThrow("journal.count: 1 older requests were dropped");

    mock.journal.clear();
    const wrong: unknown[] = [
      { since: new Date(NaN) },
      { since: NaN },
      { since: "soon" },
      { status: "200" },
      { status: 200.5 },
      { stauts: 200 },
      { path: "" },
      null,
    ];
    for (const match of wrong) {
      for (const name of ["entries", "count", "expect"] as const) {
        let message = "";
        try {
          Reflect.apply(mock.journal[name], undefined, [match]);
        } catch (error) {
          message = error instanceof TypeError ? error.message : `not a TypeError: ${error}`;
        }
        const call: Promise<unknown> = Reflect.apply(control.journal[name], undefined, [match]);
        const thrown = await call.catch((error: unknown) => error);
        expect(thrown).toBeInstanceOf(TypeError);
        expect([match, name, thrown]).toEqual([match, name, new TypeError(message)]);
      }
    }
  });

  test("takes a time as text in the same way as the journal in process", async () => {
    const { mock, control } = controlled({ clock: createManualClock({ start: "2026-03-02" }) });
    await mock.fetch(`${mock.baseUrl}a`);
    for (const since of ["2025", "2026", "2027", "1", "2026-03-02T00:00:00Z", 0]) {
      expect([since, await control.journal.count({ since })]).toEqual([
        since,
        mock.journal.count({ since }),
      ]);
    }
  });

  test("does not take a missing ID for another one", async () => {
    const { control } = controlled();
    const tenant = await control.createTenant();
    for (const id of [undefined, null, "", ".", "..", 7]) {
      expect(() => Reflect.apply(control.tenantWithId, undefined, [id])).toThrow(
        /^id: expected an ID, got /,
      );
      for (const call of [tenant.apps.expire, tenant.apps.revoke, tenant.faults.remove]) {
        const rejected: Promise<unknown> = Reflect.apply(call, undefined, [id]);
        await expect(rejected).rejects.toThrow(TypeError);
      }
    }
  });

  test("sets a time that is a date, and refuses a clock object as a setting", async () => {
    const { control } = controlled();
    const { clock } = await control.createTenant();
    await clock.set(new Date("2026-01-01T00:00:00Z"));
    expect(clock.now()).toBe(Date.parse("2026-01-01T00:00:00Z"));
    await expect(clock.set(new Date(NaN))).rejects.toThrow(TypeError);
    const settings = { clock: createManualClock({ start: 0 }) };
    const refused: Promise<unknown> = Reflect.apply(control.createTenant, undefined, [settings]);
    await expect(refused).rejects.toThrow(/^clock\.now: expected a JSON value/);
  });

  test("does not take another server for a mock, even if that accepts everything", async () => {
    for (const body of ["<!doctype html>", "", "{}"]) {
      const fetch = () => Promise.resolve(new Response(body));
      const control = createMockControl(URL_OF_MOCK, { fetch });
      for (const call of [control.tenants, control.tenant.reset, control.faults.clear]) {
        const rejected: Promise<unknown> = call();
        await expect(rejected).rejects.toThrow(/returned 200, but not from a control API/);
      }
    }
  });

  test("says when a response has another form, and when there is none", async () => {
    const headers = { "x-mock-control": "1" };
    const other = createMockControl(URL_OF_MOCK, {
      fetch: () => Promise.resolve(Response.json({ tenants: 1 }, { headers })),
    });
    await expect(other.tenants()).rejects.toThrow(
      /^GET \/__mock\/tenants returned something unexpected\. Use the same version/,
    );
    const cause = new TypeError("fetch failed");
    const none = createMockControl(URL_OF_MOCK, { fetch: () => Promise.reject(cause) });
    const thrown = await none.tenants().catch((error: unknown) => error);
    // A TypeError would mean that an argument is invalid.
    expect(thrown).not.toBeInstanceOf(TypeError);
    expect(thrown).toMatchObject({
      message:
        `GET /__mock/tenants got no response from ${URL_OF_MOCK}: fetch failed. Check that ` +
        "the mock is running there.",
      cause,
    });
  });

  test("rejects with the cause if the control API is off or the URL is invalid", async () => {
    const control = createMockControl(URL_OF_MOCK, { fetch: createMockServer().fetch });
    await expect(control.tenants()).rejects.toThrow("createMockServer({ control: true })");
    expect(() => createMockControl("localhost")).toThrow(
      /^url: expected the URL of the mock, such as http/,
    );
  });
});

describe("OpenAPI", () => {
  test("is served where the control API is on, and equals the function's result", async () => {
    const { send } = controlled();
    const response = await send("/openapi.json");
    expect(await response.json()).toEqual(
      JSON.parse(JSON.stringify(await openApiDocument({ server: URL_OF_MOCK }))),
    );
  });

  test("requires every path parameter, and refers only to existing parts", async () => {
    const text = JSON.stringify(await openApiDocument());
    const document = JSON.parse(text);
    for (const [path, operations] of Object.entries<Record<string, unknown>>(document.paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(operations)) {
        const { parameters = [] } = operation as { parameters?: Record<string, unknown>[] };
        const required = parameters.filter((of) => of["in"] === "path" && of["required"] === true);
        expect(required.map((of) => of["name"] as string)).toEqual(names as string[]);
      }
    }
    for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas[name]).toBeDefined();
    }
  });
});

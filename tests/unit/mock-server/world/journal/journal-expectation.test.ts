// The content and the bounds of a journal, and the message of a failed expectation.
import { describe, expect, test } from "bun:test";
import { createClient } from "../../../../../mod.ts";
import { createMockServer, JournalMismatch } from "../../../../../mock-server/mod.ts";
import { createJournal } from "../../../../../mock-server/world/journal/journal.ts";
import { redactedBody } from "../../../../../mock-server/support/redacted.ts";

const NEW_YEAR = Date.parse("2026-01-01T00:00:00Z");

function filled() {
  const journal = createJournal();
  const note = (at: number, method: string, path: string, status: number) =>
    journal.note({ at: NEW_YEAR + at, method, path }).end({ status });
  note(0, "POST", "/token", 200);
  note(1_000, "POST", "/token", 401);
  note(2_000, "GET", "/token", 405);
  note(3_000, "GET", "/status", 200);
  return journal;
}

describe("expect", () => {
  test("passes with the exact count", () => {
    const journal = filled();
    journal.expect({ method: "POST", path: "/token" }, 2);
    journal.expect({ path: "/status" });
    journal.expect({ method: "DELETE" }, 0);
    journal.expect({}, 4);
  });

  test("shows the matching requests, and the closest others with reasons, closest first", () => {
    const failing = () => filled().expect({ method: "POST", path: "/token", status: 200 }, 2);
    expect(failing).toThrow(JournalMismatch);
    expect(failing).toThrow([
      "journal.expect: expected 2 requests POST /token with status 200, found 1.",
      "Matching requests:",
      "  #1 2026-01-01T00:00:00.000Z POST /token → 200",
      "Closest requests that did not match:",
      "  #2 2026-01-01T00:00:01.000Z POST /token → 401: status is 401, not 200",
      "  #4 2026-01-01T00:00:03.000Z GET /status → 200: method is GET, not POST; path is /status, not /token",
      "  #3 2026-01-01T00:00:02.000Z GET /token → 405: method is GET, not POST; status is 405, not 200",
    ].join("\n"));
  });

  test("says that the journal is empty", () => {
    expect(() => createJournal().expect({ path: "/token" }))
      .toThrow("expected 1 request /token, found 0.\nThe journal is empty.");
  });

  test("names each condition, and why an entry does not meet it", () => {
    const journal = createJournal();
    journal.note({ at: NEW_YEAR, method: "GET", path: "/a", query: "b=1" });
    journal.note({ at: NEW_YEAR, method: "PUT", path: "/b" }).end({ status: 200, fault: "html" });
    const match = { method: "put", path: "/b", status: 201, since: NEW_YEAR + 1 };
    expect(() => journal.expect(match)).toThrow([
      "journal.expect: expected 1 request PUT /b with status 201 since 2026-01-01T00:00:00.001Z, found 0.",
      "Closest requests that did not match:",
      "  #2 2026-01-01T00:00:00.000Z PUT /b → 200 (fault html): status is 200, not 201; arrived before " +
      "2026-01-01T00:00:00.001Z",
      "  #1 2026-01-01T00:00:00.000Z GET /a?b=1 → no response: method is GET, not PUT; path is /a, not " +
      "/b; status is pending, not 201; arrived before 2026-01-01T00:00:00.001Z",
    ].join("\n"));
  });

  test("lists five requests of each sort, and counts the others", () => {
    const journal = createJournal();
    for (let i = 0; i < 7; i++) {
      journal.note({ at: NEW_YEAR, method: "GET", path: "/a" });
      if (i > 0) journal.note({ at: NEW_YEAR, method: "PUT", path: "/a" });
    }
    const line = (id: number, rest: string) =>
      `  #${id} 2026-01-01T00:00:00.000Z ${rest} /a → no response`;
    expect(() => journal.expect({ method: "GET" }, 0)).toThrow([
      "journal.expect: expected 0 requests GET, found 7.",
      "Matching requests:",
      ...[1, 2, 4, 6, 8].map((id) => line(id, "GET")),
      "  and 2 more",
      "Closest requests that did not match:",
      ...[13, 11, 9, 7, 5].map((id) => `${line(id, "PUT")}: method is PUT, not GET`),
      "  and 1 more",
    ].join("\n"));
    expect(() => journal.expect({ method: "PUT", path: "/a" }, 5)).toThrow("  and 1 more\nClosest");
  });

  test("of any request, in an error", () => {
    expect(() => filled().expect({})).toThrow(
      /^journal\.expect: expected 1 request of any kind, found 4\.\n/,
    );
    expect(() => createJournal().expect({}, 2)).toThrow(
      new JournalMismatch(
        "journal.expect: expected 2 requests of any kind, found 0.\nThe journal is empty.",
      ),
    );
    expect(() => filled().expect({}, 3)).not.toThrow("The journal is empty.");
  });

  test("lists exactly five requests without a word about others", () => {
    const journal = createJournal();
    for (let i = 0; i < 5; i++) journal.note({ at: NEW_YEAR, method: "GET", path: "/a" });
    const lines = [1, 2, 3, 4, 5].map((id) =>
      `  #${id} 2026-01-01T00:00:00.000Z GET /a → no response`
    );
    const head = "journal.expect: expected 4 requests /a, found 5.\nMatching requests:";
    expect(() => journal.expect({ path: "/a" }, 4))
      .toThrow(new JournalMismatch([head, ...lines].join("\n")));
  });

  test("has an error with a name of its own", () => {
    expect(new JournalMismatch("x").name).toBe("JournalMismatch");
  });

  test("refuses an invalid count", () => {
    for (const times of [-1, 1.5, NaN]) {
      expect(() => createJournal().expect({}, times)).toThrow("times: expected 0, 1, 2");
    }
  });
});

test("since selects entries of that time or later", () => {
  const journal = filled();
  for (const since of [NEW_YEAR + 2_000, new Date(NEW_YEAR + 2_000), "2026-01-01T00:00:02Z"]) {
    expect(journal.count({ since })).toBe(2);
    expect(journal.entries({ since, method: "get" }).map(({ id }) => id)).toEqual([3, 4]);
  }
  expect(() => journal.count({ since: "soon" })).toThrow(/^match\.since: expected a date.*"soon"/);
});

describe("an invalid match is refused by name", () => {
  const METHOD = 'match.method: expected a method such as "POST", got ';
  const PATH = "match.path: expected a path below /api/v1 that starts with /, such as ";
  const SINCE = "match.since: expected a date, an ISO 8601 string or milliseconds, got ";
  const cases: [match: unknown, message: string][] = [
    [{ methd: "GET" }, "Unknown option match.methd. Did you mean match.method?"],
    [{ method: "GET /" }, `${METHOD}"GET /".`],
    [{ path: 5 }, PATH],
    [{ status: "200" }, 'match.status: expected an HTTP status such as 200, got "200".'],
    [{ status: 200.5 }, "match.status: expected an HTTP status such as 200, got 200.5."],
    [{ since: true }, `${SINCE}true.`],
    [{ since: "" }, `${SINCE}"".`],
    [{ since: 8.64e15 + 2 }, `${SINCE}8640000000000002.`],
    [{ since: new Date(NaN) }, SINCE],
    ["/token", 'match: expected an object such as { path: "/token" }, got "/token"'],
  ];
  for (const [match, message] of cases) {
    test(message, () => {
      const journal = filled();
      for (const call of [journal.count, journal.entries, journal.expect]) {
        expect(() => Reflect.apply(call, journal, [match])).toThrow(TypeError);
        expect(() => Reflect.apply(call, journal, [match])).toThrow(message);
      }
    });
  }
});

describe("bounds", () => {
  test("have defaults", () => {
    const journal = createJournal();
    expect(journal.bodyBytes).toBe(16_384);
    const note = () => journal.note({ at: 0, method: "GET", path: "/" });
    for (let i = 0; i < 1_000; i++) note();
    expect(journal.dropped).toBe(0);
    note();
    expect([journal.dropped, journal.entries().length]).toEqual([1, 1_000]);
    journal.clear();
    // 4,000,000 characters: with GET and / each entry has 16,388.
    for (let i = 0; i < 244; i++) note().request(" ".repeat(16_384));
    expect(journal.dropped).toBe(0);
    note().request(" ".repeat(16_384));
    expect(journal.dropped).toBe(1);
  });

  test("can be 0: no entries, or no bodies", () => {
    const none = createJournal({ entries: 0 });
    none.note({ at: 0, method: "GET", path: "/" }).end({ status: 200 });
    expect([none.entries(), none.dropped]).toEqual([[], 1]);
    const bare = createJournal({ bodyBytes: 0 });
    const entry = bare.note({ at: 0, method: "GET", path: "/" });
    entry.request("request");
    entry.response("response");
    expect(bare.entries()).toStrictEqual([{ id: 1, at: 0, method: "GET", path: "/", query: "" }]);
  });

  test("count the method, the path, the query and the shortened bodies", () => {
    const journal = createJournal({ bytes: 20, bodyBytes: 5 });
    const note = () => journal.note({ at: 0, method: "GET", path: "/a", query: "b=c" });
    note();
    note();
    expect(journal.dropped).toBe(0);
    const full = createJournal({ bytes: 8 });
    full.note({ at: 0, method: "GET", path: "/a", query: "b=c" });
    expect(full.dropped).toBe(0);
    const last = note();
    expect(journal.dropped).toBe(1);
    last.request("x".repeat(50));
    expect([journal.dropped, journal.entries().length]).toEqual([2, 1]);
    last.response("x".repeat(50));
    expect([journal.dropped, journal.entries().length]).toEqual([2, 1]);
    expect(journal.entries()[0]).toMatchObject({ requestBody: "xxxxx…", responseBody: "xxxxx…" });
  });

  test("keep a body that is exactly as long as the limit", () => {
    const journal = createJournal({ bodyBytes: 5 });
    const entry = journal.note({ at: 0, method: "GET", path: "/" });
    entry.request("12345");
    entry.response("");
    expect(journal.entries()).toStrictEqual([
      { id: 1, at: 0, method: "GET", path: "/", query: "", requestBody: 12345 },
    ]);
  });

  test("say which requests are missing in an error that tells what to do", () => {
    const journal = createJournal({ entries: 1 });
    for (const at of [5, 3, 9]) journal.note({ at, method: "GET", path: "/" });
    const message =
      "2 older requests were dropped and may match. Raise the limits in the tenant's " +
      "journal option, pass a later since, or call journal.clear() before the requests to count.";
    for (const since of [undefined, 4, 5]) {
      expect(() => journal.count({ since })).toThrow(
        new JournalMismatch(`journal.count: ${message}`),
      );
      expect(() => journal.expect({ since }))
        .toThrow(new JournalMismatch(`journal.expect: ${message}`));
    }
    // The newest of the dropped ones arrived at 5.
    expect(journal.count({ since: 6 })).toBe(1);
    journal.clear();
    expect(journal.count()).toBe(0);
    for (const at of [1, 2]) journal.note({ at, method: "GET", path: "/" });
    expect(journal.dropped).toBe(1);
    expect(journal.count({ since: 2 })).toBe(1);
  });

  test("refuse each wrong value by name", () => {
    for (const name of ["entries", "bytes", "bodyBytes"]) {
      for (const value of [-1, 1.5, "5", null]) {
        expect(() => createJournal({ [name]: value })).toThrow(
          `journal.${name}: expected 0, 1, 2, …, got ${JSON.stringify(value)}.`,
        );
      }
    }
    expect(() => createJournal(Object({ entires: 1 })))
      .toThrow("Unknown option journal.entires. Did you mean journal.entries?");
    expect(() => Reflect.apply(createJournal, undefined, [5]))
      .toThrow("journal: expected an object, got 5.");
  });

  test("drop and count the oldest entries", () => {
    const journal = createJournal({ entries: 2 });
    for (const path of ["/a", "/b", "/c", "/d", "/e"]) journal.note({ at: 0, method: "GET", path });
    expect(journal.entries().map(({ path }) => path)).toEqual(["/d", "/e"]);
    expect(journal.dropped).toBe(3);
    journal.clear();
    expect([journal.dropped, journal.count()]).toEqual([0, 0]);
  });

  test("count bodies, including those that arrive late", () => {
    const journal = createJournal({ bytes: 100, bodyBytes: 60 });
    const first = journal.note({ at: 0, method: "GET", path: "/a" });
    journal.note({ at: 0, method: "GET", path: "/b" });
    first.response("x".repeat(60));
    expect(journal.entries()).toHaveLength(2);
    journal.note({ at: 0, method: "GET", path: "/c" }).request("y".repeat(60));
    expect(journal.entries().map(({ path }) => path)).toEqual(["/b", "/c"]);
    first.response("z".repeat(60)); // was dropped, and uses no space
    expect([journal.entries().length, journal.dropped]).toEqual([2, 1]);
  });

  test("never make a count wrong: it fails when dropped entries may match", () => {
    const journal = createJournal({ entries: 1_000 });
    for (let at = 0; at <= 1_000; at++) journal.note({ at, method: "GET", path: "/status" });
    const message = "1 older requests were dropped and may match";
    expect(() => journal.count()).toThrow(`journal.count: ${message}`);
    expect(() => journal.expect({ path: "/token" }, 0)).toThrow(`journal.expect: ${message}`);
    expect(() => journal.count({ since: 0 })).toThrow(message);
    // The dropped entry arrived before.
    expect(journal.count({ since: 1 })).toBe(1_000);
    journal.expect({ path: "/token", since: 1 }, 0);
    journal.clear();
    expect(journal.count()).toBe(0);
  });

  test("keep the beginning of a long body", () => {
    const journal = createJournal({ bodyBytes: 10 });
    journal.note({ at: 0, method: "POST", path: "/" }).request(`{"appSecret":"AAAABBBB"}`);
    expect(journal.entries()[0]?.requestBody).toBe(`{"appSecre…`);
  });

  test("refuse an invalid value", () => {
    expect(() => createJournal({ entries: -1 })).toThrow("journal.entries: expected 0, 1, 2");
    expect(() => createMockServer({ journal: { bytes: NaN } })).toThrow("journal.bytes: expected");
  });
});

describe("redaction", () => {
  const secret = "A".repeat(30) + "+/==";
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl";

  test("removes secrets and tokens, wherever they are and in any shape", () => {
    for (
      const text of [
        JSON.stringify({ appId: "1", appSecret: secret }),
        JSON.stringify({ secret }),
        JSON.stringify({ list: [{ App_Secret: secret }] }),
        JSON.stringify({ note: `the token is ${jwt}` }),
        JSON.stringify({ secret: { nested: secret } }),
        `{"appId":"1","appSecret":"${secret}`,
        `{"appId":"1","secret" : "${secret}",`,
        `{"token":"${jwt.slice(0, 30)}`,
        `appId=1&appSecret=${secret}&x=1`,
        `Bearer ${jwt}`,
        `{'appId': '1', 'appSecret': '${secret}'}`,
        `{appId:1,appSecret:${secret}}`,
        JSON.stringify(JSON.stringify({ appSecret: secret })).slice(1),
        JSON.stringify({ note: JSON.stringify({ appSecret: secret }) }),
        JSON.stringify({ note: JSON.stringify({ of: JSON.stringify({ token: secret }) }) }),
        JSON.stringify([`{'secret': '${secret}'}`]),
        `appSecret: ${secret}`,
        `<appSecret>${secret}</appSecret>`,
        `content-disposition: form-data; name="appSecret"\r\n\r\n${secret}\r\n--x--`,
        `{"appSecret" "${secret}"}`,
        `authorization: Bearer ${secret}`,
        `{"appSecret":"x"${secret}"}`,
        JSON.stringify({ data: { [jwt]: 1 } }),
      ]
    ) {
      const kept = JSON.stringify(redactedBody(text));
      expect([text, kept.includes("AAAA"), kept.includes(jwt.slice(0, 20))])
        .toEqual([text, false, false]);
      expect(kept).toContain("[redacted]");
    }
  });

  test("removes an App Secret under any name, and as a name", () => {
    const appSecret = `${"A".repeat(40)}+/${"A".repeat(44)}==`;
    for (
      const text of [
        JSON.stringify({ note: appSecret }),
        JSON.stringify({ note: `x${appSecret}` }),
        JSON.stringify({ [appSecret]: appSecret }),
        `{"note":"${appSecret.replace("/", "\\/")}`,
        `note=${encodeURIComponent(appSecret)}`,
        `note=${encodeURIComponent(appSecret).toLowerCase()}`,
      ]
    ) {
      expect([text, JSON.stringify(redactedBody(text))]).toEqual([
        text,
        expect.not.stringMatching(/A{8}/i),
      ]);
    }
  });

  test("removes a secret that the end of a long body cuts", () => {
    const appSecret = `${"A".repeat(40)}+/${"A".repeat(44)}==`;
    for (const bodyBytes of [30, 60, 90]) {
      const journal = createJournal({ bodyBytes });
      const entry = journal.note({ at: 0, method: "POST", path: "/" });
      entry.request(JSON.stringify({ note: appSecret, more: "x" }));
      entry.response(JSON.stringify({ note: encodeURIComponent(appSecret), more: "x" }));
      expect(journal.entries()[0]).toMatchObject({
        requestBody: '{"note":"…',
        responseBody: '{"note":"…',
      });
    }
  });

  test("removes a word of 16 or more characters at the end of a body that was cut", () => {
    const stored = (text: string) => {
      const journal = createJournal({ bodyBytes: text.length });
      journal.note({ at: 0, method: "POST", path: "/" }).request(`${text}more`);
      return journal.entries()[0]?.requestBody;
    };
    expect(stored(`a, ${"w".repeat(15)}`)).toBe(`a, ${"w".repeat(15)}…`);
    expect(stored(`a, ${"w".repeat(16)}`)).toBe("a, …");
    // These are parts of a secret in some encoding.
    for (const part of ["+", "/", "%", "\\", "-", "_", "0"]) {
      expect([part, stored(`a, ${"w".repeat(8)}${part}${"w".repeat(8)}`)]).toEqual([part, "a, …"]);
    }
    for (const end of [".", " ", '"', "="]) {
      expect(stored(`${"w".repeat(16)}${end}`)).toBe(`${"w".repeat(16)}${end}…`);
    }
  });

  test("removes tokens from paths and queries", () => {
    const journal = createJournal();
    journal.note({ at: 0, method: "GET", path: `/collections/${jwt}`, query: `token=${secret}` });
    expect(journal.entries()).toMatchObject([
      { path: "/collections/[redacted]", query: "token=[redacted]" },
    ]);
  });

  test("works at any depth", () => {
    const deep = `${'{"a":'.repeat(2_000)}{"secret":"${secret}"}${"}".repeat(2_000)}`;
    expect(JSON.stringify(redactedBody(deep))).not.toContain("AAAA");
  });

  test("keeps everything else", () => {
    const body = { appId: "1", data: { name: "secretary", tokens: 3 }, empty: null };
    expect(redactedBody(JSON.stringify(body))).toEqual(body);
    expect(redactedBody("no JSON")).toBe("no JSON");
    const response = { error: "appSecret: must not be empty. The token: it has expired." };
    expect(redactedBody(JSON.stringify(response))).toEqual(response);
  });
});

test("an error stays short, however long the requests are", () => {
  const journal = createJournal();
  const long = "x".repeat(20_000);
  const entry = { at: 0, method: "GET", path: `/${long}`, query: long };
  for (let i = 0; i < 6; i++) journal.note({ ...entry, method: i < 3 ? "GET" : `G${long}` });
  for (const match of [{ path: "/token" }, { method: "GET" }, {}]) {
    expect(() => journal.expect(match, 1)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^journal[^]{1,5000}$/) }),
    );
  }
});

test("an entry contains the query, both bodies, the time and the fault of a request", async () => {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Journal", description: "For this test" });
  mock.tenant.collections.create({ slug: "people", name: "People" });
  const client = createClient(app.clientOptions());
  mock.faults.add({
    kind: "delay",
    duration: "3s",
    match: { method: "POST", path: "/collections/*" },
  });
  await client.collection("people").create({ data: { name: "Ada" } });
  const [token, created] = mock.journal.entries();
  expect(token).toMatchObject({
    id: 1,
    method: "POST",
    path: "/token",
    query: "",
    status: 200,
    duration: 0,
    requestBody: { appId: app.appId, appSecret: "[redacted]" },
    responseBody: { token: "[redacted]" },
  });
  expect(created).toMatchObject({
    path: "/collections/people",
    status: 200,
    duration: 3_000,
    fault: "delay",
    requestBody: { data: { name: "Ada" } },
    responseBody: { numericId: 1, data: { name: "Ada" } },
  });
  expect(JSON.stringify(mock.journal.entries())).not.toContain(app.appSecret);

  const url = `${mock.baseUrl}collections/people/all?externalService=x`;
  const headers = { authorization: `Bearer ${await client.token()}` };
  await (await mock.fetch(url, { headers })).text();
  expect(mock.journal.entries().at(-1)).toMatchObject({
    query: "externalService=x",
    responseBody: [],
  });
  mock.faults.add({ kind: "drop", match: { path: "/status" } });
  await mock.fetch(`${mock.baseUrl}status`, { headers }).catch(() => {});
  const last = mock.journal.entries().at(-1);
  expect([last?.fault, last?.status]).toEqual(["drop", undefined]);
});

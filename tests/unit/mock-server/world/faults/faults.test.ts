import { describe, expect, test } from "bun:test";
import { createFaults } from "../../../../../mock-server/world/faults/faults.ts";
import { createMockServer, type Fault } from "../../../../../mock-server/mod.ts";
import { seededRandom } from "../../../../../mock-server/world/faults/seeded-random.ts";

const get = (path: string) => ({ method: "GET", path });
const post = (path: string) => ({ method: "POST", path });
const status = (code: number, over: Partial<Fault> = {}): Fault => ({
  kind: "status",
  status: code,
  ...over,
} as Fault);

describe("the match", () => {
  test("includes all requests if it is absent", () => {
    const faults = createFaults();
    faults.add(status(503));
    expect(faults.take(post("/anything"))).toMatchObject({ status: 503 });
  });

  test("compares methods in any case, and paths", () => {
    const faults = createFaults();
    faults.add(status(503, { match: { method: "post", path: "/token" } }));
    expect(faults.take(get("/token"))).toBeUndefined();
    expect(faults.take(post("/status"))).toBeUndefined();
    expect(faults.take(post("/token"))).toMatchObject({ status: 503 });
  });

  test("compares the whole path literally", () => {
    const faults = createFaults();
    faults.add(status(503, { match: { path: "/a.b+c" } }));
    for (const path of ["/a.b+c/d", "/x/a.b+c", "/aXb+c", "/a.bbc", "/A.b+c"]) {
      expect(faults.take(get(path))).toBeUndefined();
    }
    expect(faults.take(get("/a.b+c"))).toBeDefined();
  });

  test("allows * for any text, including slashes and no text", () => {
    for (
      const [path, hit, missed] of [
        ["/collections/*", ["/collections/a", "/collections/a/b", "/collections/"], [
          "/collections",
        ]],
        ["/collections/*/bulk", ["/collections/a/bulk", "/collections/a/b/bulk"], [
          "/collections/a",
        ]],
        ["*", ["/", "/token"], []],
        ["/a*b*c", ["/abc", "/a1b2c", "/abbcc"], ["/ab", "/acb", "/bc", "/abcd"]],
        ["/aa*aa", ["/aaaa", "/aaaaa"], ["/aaa"]],
        [`/${"*a".repeat(50)}`, [`/${"a".repeat(5_000)}`], [`/${"a".repeat(5_000)}b`]],
        ["*/bulk", ["/a/bulk"], ["/a/bulk/b"]],
        ["/a*", ["/a", "/a\nb"], ["/b"]],
      ] as const
    ) {
      for (const [requests, expected] of [[hit, 1], [missed, 0]] as const) {
        for (const request of requests) {
          const faults = createFaults();
          faults.add(status(503, { match: { path } }));
          expect([path, request, faults.take(get(request)) ? 1 : 0]).toEqual([
            path,
            request,
            expected,
          ]);
        }
      }
    }
  });
});

describe("the queue", () => {
  test("uses faults in the order they were added, each as often as its times", () => {
    const faults = createFaults();
    faults.add(status(500, { times: 2 }));
    faults.add(status(502));
    const taken = [1, 2, 3, 4].map(() => faults.take(get("/")));
    expect(taken.map((fault) => fault?.kind === "status" ? fault.status : undefined))
      .toEqual([500, 500, 502, undefined]);
  });

  test("skips a fault for other requests without blocking those behind it", () => {
    const faults = createFaults();
    faults.add(status(500, { match: { path: "/token" } }));
    faults.add(status(502));
    expect(faults.take(get("/status"))).toMatchObject({ status: 502 });
    expect(faults.take(get("/status"))).toBeUndefined();
    expect(faults.take(get("/token"))).toMatchObject({ status: 500 });
  });

  test("lists copies with the remaining count of each fault", () => {
    const faults = createFaults();
    faults.add(status(500, { times: 3, body: { error: "as it is" } }));
    faults.take(get("/"));
    const [left] = faults.list();
    expect(left).toEqual({
      id: "1",
      kind: "status",
      status: 500,
      times: 2,
      body: { error: "as it is" },
    });
    if (left?.kind !== "status") throw new Error("expected the fault that was added");
    Object.assign(left, { status: 418, times: 99 });
    Object.assign(left.body ?? {}, { error: "changed" });
    expect(faults.list()[0]).toMatchObject({ status: 500, times: 2, body: { error: "as it is" } });
  });

  test("stores a copy of each fault", () => {
    const faults = createFaults();
    const mine = { kind: "status" as const, status: 500, body: { error: "before" } };
    faults.add(mine);
    mine.body.error = "after";
    mine.status = 200;
    expect(faults.take(get("/"))).toMatchObject({ status: 500, body: { error: "before" } });
  });

  test("is empty after clear", () => {
    const faults = createFaults();
    faults.add(status(500, { times: 5 }));
    faults.add({ kind: "stalledBody" });
    faults.clear();
    expect(faults.list()).toEqual([]);
    expect(faults.take(get("/"))).toBeUndefined();
  });
});

describe("invalid faults are refused", () => {
  for (
    const [what, fault, message] of [
      [
        "an unknown kind",
        { kind: "explode" },
        /^kind: expected one of "status", .*explode/,
      ],
      ["no kind", {}, /^kind: expected/],
      [
        "a delay of more than a year",
        { kind: "delay", duration: 1e300 },
        /^duration: expected .*, at most a year/,
      ],
      [
        "a status below 200",
        { kind: "status", status: 199 },
        "status: expected 200 to 599, got 199",
      ],
      [
        "a status above 599",
        { kind: "status", status: 600 },
        "status: expected 200 to 599, got 600",
      ],
      ["a broken status", { kind: "status", status: 200.5 }, "status: expected 200 to 599"],
      ["no status", { kind: "status" }, "status is missing. Expected 200 to 599"],
      ["a status as text", { kind: "status", status: "503" }, "status: expected 200 to 599"],
      ["times of 0", { kind: "stalledBody", times: 0 }, "times: expected 1, 2, 3, …, got 0"],
      ["times without end", { kind: "stalledBody", times: Infinity }, "times: expected 1, 2, 3"],
      ["a cut before the beginning", { kind: "cutBody", after: -1 }, "after: expected a number"],
      ["a path of another type", { kind: "drop", match: { path: 7 } }, /^match\.path: .* got 7\.$/],
      [
        "a path with the API's own in front",
        { kind: "drop", match: { path: "/api/v1/status" } },
        /^match\.path: expected a path below \/api\/v1/,
      ],
      ["an invalid method", { kind: "drop", match: { method: "GET /" } }, /^match\.method: /],
      [
        "an nth before the first",
        { kind: "drop", match: { nth: 0 } },
        "match.nth: expected 1, 2, 3",
      ],
      [
        "a name that is not known",
        { kind: "drop", math: {} },
        "Unknown option math. Did you mean match?",
      ],
      [
        "a header that cannot be sent",
        { kind: "status", status: 200, headers: { "a b": "c" } },
        "headers: expected header names",
      ],
      [
        "a header's value in two lines",
        { kind: "status", status: 200, headers: { a: "b\nc" } },
        "headers: expected header names",
      ],
      [
        "a 204 with a body",
        { kind: "status", status: 204, body: "x" },
        /^body: responses with status 204.*Leave it out/,
      ],
      [
        "a body that JSON cannot carry",
        { kind: "status", status: 200, body: 1n },
        /^body: expected/,
      ],
      ["a page with 304", { kind: "html", status: 304 }, "status: responses with status 204"],
      ["an invalid duration", { kind: "delay", duration: "soon" }, /^duration: .*"soon"/],
      [
        "half a second to retry after",
        { kind: "rateLimit", retryAfter: 0.5 },
        "retryAfter: expected",
      ],
      ["a failure with a good status", { kind: "appExpired", status: 200 }, "status: expected 400"],
      ["a text", "drop", /^fault: expected an object/],
      [
        "a path without a slash",
        { kind: "stalledBody", match: { path: "token" } },
        /^match\.path: .*"token"\.$/,
      ],
    ] as const
  ) {
    test(what, () => {
      const faults = createFaults();
      // Wrong on purpose, as the compiler would also report.
      const add = () => Reflect.apply(faults.add, faults, [fault]);
      expect(add).toThrow(TypeError);
      expect(add).toThrow(message);
      expect(faults.list()).toEqual([]);
    });
  }

  const KINDS = '"status", "delay", "stalledBody", "cutBody", "malformedJson", "html", "drop", ' +
    '"rateLimit", "invalidCredentials", "apiNotEnabled", "appExpired", "appRevoked", ' +
    '"tokenMissing", "tokenInvalid", "tokenExpired"';
  const HEADERS =
    "headers: expected header names of letters, digits and -, and values without line breaks, got ";
  const DELAY =
    'duration: expected milliseconds or a string such as "61m", "1h30m" or "500ms", at ' +
    "most a year, got ";
  const NO_BODY =
    "body: responses with status 204, 205 or 304 have no body. Leave it out, or choose " +
    "another status.";
  const NO_PAGE =
    "status: responses with status 204, 205 or 304 have no body. Choose another status.";
  const exact: [fault: unknown, message: string][] = [
    [{ kind: "explode" }, `kind: expected one of ${KINDS}, got "explode".`],
    ["drop", 'fault: expected an object such as { kind: "drop" }, got "drop".'],
    [null, 'fault: expected an object such as { kind: "drop" }, got null.'],
    [{ kind: "status", status: 500, headers: 5 }, "headers: expected an object of strings, got 5."],
    [{ kind: "status", status: 500, headers: { a: 5 } }, "headers.a: expected a string, got 5."],
    ...["a b", "a:b", "", "ä", "a\nb"].map((name): [unknown, string] => [
      { kind: "status", status: 500, headers: { [name]: "x" } },
      `${HEADERS}${JSON.stringify({ [name]: "x" })}.`,
    ]),
    ...["a\r", "\u007f", "€", "a\u0000"].map((value): [unknown, string] => [
      { kind: "status", status: 500, headers: { a: value } },
      `${HEADERS}${JSON.stringify({ a: value })}.`,
    ]),
    [
      { kind: "status", status: 500, headers: { a: "b", "c d": "e" } },
      `${HEADERS}{"a":"b","c d":"e"}.`,
    ],
    [
      { kind: "status", status: 500, body: Symbol("x") },
      "body: expected a JSON value, got Symbol(x).",
    ],
    [{ kind: "delay", duration: true }, `${DELAY}true.`],
    [{ kind: "delay", duration: -1 }, `${DELAY}-1.`],
    [{ kind: "delay", duration: "365d1ms" }, `${DELAY}"365d1ms".`],
    [{ kind: "cutBody", after: 1.5 }, "after: expected a number of bytes, got 1.5."],
    [{ kind: "stalledBody", after: -1 }, "after: expected a number of bytes, got -1."],
    [{ kind: "drop", times: 1.5 }, "times: expected 1, 2, 3, …, got 1.5."],
    [{ kind: "html", page: 5 }, "page: expected a string, got 5."],
    [{ kind: "html", status: 600 }, "status: expected 200 to 599, got 600."],
    [{ kind: "rateLimit", retryAfter: -1 }, "retryAfter: expected whole seconds, got -1."],
    [
      { kind: "rateLimit", retryAfter: 1e9 + 1 },
      "retryAfter: expected whole seconds, got 1000000001.",
    ],
    [{ kind: "rateLimit", message: "" }, 'message: expected a string, got "".'],
    [{ kind: "tokenExpired", message: 5 }, "message: expected a string, got 5."],
    [{ kind: "tokenExpired", status: 399 }, "status: expected 400 to 599, got 399."],
    [{ kind: "tokenExpired", status: 600 }, "status: expected 400 to 599, got 600."],
    [{ kind: "drop", match: 5 }, "match: expected an object, got 5."],
    ...[204, 205, 304].flatMap((status): [unknown, string][] => [
      [{ kind: "status", status, body: { a: 1 } }, NO_BODY],
      [{ kind: "status", status, body: null }, NO_BODY],
      [{ kind: "html", status }, NO_PAGE],
    ]),
  ];
  for (const [index, [fault, message]] of exact.entries()) {
    test(`${index}: ${message}`, () => {
      const faults = createFaults();
      expect(() => Reflect.apply(faults.add, faults, [fault])).toThrow(message);
      if (typeof fault !== "object" || fault === null) return;
      // The kinds of chaos are checked in the same way.
      const chaos = { seed: 1, rate: 1, kinds: [{ kind: "drop" }, fault] };
      if ("match" in fault || "times" in fault) return;
      expect(() => Reflect.apply(faults.chaos, faults, [chaos])).toThrow(`kinds[1].${message}`);
      expect(faults.chaos()).toBeUndefined();
    });
  }

  test("a property that the kind does not have", () => {
    const faults = createFaults();
    for (const kind of ["malformedJson", "drop", "rateLimit", "tokenInvalid", "cutBody", "html"]) {
      const add = () => Reflect.apply(faults.add, faults, [{ kind, headers: {} }]);
      expect(add).toThrow(/^Unknown option headers\. /);
    }
  });

  test("what is at the edge is accepted", () => {
    const faults = createFaults();
    const good: Fault[] = [
      { kind: "status", status: 204, body: "" },
      { kind: "status", status: 204, body: undefined },
      { kind: "status", status: 304 },
      { kind: "status", status: 500, body: undefined },
      { kind: "status", status: 500, body: null },
      { kind: "status", status: 500, headers: { "x!#$%&'*+.^_`|~-1": "a\tb é", b: "" } },
      { kind: "delay", duration: "365d" },
      { kind: "delay", duration: 0 },
      { kind: "rateLimit", retryAfter: 1e9, message: "x" },
      { kind: "rateLimit", retryAfter: 0 },
      { kind: "tokenExpired", status: 400 },
      { kind: "tokenExpired", status: 599 },
      { kind: "html", status: 200, page: "" },
      { kind: "cutBody", after: Number.MAX_SAFE_INTEGER },
      { kind: "drop", times: 1, match: { nth: 1 } },
    ];
    for (const fault of good) faults.add(fault);
    expect(faults.list()).toHaveLength(good.length);
  });

  test("valid faults are accepted", () => {
    const faults = createFaults();
    for (const code of [200, 204, 599]) faults.add(status(code));
    faults.add({ kind: "cutBody", after: 0 });
    faults.add({ kind: "cutBody" });
    faults.add({ kind: "stalledBody", times: 7, match: { path: "*" } });
    expect(faults.list().length).toBe(6);
  });
});

describe("nth", () => {
  test("counts matching requests since the fault was added, including those that other faults affect", () => {
    const faults = createFaults();
    faults.take(get("/status"));
    faults.add({ kind: "drop", match: { path: "/status", nth: 3 } });
    faults.add(status(503, { match: { path: "/status" } }));
    const kinds = ["/status", "/token", "/status", "/status", "/status"]
      .map((path) => faults.take(get(path))?.kind);
    expect(kinds).toEqual(["status", undefined, undefined, "drop", undefined]);
  });

  test("with times affects that many requests from there on", () => {
    const faults = createFaults();
    faults.add({ kind: "drop", times: 2, match: { nth: 2 } });
    expect([1, 2, 3, 4].map(() => faults.take(get("/"))?.kind))
      .toEqual([undefined, "drop", "drop", undefined]);
  });
});

describe("remove", () => {
  test("removes a fault by its ID, and returns whether it existed", () => {
    const faults = createFaults();
    const [one, other] = [faults.add(status(500)), faults.add(status(502))];
    expect([faults.remove(one), faults.remove(one)]).toEqual([true, false]);
    expect(faults.list().map(({ id }) => id)).toEqual([other]);
    faults.take(get("/"));
    expect(faults.remove(other)).toBe(false);
  });
});

describe("chaos", () => {
  const kindsOf = (seed: number | string, rate: number) => {
    const faults = createFaults();
    faults.chaos({ seed, rate });
    return Array.from({ length: 200 }, () => faults.take(get("/"))?.kind ?? "-");
  };

  test("causes the same faults for the same seed, and different ones for another", () => {
    expect(kindsOf(7, 0.5)).toEqual(kindsOf(7, 0.5));
    expect(kindsOf("seven", 0.5)).toEqual(kindsOf("seven", 0.5));
    expect(kindsOf(7, 0.5)).not.toEqual(kindsOf(8, 0.5));
  });

  test("affects about the given rate of requests, with every kind", () => {
    const hit = kindsOf(1, 0.5).filter((kind) => kind !== "-");
    expect(hit.length).toBeGreaterThan(70);
    expect(hit.length).toBeLessThan(130);
    expect(new Set(hit).size).toBe(6);
    expect(new Set(kindsOf(1, 0))).toEqual(new Set(["-"]));
    expect(kindsOf(1, 1)).not.toContain("-");
  });

  test("affects more requests at a higher rate, and each request with the same fault", () => {
    const [few, all] = [kindsOf(3, 0.3), kindsOf(3, 1)];
    few.forEach((kind, i) => expect(["-", all[i]]).toContain(kind));
  });

  test("comes after queued faults, and ends with false or clear", () => {
    const faults = createFaults();
    faults.chaos({ seed: 1, rate: 1, kinds: [{ kind: "html" }], match: { path: "/a" } });
    expect(faults.chaos()).toMatchObject({ seed: 1, rate: 1 });
    faults.add(status(503));
    expect(["/a", "/a", "/b"].map((path) => faults.take(get(path))?.kind))
      .toEqual(["status", "html", undefined]);
    faults.chaos(false);
    expect([faults.take(get("/a")), faults.chaos()]).toEqual([undefined, undefined]);
    faults.chaos({ seed: 1, rate: 1 });
    faults.clear();
    expect(faults.take(get("/a"))).toBeUndefined();
  });

  for (
    const [what, chaos, message] of [
      ["a rate above 1", { seed: 1, rate: 2 }, "rate: expected 0 to 1, got 2"],
      ["no seed", { rate: 1 }, "seed is missing. Expected a number or a string"],
      ["no kinds", { seed: 1, rate: 1, kinds: [] }, "kinds: expected at least one"],
      ["a wrong kind", { seed: 1, rate: 1, kinds: [{ kind: "x" }] }, /^kinds\[0\]\.kind: .*"x"/],
      ["true", true, /^chaos: expected an object/],
      ["a rate below 0", { seed: 1, rate: -0.1 }, "rate: expected 0 to 1, got -0.1."],
      ["a rate that is a text", { seed: 1, rate: "1" }, 'rate: expected 0 to 1, got "1".'],
      [
        "a seed that is no number or string",
        { seed: true, rate: 1 },
        "seed: expected a number or a string, got true.",
      ],
      [
        "kinds that are no array",
        { seed: 1, rate: 1, kinds: "drop" },
        'kinds: expected an array of faults, got "drop".',
      ],
      [
        "a wrong match",
        { seed: 1, rate: 1, match: { path: "a" } },
        /^match\.path: expected a path/,
      ],
      [
        "an unknown property",
        { seed: 1, rate: 1, kind: [] },
        "Unknown option kind. Did you mean kinds?",
      ],
    ] as const
  ) {
    test(`refuses ${what}`, () => {
      const faults = createFaults();
      expect(() => Reflect.apply(faults.chaos, faults, [chaos])).toThrow(message);
    });
  }
});

test("a dropped request rejects like a network error", async () => {
  const mock = createMockServer();
  mock.faults.add({ kind: "drop" });
  const call = mock.fetch(`${mock.baseUrl}status`);
  await expect(call).rejects.toThrow(TypeError);
  await expect(call).rejects.toThrow("A drop fault closed this connection");
});

test("by default, chaos causes all kinds of faults except those that wait", () => {
  const faults = createFaults();
  faults.chaos({ seed: 1, rate: 1 });
  const taken = new Map(
    Array.from({ length: 100 }, () => faults.take(get("/")))
      .map((fault) => [fault?.kind, fault]),
  );
  expect(taken.size).toBe(6);
  expect([...taken.values()]).toEqual(expect.arrayContaining([
    { kind: "status", status: 503 },
    { kind: "rateLimit", retryAfter: 1 },
    { kind: "html" },
    { kind: "malformedJson" },
    { kind: "cutBody" },
    { kind: "drop" },
  ]));
});

test("chaos skips requests that do not match, and they change nothing for the others", () => {
  const kindsOf = (paths: string[]) => {
    const faults = createFaults();
    faults.chaos({ seed: 5, rate: 0.5, match: { path: "/a" } });
    return paths.map((path) => [path, faults.take(get(path))?.kind] as const);
  };
  const alone = kindsOf(Array.from({ length: 30 }, () => "/a"));
  const mixed = kindsOf(Array.from({ length: 60 }, (_, i) => i % 2 === 0 ? "/a" : "/b"));
  expect(mixed.filter(([path]) => path === "/a")).toEqual(alone);
  expect(mixed.every(([path, kind]) => path === "/a" || kind === undefined)).toBe(true);
});

test("what chaos returns is a copy, and so is what it was given", () => {
  const faults = createFaults();
  const given = { seed: 1, rate: 1, kinds: [{ kind: "html" as const, status: 500 }] };
  faults.chaos(given);
  given.kinds.splice(0);
  faults.chaos()?.kinds?.splice(0);
  expect(faults.chaos()?.kinds).toEqual([{ kind: "html", status: 500 }]);
  expect(faults.take(get("/"))).toEqual({ kind: "html", status: 500 });
});

test("removing an unknown fault keeps the others", () => {
  const faults = createFaults();
  faults.add(status(500));
  expect([faults.remove("9"), faults.list().length]).toEqual([false, 1]);
});

test("a seed means the same numbers in every version, from 0 up to 1", () => {
  const numbers = (seed: string | number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 3 }, () => Math.round(random() * 1e6));
  };
  expect(numbers("contract")).toEqual([175_193, 566_290, 311_416]);
  expect(numbers(42)).toEqual(numbers("42"));
  const random = seededRandom("many");
  const many = Array.from({ length: 1_000 }, random);
  expect(many.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(new Set(many).size).toBeGreaterThan(990);
});

// One validator for each option, in process and over the control API, and one text for unknown ones.
import { describe, expect, test } from "bun:test";
import {
  createManualClock,
  createMockControl,
  createMockServer,
  openApiDocument,
} from "../../../mock-server/mod.ts";
import { createMswMock, kinabaseHandlers } from "../../../mock-server/msw.ts";
import { serve } from "../../../mock-server/serve.ts";

const URL_OF_MOCK = "http://localhost:8787";

/** Options of a tenant that are wrong, and what is said of them. */
const WRONG = [
  [{ journal: { entires: 5 } }, "Unknown option journal.entires. Did you mean journal.entries?"],
  [{ journal: { entries: -1 } }, "journal.entries: expected 0, 1, 2, …, got -1."],
  [{ journal: 5 }, "journal: expected an object, got 5."],
  [{ limits: { pageSiez: 3 } }, "Unknown option limits.pageSiez. Did you mean limits.pageSize?"],
  [{ limits: { pageSize: 0 } }, "limits.pageSize: expected 1, 2, 3, …, got 0."],
  [
    { limits: { requestsPerMinute: "on" } },
    'limits.requestsPerMinute: expected 1, 2, 3, … or "off", got "on".',
  ],
  [
    { behaviors: { "list.order": "newest" } },
    'behaviors.list.order: expected "created" or "updated" or "id", got "newest".',
  ],
  [
    { behaviors: { "bulk.one-bad-recrd": "refuse-all" } },
    "Unknown option behaviors.bulk.one-bad-recrd. Did you mean behaviors.bulk.one-bad-record?",
  ],
  [
    { behaviors: { constructor: "x" } },
    "Unknown option behaviors.constructor. Expected ",
  ],
  [
    { behaviors: { "message.appRevoked": "" } },
    'behaviors.message.appRevoked: expected the text of an error message, got "".',
  ],
  [{ limit: {} }, "Unknown option limit. Did you mean limits?"],
] as const;

describe("every way to create a tenant refuses a wrong option with the same message", () => {
  for (const [options, message] of WRONG) {
    test(JSON.stringify(options), async () => {
      const mock = createMockServer({ control: true });
      const control = createMockControl(URL_OF_MOCK, { fetch: mock.fetch });
      // Wrong on purpose: the compiler would refuse some of them as well.
      expect(() => Reflect.apply(createMockServer, undefined, [options])).toThrow(message);
      expect(() => Reflect.apply(mock.createTenant, undefined, [options])).toThrow(message);
      await expect(Reflect.apply(control.createTenant, undefined, [options])).rejects.toThrow(
        message,
      );
    });
  }
});

describe("a wrong argument is refused by name", () => {
  const { tenant, clock, faults, journal } = createMockServer();
  const fetch = () => Promise.resolve(new Response());
  const bare: unknown = Object.create(null);
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  const cases: [string, (...args: never[]) => unknown, unknown[], string][] = [
    ["createMockServer", createMockServer, [null], "options: expected an object, got null"],
    ["createMockServer", createMockServer, [{ issuer: 5 }], "issuer: expected a string"],
    ["createMockServer", createMockServer, [{ baseUrl: 1n }], "baseUrl: expected an HTTP URL"],
    ["createMockServer", createMockServer, [{ createStore: {} }], "createStore: expected a func"],
    [
      "createMockServer",
      createMockServer,
      [{ clock: { now: () => 0 } }],
      "clock: expected a clock",
    ],
    ["createMockServer", createMockServer, [{ clock: null }], "clock: expected a clock"],
    ["createMockServer", createMockServer, [{ limits: 5 }], "limits: expected an object, got 5"],
    ["createMockServer", createMockServer, [{ limits: null }], "limits: expected an object"],
    ["createMockServer", createMockServer, [{ behaviors: cycle }], "behaviors.self.self"],
    [
      "createMockServer",
      createMockServer,
      [{ behaviors: 5 }],
      "behaviors: expected an object, got 5",
    ],
    [
      "createMockServer",
      createMockServer,
      [{ behaviors: [] }],
      "behaviors: expected an object, got []",
    ],
    ["createMockServer", createMockServer, [{ profile: null }], "profile: expected an object"],
    [
      "createTenant",
      createMockServer().createTenant,
      [{ behaviors: "x" }],
      "behaviors: expected an object",
    ],
    ["createManualClock", createManualClock, [{ start: Symbol("x") }], "start: expected a date"],
    ["createManualClock", createManualClock, [{ running: "no" }], "running: expected true or"],
    ["createMockControl", createMockControl, [bare], "url: expected the URL of the mock"],
    ["createMockControl", createMockControl, [URL_OF_MOCK, { fetch: 5 }], "fetch: expected a fun"],
    ["openApiDocument", openApiDocument, [{ server: 5 }], "server: expected a URL"],
    ["serve", serve, [{}], "mock: expected a mock server"],
    ["serve", serve, [{ fetch }, null], "options: expected an object"],
    ["serve", serve, [{ fetch }, { hostname: 5 }], "hostname: expected an address"],
    ["createMockServer", createMockServer, [{ port: 80 }], "To listen on a port, use serve("],
    ["createMockServer", createMockServer, [{ rateLimit: 3 }], "limits: { requestsPerMinute }?"],
    [
      "createMockServer",
      createMockServer,
      [{ seed: Promise.resolve() }],
      "got a Promise; await it",
    ],
    ["apps.create", tenant.apps.create, [], "app: expected an object, got undefined"],
    [
      "apps.create",
      tenant.apps.create,
      [{ name: "a", appId: "b" }],
      "Unknown option app.appId. For an app with fixed credentials or a state, use a seed",
    ],
    ["apps.revoke", tenant.apps.revoke, [], "appId: app undefined does not exist"],
    [
      "collections.create",
      tenant.collections.create,
      [{ slug: "a", name: "b", fields: { c: { type: "text", trackd: true } } }],
      "Unknown option fields.c.trackd. Did you mean fields.c.tracked?",
    ],
    ["clock.advance", clock.advance, [["1h"]], "advance: expected milliseconds or a string"],
    ["clock.set", clock.set, [bare], "set: expected a date"],
    ["clock.sleep", clock.sleep, ["5"], "sleep: expected milliseconds"],
    ["journal.expect", journal.expect, [{}, bare], "times: expected 0, 1, 2"],
    ["journal.expect", journal.expect, [null], "match: expected an object such as"],
    ["faults.add", faults.add, [cycle], "self.self"],
  ];
  for (const [index, [name, work, args, message]] of cases.entries()) {
    test(`${index}, ${name}: ${message}`, async () => {
      const call = (async () => await Reflect.apply(work, undefined, args))();
      await expect(call).rejects.toThrow(TypeError);
      await expect(call).rejects.toThrow(message);
    });
  }

  test("what a fault's body would lose as JSON is refused, except properties that are undefined", () => {
    for (const value of [() => 1, new Date(0), NaN, [undefined]]) {
      const fault = { kind: "status", status: 500, body: { deep: [value] } } as const;
      expect(() => faults.add(fault)).toThrow(/^body\.deep\[0\].*: expected a JSON value, got /);
    }
    faults.add({ kind: "status", status: 500, body: [{ none: undefined, one: 1 }] });
    expect(faults.list()).toMatchObject([{ body: [{ one: 1 }] }]);
  });
});

describe("an unknown option is refused by name", () => {
  const fetch = () => Promise.resolve(new Response());
  const cases: [string, (options: object) => unknown, object, string][] = [
    ["createManualClock", createManualClock, { runing: true }, "runing. Did you mean running?"],
    ["serve", (options) => serve({ fetch }, options), { prot: 0 }, "prot. Did you mean port?"],
    [
      "createMockControl",
      (options) => createMockControl(URL_OF_MOCK, options),
      { fecth: fetch },
      "fecth. Did you mean fetch?",
    ],
    [
      "control",
      (control) => createMockServer({ control }),
      { allowedHost: [] },
      "control.allowedHost. Did you mean control.allowedHosts?",
    ],
    ["openApiDocument", openApiDocument, { serve: "/" }, "serve. Did you mean server?"],
    [
      "kinabaseHandlers",
      (options) => kinabaseHandlers({ fetch: createMockServer().fetch }, options),
      { baseURI: "/" },
      "baseURI. Did you mean baseUrl?",
    ],
    ["createMswMock", createMswMock, { jurnal: {} }, "jurnal. Did you mean journal?"],
  ];
  for (const [name, make, options, message] of cases) {
    test(name, async () => {
      const making = (async () => await make(options))();
      await expect(making).rejects.toThrow(`Unknown option ${message}`);
    });
  }
});

test("an unknown option that is undefined passes, at any depth", () => {
  const options = {
    retries: undefined,
    journal: { entires: undefined },
    limits: { pageSiez: undefined },
    behaviors: { "list.oder": undefined, "list.order": undefined },
  };
  const mock = Reflect.apply(createMockServer, undefined, [options]);
  expect(mock.journal.count()).toBe(0);
});

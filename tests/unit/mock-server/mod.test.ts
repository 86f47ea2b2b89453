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

import { describe, expect, test } from "bun:test";
import type { MockServerOptions } from "../../../../../mock-server/mod.ts";
import { ApiFailure } from "../../../../../mock-server/world/failures/api-failure.ts";
import {
  type FAILURES,
  formatMessage,
} from "../../../../../mock-server/world/failures/failures.ts";
import { type MockWithApp, mockWithApp } from "../../mock-with-app.ts";

test("a message has its values filled in, and keeps what has none", () => {
  expect(formatMessage("{a} and {b}, {a}: {c}", { a: 1, b: "two" })).toBe("1 and two, 1: {c}");
  expect(formatMessage("{a} { a} {}")).toBe("{a} { a} {}");
});

test("a failure has its name, its values, a status of its own, and the message with its values", () => {
  const failure = new ApiFailure("pageBeyondEnd", { pageIndex: 3, last: 2 }, 410);
  expect(failure).toMatchObject({
    failure: "pageBeyondEnd",
    values: { pageIndex: 3, last: 2 },
    status: 410,
    message: "pageIndex 3 is beyond the last page, 2.",
  });
  expect(new ApiFailure("malformedJson")).toMatchObject({ values: {}, status: undefined });
});

const PEOPLE = "collections/people";
const GONE = "00000000-0000-4000-8000-000000000000";
const FIELDS = { name: "text", level: { type: "number", tracked: true } } as const;
const change = (data: object, timestamp = "2026-01-31T12:00:00Z") => ({ timestamp, data });

interface Case {
  status: number;
  error: string;
  options?: MockServerOptions;
  /** Makes the request that fails. */
  send(of: MockWithApp): Promise<{ status: number; body: { error: string } }>;
}

/** For each failure, a request that gets it. */
const CASES: { [Name in keyof typeof FAILURES]: Case } = {
  invalidCredentials: {
    status: 401,
    error: "Invalid App ID or Secret.",
    send: ({ appId, requestToken }) => requestToken({ appId, secret: "wrong" }),
  },
  apiNotEnabled: {
    status: 401,
    error: "The API is not enabled for this tenant.",
    send({ mock, requestToken }) {
      mock.tenant.setApiEnabled(false);
      return requestToken();
    },
  },
  appExpired: {
    status: 401,
    error: "This app has expired.",
    send({ mock, appId, requestToken }) {
      mock.tenant.apps.expire(appId);
      return requestToken();
    },
  },
  appRevoked: {
    status: 401,
    error: "This app has been revoked.",
    send({ mock, appId, requestToken }) {
      mock.tenant.apps.revoke(appId);
      return requestToken();
    },
  },
  tokenMissing: {
    status: 401,
    error: "The request has no bearer token. Send an Authorization: Bearer header.",
    send: ({ send }) => send("GET", "status", undefined, { authorization: "" }),
  },
  tokenInvalid: {
    status: 401,
    error: "The token is invalid. Request a new one.",
    send: ({ send }) => send("GET", "status", undefined, { authorization: "Bearer x" }),
  },
  tokenExpired: {
    status: 401,
    error: "The token has expired. Request a new one.",
    async send({ mock, send }) {
      await mock.clock.advance("61m");
      return await send("GET", "status");
    },
  },
  malformedJson: {
    status: 400,
    error: "The request body is not valid JSON.",
    send: ({ send }) => send("POST", PEOPLE, "{"),
  },
  bodyTooLarge: {
    status: 413,
    error: "The request body is larger than 10000000 bytes. Send several requests.",
    send: ({ send }) => send("POST", PEOPLE, "{}", { "content-length": "10000001" }),
  },
  bodyIncomplete: {
    status: 400,
    error: "The request body broke off. Send the request again.",
    async send({ mock, authorization }) {
      const body = new ReadableStream({ pull: (controller) => controller.error("lost") });
      const init: RequestInit = { method: "POST", headers: { authorization }, body };
      Object.assign(init, { duplex: "half" });
      const response = await mock.fetch(`${mock.baseUrl}${PEOPLE}`, init);
      return { status: response.status, body: await response.json() };
    },
  },
  wrongContentType: {
    status: 400,
    error: 'Content-Type must be application/json, got "text/plain".',
    send: ({ send }) => send("POST", PEOPLE, "{}", { "content-type": "text/plain" }),
  },
  invalidRequest: {
    status: 400,
    error: "Invalid request: data is missing.",
    send: ({ send }) => send("POST", PEOPLE, {}),
  },
  notFound: {
    status: 404,
    error: 'The API has no path "/api/v1/nowhere". Check the spelling and the base URL.',
    send: ({ send }) => send("GET", "nowhere"),
  },
  methodNotAllowed: {
    status: 405,
    error: "Method PUT is not allowed on this path. Use GET.",
    send: ({ send }) => send("PUT", "status"),
  },
  rateLimited: {
    status: 429,
    error: "Rate limit of 1 requests a minute exceeded. Retry in 60 s.",
    options: { limits: { requestsPerMinute: 1 } },
    send: ({ send }) => send("GET", "status"),
  },
  collectionNotFound: {
    status: 404,
    error: 'Collection "nobody" does not exist. Known collections: people, meters.',
    send: ({ send }) => send("GET", "collections/nobody"),
  },
  recordNotFound: {
    status: 404,
    error: `Record "${GONE}" does not exist in this collection.`,
    send: ({ send }) => send("GET", `${PEOPLE}/${GONE}`),
  },
  externalNotFound: {
    status: 404,
    error: 'No record in this collection is linked to external ID "1" of service "crm".',
    send: ({ send }) => send("GET", `${PEOPLE}/ext/crm/1`),
  },
  pageTooLarge: {
    status: 400,
    error: "pageSize must be at most 300, got 301. Request several pages.",
    send: ({ send }) => send("GET", `${PEOPLE}?pageSize=301`),
  },
  pageBeyondEnd: {
    status: 400,
    error: "pageIndex 1 is beyond the last page, 0.",
    options: { behaviors: { "list.beyond-end": "400" } },
    send: ({ send }) => send("GET", `${PEOPLE}?pageIndex=1`),
  },
  batchTooLarge: {
    status: 400,
    error: "recordIds must have at most 1 items, got 2. Send several requests.",
    options: { limits: { batchSize: 1 } },
    send: ({ send }) => send("DELETE", `${PEOPLE}/bulk`, { recordIds: ["a", "b"] }),
  },
  streamTooLarge: {
    status: 400,
    error:
      "The request matches 2 records, but at most 1 can be streamed. Read pages, or filter by " +
      "updatedAfter.",
    options: { limits: { streamSize: 1 } },
    send({ people, send }) {
      for (let i = 0; i < 2; i++) people.records.add({ data: {} });
      return send("GET", `${PEOPLE}/all`);
    },
  },
  unknownField: {
    status: 400,
    error: 'Unknown field data.Name. Did you mean "name"?',
    send: ({ send }) => send("POST", "collections/meters", { data: { Name: "x" } }),
  },
  wrongType: {
    status: 400,
    error: "data.name: expected a string, got 5.",
    send: ({ send }) => send("POST", "collections/meters", { data: { name: 5 } }),
  },
  untrackedField: {
    status: 200,
    error:
      "records[0].changes[0].data.name is not a tracked field, so it takes no telemetry. Update the " +
      "record instead.",
    send: (of) => ingested(of, change({ name: "x" })),
  },
  invalidTimestamp: {
    status: 200,
    error: "records[0].changes[0].timestamp: expected an ISO 8601 time such as " +
      '2026-01-31T12:00:00Z, got "noon".',
    send: (of) => ingested(of, change({ level: 1 }, "noon")),
  },
  unknownRecord: {
    status: 400,
    error: `recordIds[0]: record "${GONE}" does not exist in this collection.`,
    send: ({ send }) => send("DELETE", `${PEOPLE}/bulk`, { recordIds: [GONE] }),
  },
  repeatedRecord: {
    status: 400,
    error: 'recordIds[1]: record "ada" occurs twice in this request. Send each record once.',
    send({ people, send }) {
      people.records.add({ id: "ada", data: {} });
      return send("DELETE", `${PEOPLE}/bulk`, { recordIds: ["ada", "ada"] });
    },
  },
  idTaken: {
    status: 400,
    error: 'id: "ada" is already used in this collection. Choose another.',
    options: { behaviors: { "create.own-id": "keep" } },
    send({ people, send }) {
      people.records.add({ id: "ada", data: {} });
      return send("POST", PEOPLE, { id: "ada", data: {} });
    },
  },
  externalIdTaken: {
    status: 400,
    error:
      'external[0]: external ID "1" of service "crm" is already linked to record "ada". Use an ' +
      "external ID only once in a collection.",
    send({ people, send }) {
      const external = [{ key: "crm", id: "1" }];
      people.records.add({ id: "ada", data: {}, external });
      return send("POST", PEOPLE, { data: {}, external });
    },
  },
};

/** The error of a record in an ingest, whose response is 200. */
async function ingested(
  { mock, send }: MockWithApp,
  of: object,
): Promise<{ status: number; body: { error: string } }> {
  const meters = mock.tenant.collections.list().find(({ slug }) => slug === "meters");
  const record = meters?.records.add({ data: {} });
  const sent = { records: [{ id: record?.id, changes: [of] }] };
  const { status, body } = await send("POST", "collections/meters/ingest", sent);
  return { status, body: { error: body.errors[0].error } };
}

describe("each failure has its status, and a message that says what to do", () => {
  for (const [name, { status, error, options, send }] of Object.entries(CASES)) {
    test(name, async () => {
      const of = await mockWithApp(options);
      of.mock.tenant.collections.create({ slug: "meters", name: "Meters", fields: FIELDS });
      const answer = await send(of);
      expect([answer.status, answer.body.error]).toEqual([status, error]);
    });
  }
});

test("a tenant's own message replaces a failure's, with its values", async () => {
  const behaviors = {
    "message.idTaken": "{id} exists, see {at}",
    "create.own-id": "keep",
  } as const;
  const { people, send } = await mockWithApp({ behaviors });
  people.records.add({ id: "ada", data: {} });
  const { status, body } = await send("POST", PEOPLE, { id: "ada", data: {} });
  expect([status, body]).toEqual([400, { error: '"ada" exists, see id' }]);
});

import { describe, expect, test } from "bun:test";
import {
  ApiNotEnabledError,
  AuthenticationError,
  BadRequestError,
  InvalidCredentialsError,
  type KinabaseError,
  NotFoundError,
  RateLimitError,
  type SecretField,
  TokenRejectedError,
  UnexpectedResponseError,
} from "../../../../mod.ts";
import { errorOfCall, errorOfTokenRequest } from "../../../../src/errors/from-response.ts";
import { createRedactor } from "../../../../src/http/redact.ts";

const NOON = Date.parse("2026-01-01T12:00:00Z");

interface Given {
  path?: string;
  url?: string;
  status?: number;
  headers?: Headers;
  body?: string | undefined;
  now?: number;
  secretField?: SecretField;
}

function errorOf(
  {
    path = "a",
    url = "https://kinabase.invalid/api/v1/a",
    status = 400,
    headers = new Headers(),
    ...given
  }: Given,
): KinabaseError {
  const failed = {
    request: { method: "GET", path, url },
    // A stub, because the constructor of Response refuses some of these statuses.
    received: {
      name: `GET ${path} at kinabase.invalid`,
      response: Object.defineProperty(new Response(null, { headers }), "status", { value: status }),
      requestId: () => "r-1",
    },
    body: given.body,
    now: given.now ?? NOON,
    redactor: createRedactor(),
  };
  return given.secretField === undefined
    ? errorOfCall(failed)
    : errorOfTokenRequest(failed, given.secretField);
}

const CHECK_BASE_URL = "Check baseUrl: the Kinabase API does not document this response.";
const RETRY_LATER = "The server or a proxy failed. Retry later.";
const REJECTED =
  /^The token is invalid or has expired\. If several programs .* rejected as well: Kin/;
const ANY = "Kinabase documents three causes. Invalid App ID or Secret? Check the App ID and the " +
  "App Secret. Kinabase shows the secret only once, when the app is created: if it is lost, " +
  "register a new app under Settings, API. API not enabled? Ask support@kinabase.com to enable " +
  "the API for this tenant; Kinabase's older pages say that it requires an Enterprise plan. If " +
  "the API tab is missing from Settings, the API is not enabled, or the user is not an " +
  "administrator. App expired or revoked? Register a new app under Settings, API. Expired and " +
  "revoked apps cannot be reactivated.";

describe("the class, the message and the remedy of a response with", () => {
  const cases: [number, new (...args: never[]) => Error, string | RegExp][] = [
    [300, UnexpectedResponseError, "Check baseUrl. The redirect points to no location."],
    [399, UnexpectedResponseError, "Check baseUrl. The redirect points to no location."],
    [
      400,
      BadRequestError,
      "Compare the request with the server's message. If it is about a field: names are camelCase " +
      "and case-sensitive.",
    ],
    [401, TokenRejectedError, REJECTED],
    [403, AuthenticationError, ANY],
    [404, NotFoundError, "Check baseUrl: there is no a endpoint at this URL."],
    [
      409,
      BadRequestError,
      "Another record already uses one of the request's values, such as an external ID. Update " +
      "that record instead, or send another value.",
    ],
    [405, UnexpectedResponseError, CHECK_BASE_URL],
    [
      429,
      RateLimitError,
      "Kinabase allows 100 requests a minute. Wait, or set a longer timeout.",
    ],
    [299, UnexpectedResponseError, CHECK_BASE_URL],
    [499, UnexpectedResponseError, CHECK_BASE_URL],
    [500, UnexpectedResponseError, RETRY_LATER],
    [503, UnexpectedResponseError, RETRY_LATER],
  ];
  for (const [status, kind, remedy] of cases) {
    test(`status ${status}`, () => {
      const redirect = status >= 300 && status < 400;
      const failed = redirect
        ? `was redirected with ${status}; the client does not follow redirects, to protect the secret`
        : `failed with ${status}`;
      for (const serverMessage of [undefined, "No."]) {
        const body = serverMessage === undefined ? "" : JSON.stringify({ error: serverMessage });
        const error = errorOf({ status, body });
        expect(error.constructor).toBe(kind);
        const said = serverMessage === undefined || redirect ? "" : `: ${serverMessage}`;
        expect(error.message).toBe(`GET a at kinabase.invalid ${failed}${said}`);
        expect(error).toMatchObject({ status, requestId: "r-1" });
        expect(error.serverMessage).toBe(serverMessage);
        if (typeof remedy === "string") expect(error.remedy).toBe(remedy);
        else expect(error.remedy).toMatch(remedy);
      }
    });
  }
});

test("a 404 is about the ID or the name in the path, if the path has one", () => {
  const remedyOf = (path: string) => errorOf({ path, status: 404 }).remedy;
  for (const path of ["collections/people", "collections/people/1", "collections/people/all"]) {
    expect(remedyOf(path)).toBe("Check that the ID or the name in the path exists.");
  }
  for (const path of ["status", "collections"]) {
    expect(remedyOf(path)).toBe(`Check baseUrl: there is no ${path} endpoint at this URL.`);
  }
});

describe("a token request with", () => {
  test("400 may need the other name of the secret", () => {
    for (const [sent, other] of [["appSecret", "secret"], ["secret", "appSecret"]] as const) {
      const error = errorOf({ secretField: sent });
      expect(error).toBeInstanceOf(BadRequestError);
      expect(error.remedy).toBe(
        `The secret was sent as ${sent}. If this deployment expects the other name, set ` +
          `secretField: "${other}". Otherwise: ${ANY}`,
      );
    }
  });

  test("404 has reached another server", () => {
    expect(errorOf({ path: "token", status: 404, secretField: "secret" }).remedy).toBe(
      "Check baseUrl: there is no token endpoint at this URL.",
    );
  });

  test("401 or 403 is not about a token", () => {
    for (const status of [401, 403]) {
      const error = errorOf({ status, secretField: "secret" });
      expect(error.constructor).toBe(AuthenticationError);
      expect(error.remedy).toBe(ANY);
    }
  });

  test("409 is not about a record", () => {
    const error = errorOf({ status: 409, secretField: "secret" });
    expect(error.constructor).toBe(UnexpectedResponseError);
    expect(error.remedy).toBe(CHECK_BASE_URL);
  });

  test("a message that proves the cause needs 400, 401 or 403", () => {
    const body = JSON.stringify({ error: "The API is not enabled." });
    for (const status of [400, 401, 403]) {
      const error = errorOf({ status, body, secretField: "secret" });
      expect(error.constructor).toBe(ApiNotEnabledError);
      expect(error.message).toBe(
        `GET a at kinabase.invalid failed with ${status}: The API is not enabled.`,
      );
    }
    for (const status of [404, 500]) {
      const error = errorOf({ status, body, secretField: "secret" });
      expect(error).not.toBeInstanceOf(AuthenticationError);
    }
  });
});

test("a message that proves the cause of an authentication failure needs 401 or 403 in a call", () => {
  const body = JSON.stringify({ error: "The secret is invalid." });
  expect(errorOf({ status: 401, body }).constructor).toBe(InvalidCredentialsError);
  expect(errorOf({ status: 403, body }).constructor).toBe(InvalidCredentialsError);
  expect(errorOf({ status: 400, body }).constructor).toBe(BadRequestError);
});

test("a 429 says when to retry, in whole seconds, if the server says so", () => {
  const headers = new Headers({
    "retry-after": "Thu, 01 Jan 2026 12:00:01 GMT",
  });
  const error = errorOf({ status: 429, headers, now: NOON - 500 });
  expect(error.message).toBe("GET a at kinabase.invalid failed with 429 (retry in 2 s)");
  expect(error).toMatchObject({ retryAfter: 1_500 });
  expect(errorOf({ status: 429 })).toMatchObject({ retryAfter: undefined });
});

test("the remedy of a redirect shows where it points to, without the query and the fragment", () => {
  for (
    const [location, target] of [
      ["https://elsewhere.invalid/a?token=x#y", "https://elsewhere.invalid/a"],
      ["/a#y?z", "/a"],
      ["", "no location"],
    ] as const
  ) {
    const error = errorOf({ status: 302, headers: new Headers({ location }) });
    expect(error.remedy).toBe(`Check baseUrl. The redirect points to ${target}.`);
  }
});

describe("a response for a local host", () => {
  const url = "http://127.0.0.1:8787/api/v1/a";
  const PROXY = "A proxy seems to have responded in place of a local host. Add 127.0.0.1 to the " +
    "environment variable NO_PROXY, or unset HTTP_PROXY.";

  test("from a proxy has a remedy for that", () => {
    for (
      const over of [
        { status: 407 },
        { status: 502, body: " \n<html>" },
        { status: 503, headers: new Headers({ via: "1.1 proxy" }) },
      ]
    ) {
      expect(errorOf({ url, ...over }).remedy).toBe(PROXY);
      expect(errorOf(over).remedy).not.toBe(PROXY);
    }
  });

  test("from the host itself has the usual one", () => {
    for (const body of [undefined, "", "text", "{}"]) {
      expect(errorOf({ url, status: 500, body }).remedy).toBe(RETRY_LATER);
    }
  });
});

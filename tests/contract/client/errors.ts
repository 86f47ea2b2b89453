import {
  ApiNotEnabledError,
  AppInactiveError,
  AuthenticationError,
  BadRequestError,
  type ClientEvent,
  createClient,
  createTokenSource,
  InvalidCredentialsError,
  KinabaseError,
  NetworkError,
  RateLimitedError,
  TimeoutError,
  UnexpectedResponseError,
} from "../../../mod.ts";
import { createManualClock } from "../../../mock-server/mod.ts";
import { between, equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { everythingIn, onCall, otherSecret, turns } from "../tools.ts";

const HTML = "<!doctype html><title>Sign in</title>";

/** How the client shows failures, and what it does about them. */
export const errorCases: Definition[] = [
  define({
    id: "client-invalid-credentials",
    title: "a wrong secret is an InvalidCredentialsError with its remedy",
    level: "client",
    evidence: "S",
    needs: ["fork"],
    async run({ client }) {
      const c = client({ appSecret: otherSecret() });
      const error = await fails(() => c.status(), InvalidCredentialsError, "the call");
      equal([error.code, error.status], ["invalid_credentials", 401], "code and status");
      includes(error.remedy, "App Secret", "remedy");
    },
  }),
  define({
    id: "client-api-not-enabled",
    title: "a disabled API is an ApiNotEnabledError that says whom to ask",
    level: "client",
    evidence: "S",
    needs: ["apps"],
    async run({ client, apps }) {
      await apps.setApiEnabled(false);
      const error = await fails(() => client().status(), ApiNotEnabledError, "the call");
      equal(error.code, "api_not_enabled", "code");
      includes(error.remedy, "support@kinabase.com", "remedy");
    },
  }),
  ...(["expire", "revoke"] as const).map((end) =>
    define({
      id: `client-app-${end}d`,
      title: `an app that was ${end}d is an AppInactiveError that says to register a new one`,
      level: "client",
      evidence: "S",
      needs: ["apps"],
      async run({ client, credentials, apps }) {
        await apps[end](credentials.appId);
        const error = await fails(() => client().status(), AppInactiveError, "the call");
        equal(error.code, "app_inactive", "code");
        includes(error.remedy, "Register a new app", "remedy");
      },
    })
  ),
  ...([
    ["The API is not enabled for this tenant.", ApiNotEnabledError],
    ["This app has been revoked.", AppInactiveError],
  ] as const).flatMap(([message, kind]) =>
    [400, 401, 403].map((status) =>
      define({
        id: `client-${kind.name}-${status}`,
        title: `words that prove a cause count with status ${status} too: ${kind.name}`,
        level: "client",
        evidence: "A",
        needs: ["faults"],
        async run({ client, faults }) {
          const match = { path: "/token" };
          await faults.add({ kind: "status", status, body: { error: message }, match });
          const error = await fails(() => client().status(), kind, "the call");
          equal(
            [error.status, error.serverMessage],
            [status, message],
            "status and server's words",
          );
        },
      })
    )
  ),
  ...[
    "Access denied (code 7).",
    "Invalid App ID or Secret, or the app has expired.",
    "Your session could not be started.",
  ].flatMap((message) =>
    [401, 403].map((status) =>
      define({
        id: `client-unknown-words-${status}-${message.length}`,
        title:
          `${status} with "${message}" is a general AuthenticationError with all three remedies`,
        level: "client",
        evidence: "A",
        needs: ["faults"],
        async run({ client, faults }) {
          const match = { path: "/token" };
          await faults.add({ kind: "status", status, body: { error: message }, match });
          const error = await fails(() => client().status(), AuthenticationError, "the call");
          equal(
            [error.status, error.serverMessage],
            [status, message],
            "status and server's words",
          );
          for (const part of ["App Secret", "support@kinabase.com", "Register a new app"]) {
            includes(error.remedy, part, "remedy");
          }
        },
      })
    )
  ),
  define({
    id: "client-bad-token-request",
    title: "a token request answered with 400 is a BadRequestError that names secretField",
    level: "client",
    evidence: "D",
    needs: ["faults"],
    async run({ client, faults }) {
      const body = { error: "One or more fields are missing." };
      await faults.add({ kind: "status", status: 400, body, match: { path: "/token" } });
      const error = await fails(() => client().status(), BadRequestError, "the call");
      equal(error.serverMessage, body.error, "the server's words");
      includes(error.remedy, 'secretField: "secret"', "remedy");
    },
  }),
  ...[
    ["html", "HTML", HTML],
    ["empty", "an empty body", undefined],
    ["no-token", "no token in it", { message: "hello" }],
    ["numeric-token", "a token that is a number", { token: 42 }],
    ["no-jwt", "a token that is no JWT", { token: "abc" }],
  ].map(([id, what, body]) =>
    define({
      id: `client-token-${id}`,
      title: `a token answer of 200 with ${what} is an UnexpectedResponseError`,
      level: "client",
      evidence: "S",
      needs: ["faults", "journal"],
      async run({ client, faults, journal }) {
        await faults.add({ kind: "status", status: 200, body, match: { path: "/token" } });
        const c = client();
        const error = await fails(() => c.status(), UnexpectedResponseError, "the call");
        equal([error.status, error.attempts], [200, 1], "status and attempts");
        equal(await journal.count({ path: "/status" }), 0, "calls");
        await c.status();
      },
    })
  ),
  define({
    id: "client-html-401",
    title: "a proxy's HTML with 401 is a general AuthenticationError without words of the server",
    level: "client",
    evidence: "A",
    needs: ["faults"],
    async run({ client, faults }) {
      await faults.add({ kind: "status", status: 401, body: HTML, match: { path: "/token" } });
      const error = await fails(() => client().status(), AuthenticationError, "the call");
      equal(error.serverMessage, undefined, "the server's words");
    },
  }),
  define({
    id: "client-html-status",
    title: "a proxy's HTML with 200 is an UnexpectedResponseError",
    level: "client",
    evidence: "D",
    needs: ["faults"],
    async run({ client, faults }) {
      await faults.add({ kind: "status", status: 200, body: HTML, match: { path: "/status" } });
      await fails(() => client().status(), UnexpectedResponseError, "the call");
    },
  }),
  ...[["token", "status"], ["status"]].map((called) => {
    const path = called[0] ?? "";
    return define({
      id: `client-redirect-${path}`,
      title: `a redirect of ${path} is not followed`,
      level: "client",
      evidence: "S",
      needs: ["faults"],
      async run({ client, target, faults }) {
        const urls: string[] = [];
        const fetch: typeof target.fetch = (input, init) => {
          urls.push(input);
          return target.fetch(input, init);
        };
        const headers = { location: "https://elsewhere.invalid/api/v1/status?token=x" };
        await faults.add({ kind: "status", status: 307, headers, match: { path: `/${path}` } });
        const c = client({ fetch });
        const error = await fails(() => c.status(), UnexpectedResponseError, "the call");
        equal(error.status, 307, "status");
        includes(error.remedy, "https://elsewhere.invalid/api/v1/status.", "remedy");
        ok(urls.every((url) => url.startsWith(target.baseUrl)), "expected no call elsewhere");
      },
    });
  }),
  define({
    id: "client-server-error",
    title: "a server error that outlasts the retries is an UnexpectedResponseError, waits included",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, faults, journal }) {
      const match = { path: "/status" };
      await faults.add({ kind: "status", status: 503, times: 9, match });
      const c = client({ retry: { retries: 2 } });
      const error = await fails(() => c.status(), UnexpectedResponseError, "the call");
      equal([error.status, error.attempts], [503, 3], "status and attempts");
      equal(await journal.count(match), 3, "calls");
    },
  }),
  define({
    id: "client-no-retry-500",
    title: "a 500 is not sent again: it is no gateway's",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, faults, journal }) {
      await faults.add({ kind: "status", status: 500, match: { path: "/status" } });
      await fails(() => client().status(), UnexpectedResponseError, "the call");
      equal(await journal.count({ path: "/status" }), 1, "calls");
    },
  }),
  define({
    id: "client-retry-after",
    title: "a 429 is sent again after exactly the time that Retry-After asks for",
    level: "client",
    evidence: "A",
    needs: ["clock", "faults", "journal"],
    async run({ client, clock, faults, journal }) {
      const c = client();
      await c.token();
      const headers = { "retry-after": "21" };
      await faults.add({ kind: "status", status: 429, headers, match: { path: "/status" } });
      const before = clock.now();
      await c.status();
      equal(clock.now() - before, 21_000, "time waited, in milliseconds");
      equal(await journal.count({ path: "/status" }), 2, "calls");
    },
  }),
  define({
    id: "client-no-retry-after",
    title: "a 429 without Retry-After is sent again after a while",
    level: "client",
    evidence: "A",
    needs: ["clock", "faults"],
    async run({ client, clock, faults }) {
      const c = client({ random: () => 0.5 });
      await c.token();
      await faults.add({ kind: "status", status: 429, times: 2, match: { path: "/status" } });
      const before = clock.now();
      await c.status();
      between(clock.now() - before, 1000, 60_000, "time waited, in milliseconds");
    },
  }),
  define({
    id: "client-rate-limited",
    title: "a Retry-After beyond the deadline fails at once, with the wait told",
    level: "client",
    evidence: "A",
    needs: ["clock", "faults", "journal"],
    async run({ client, clock, faults, journal }) {
      const c = client();
      await c.token();
      const headers = { "retry-after": "3600" };
      await faults.add({ kind: "status", status: 429, headers, match: { path: "/status" } });
      const before = clock.now();
      const error = await fails(() => c.status(), RateLimitedError, "the call");
      equal([error.status, error.retryAfter], [429, 3_600_000], "status and retryAfter");
      equal(clock.now() - before, 0, "time waited, in milliseconds");
      equal(await journal.count({ path: "/status" }), 1, "calls");
    },
  }),
  define({
    id: "client-abort-in-wait",
    title: "an abort ends a wait between attempts at once",
    level: "client",
    evidence: "S",
    needs: ["faults"],
    async run({ client, faults }) {
      const clock = createManualClock({ autoAdvance: false });
      const c = client({ clock });
      await c.token();
      const headers = { "retry-after": "30" };
      await faults.add({ kind: "status", status: 429, headers, match: { path: "/status" } });
      const controller = new AbortController();
      const call = c.status({ signal: controller.signal }).then(() => undefined, (error) => error);
      await turns();
      const reason = new Error("enough");
      controller.abort(reason);
      ok(await call === reason, "expected the call to reject with its signal's reason");
    },
  }),
  define({
    id: "client-stalled-body",
    title: "a body that stalls meets the deadline, in a call and in client.fetch",
    level: "client",
    evidence: "S",
    needs: ["faults"],
    async run({ client, target, faults }) {
      const match = { path: "/status" };
      await faults.add({ kind: "stalledBody", times: 2, match });
      const deadlineClock = createManualClock({ autoAdvance: false });
      const fetch = onCall(target.fetch, "status", async (send) => {
        const response = await send();
        void turns().then(() => deadlineClock.advance("5s"));
        return response;
      });
      const c = client({ fetch, deadlineClock, timeout: 5000 });
      await fails(() => c.status(), TimeoutError, "status()");
      await fails(async () => await (await c.fetch("status")).text(), TimeoutError, "fetch()");
    },
  }),
  define({
    id: "client-cut-body",
    title: "a body that breaks off is tried again, and is a NetworkError when that does not help",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, faults, journal }) {
      const match = { path: "/status" };
      const c = client({ retry: { retries: 1 } });
      await faults.add({ kind: "cutBody", match });
      await c.status();
      await faults.add({ kind: "cutBody", times: 2, match });
      const error = await fails(() => c.status(), NetworkError, "the call");
      equal(error.attempts, 2, "attempts");
      equal(await journal.count(match), 4, "calls");
    },
  }),
  define({
    id: "client-network",
    title: "a call that gets no answer is a NetworkError after its retries; a POST is not repeated",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      let calls = 0;
      const fetch = onCall(target.fetch, "status", () => {
        calls += 1;
        return Promise.reject(new TypeError("connection refused"));
      });
      const c = client({ fetch, retry: { retries: 2, baseDelay: 1 } });
      const error = await fails(() => c.status(), NetworkError, "GET");
      equal([error.attempts, calls], [3, 3], "attempts of GET");
      includes(String(error.cause), "connection refused", "cause");
      await fails(() => c.fetch("status", { method: "POST", body: "{}" }), NetworkError, "POST");
      equal(calls, 4, "attempts of POST");
      const init = { method: "POST", body: "{}", idempotent: true };
      await fails(() => c.fetch("status", init), NetworkError, "a POST that may be repeated");
      equal(calls, 7, "attempts of a POST that may be repeated");
    },
  }),
  define({
    id: "client-fetch-plain",
    title: "client.fetch gives any status back as a plain Response",
    level: "client",
    evidence: "S",
    needs: ["faults"],
    async run({ client, faults }) {
      const c = client({ retry: false });
      await c.token();
      for (const status of [200, 204, 302, 400, 403, 404, 429, 500, 503]) {
        await faults.add({ kind: "status", status, match: { path: "/status" } });
        equal((await c.fetch("status")).status, status, "status");
      }
      const echoed = { error: "as it came" };
      await faults.add({ kind: "status", status: 418, body: echoed, match: { path: "/status" } });
      equal(await (await c.fetch("/status")).json(), echoed, "body");
    },
  }),
  define({
    id: "client-fetch-path",
    title: "client.fetch never leaves the base URL",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      const urls: string[] = [];
      const fetch: typeof target.fetch = (input, init) => {
        urls.push(input);
        return target.fetch(input, init);
      };
      const c = client({ fetch });
      const refused = [
        "",
        "https://elsewhere.invalid/",
        "HTTP:elsewhere",
        "//elsewhere.invalid/",
        "\\\\elsewhere.invalid/",
        "../v2/status",
        "a/../status",
        "a/%2e%2E/status",
        "a/.\t./status",
        "./status",
        "status#part",
        "/api/v1/status",
      ];
      for (const path of refused) {
        const error = await fails(() => c.fetch(path), TypeError, JSON.stringify(path));
        includes(error.message, "path:", "message");
      }
      equal(urls, [], "URLs asked for");
      const exact = "collections/a%2Fb?filter[x]=%3F";
      await c.fetch(exact);
      equal(urls.at(-1), `${target.baseUrl}${exact}`, "URL");
    },
  }),
  define({
    id: "client-fetch-authorization",
    title: "client.fetch refuses an Authorization header set by hand",
    level: "client",
    evidence: "S",
    async run({ client }) {
      const headers = { Authorization: "Bearer mine" };
      const error = await fails(() => client().fetch("status", { headers }), TypeError, "the call");
      ok(!error.message.includes("mine"), "expected the header's value not to be shown");
    },
  }),
  ...badOptions().map(([id, title, over, expected]) =>
    define({
      id: `client-option-${id}`,
      title: `createClient refuses ${title}, at once and in words`,
      level: "client",
      evidence: "S",
      async run({ clientOptions, credentials: { appSecret } }) {
        const options = { ...clientOptions(), ...over };
        for (const make of [createClient, createTokenSource]) {
          // Wrong on purpose: the compiler would refuse it as well.
          const error = await fails(() => Reflect.apply(make, undefined, [options]), TypeError, id);
          for (const part of expected) includes(error.message, part, "message");
          ok(!error.message.includes(appSecret), "expected no secret in the message");
        }
      },
    })
  ),
  define({
    id: "client-option-allowed",
    title: "createClient takes loopback hosts over http:, and others with allowInsecure",
    level: "client",
    evidence: "S",
    run({ clientOptions }) {
      const urls = ["http://localhost:8787", "http://127.0.0.1:1", "http://[::1]:1", "https://a.b"];
      for (const url of urls) createClient(clientOptions({ baseUrl: `${url}/api/v1` }));
      const baseUrl = "http://mock:8787/api/v1";
      const c = createClient(clientOptions({ baseUrl, allowInsecure: true }));
      equal(c.baseUrl, "http://mock:8787/api/v1/", "baseUrl");
      return Promise.resolve();
    },
  }),
  define({
    id: "client-no-secrets",
    title: "neither secret nor token shows in any error, event, or in the client itself",
    level: "client",
    evidence: "S",
    needs: ["faults"],
    async run({ client, credentials: { appSecret }, faults }) {
      const events: ClientEvent[] = [];
      const on = (event: ClientEvent) => void events.push(event);
      const errors: unknown[] = [];
      const collect = (work: Promise<unknown>) =>
        work.then(() => ok(false, "expected a failure"), (error) => void errors.push(error));

      const c = client({ on, retry: false });
      const token = await c.token();
      const echo = `Echo: ${appSecret} ${encodeURIComponent(appSecret)} Bearer ${token}`;
      for (const status of [400, 401, 403, 404, 429, 500]) {
        const body = status % 2 === 0 ? { error: echo } : echo;
        await faults.add({ kind: "status", status, times: 2, body, match: { path: "/status" } });
        await collect(c.status());
        await faults.add({ kind: "status", status, body, match: { path: "/token" } });
        await collect(client({ on, retry: false, tokenStore: emptyStore() }).status());
        await faults.clear();
      }
      const failing = () =>
        Promise.reject(
          Object.assign(new Error(echo, { cause: new Error(echo) }), {
            config: { headers: { authorization: token }, data: appSecret },
          }),
        );
      await collect(client({ on, retry: false, fetch: failing }).status());

      equal(errors.length, 13, "failures");
      ok(errors.every((error) => error instanceof KinabaseError), "expected KinabaseErrors");
      const shown = everythingIn({ errors, events, client: c });
      for (const [what, secret] of Object.entries({ appSecret, token })) {
        ok(!shown.includes(secret), `expected the ${what} not to show`);
        ok(!shown.includes(encodeURIComponent(secret)), `expected the ${what} not to show encoded`);
      }
      includes(shown, "[redacted]", "what is shown");
    },
  }),
  define({
    id: "client-events",
    title:
      "events tell of requests, answers, retries and tokens, with attempt, duration and status",
    level: "client",
    evidence: "S",
    needs: ["faults"],
    async run({ client, faults }) {
      const headers = { "x-request-id": "r-1" };
      await faults.add({ kind: "status", status: 503, headers, match: { path: "/status" } });
      const events: ClientEvent[] = [];
      await client({ on: (event) => void events.push(event) }).status();
      equal(events.map(({ type }) => type), [
        ...["request", "response", "token"],
        ...["request", "response", "retry", "request", "response"],
      ], "events");
      const [, , , , response, retry, , last] = events;
      ok(response?.type === "response" && retry?.type === "retry", "expected those two");
      equal([response.status, response.attempt, response.requestId], [503, 1, "r-1"], "response");
      equal([typeof response.duration, retry.status], ["number", 503], "duration and retry");
      ok(last?.type === "response" && last.attempt === 2, "expected attempt 2 at the end");
    },
  }),
  define({
    id: "client-listener-throws",
    title: "a listener that throws does not break the call it watches",
    level: "client",
    evidence: "S",
    async run({ client }) {
      const on = () => {
        throw new Error("a defect in the listener");
      };
      await client({ on }).status();
    },
  }),
];

function emptyStore(): { get: () => undefined; set: () => void } {
  return { get: () => undefined, set: () => {} };
}

function badOptions(): [id: string, title: string, over: object, message: string[]][] {
  const at = (baseUrl: string) => ({ baseUrl });
  return [
    ["app-id-missing", "a missing App ID", { appId: undefined }, ["appId", "missing"]],
    ["app-id-no-uuid", "an App ID that is no UUID", { appId: "42" }, ["appId", "UUID"]],
    ["secret-missing", "a missing secret", { appSecret: "" }, ["appSecret", "missing"]],
    ["secret-cut", "a secret that is not base64", { appSecret: "abc" }, ["appSecret", "base64"]],
    ["secret-field", "another secretField", { secretField: "key" }, ["secretField", '"key"']],
    ["base-no-url", "a base URL that is none", at("kinabase"), ["baseUrl", "kinabase"]],
    ["base-no-path", "a base URL without /api/v1", at("https://a.b/"), ["baseUrl", "/api/v1"]],
    ["base-doubled", "/api/v1 twice", at("https://a.b/api/v1/api/v1"), ["baseUrl", "twice"]],
    ["base-http", "http: to a public host", at("http://a.b/api/v1"), ["baseUrl", "https:"]],
    ["base-query", "a base URL with a query", at("https://a.b/api/v1?a=b"), ["baseUrl", "query"]],
    ["timeout", "a timeout that is no duration", { timeout: -1 }, ["timeout", "-1"]],
    ["fetch", "a fetch that is no function", { fetch: "fetch" }, ["fetch", "function"]],
    ["clock", "a clock that cannot sleep", { clock: { now: Date.now } }, ["clock", "sleep"]],
    ["retry", "a negative number of retries", { retry: { retries: -1 } }, ["retry.retries", "-1"]],
    ["spelling", "baseURL in place of baseUrl", { baseURL: "x" }, ["baseURL", "baseUrl"]],
  ];
}

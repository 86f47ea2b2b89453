import {
  ApiNotEnabledError,
  AppInactiveError,
  AuthenticationError,
  BadRequestError,
  InvalidCredentialsError,
  NotFoundError,
  UnexpectedResponseError,
} from "../../../mod.ts";
import { equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { otherSecret } from "../tools.ts";
import { refused, scripted } from "./scripted.ts";

const HTML = "<!doctype html><title>Sign in</title>";
const NO_EXP = "its token is not a JWT with a numeric exp claim";
const TOO_LARGE = "its body is larger than 65536 bytes";

/** A token with claims that Kinabase would not issue. */
function jwtWith(claims: Record<string, unknown>): string {
  const part = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, "");
  return [part({ alg: "HS256" }), part(claims), "c2ln"].join(".");
}

/** The errors of the client. */
export const errorCases: Definition[] = [
  define({
    id: "client-invalid-credentials",
    title: "a wrong secret throws InvalidCredentialsError with a remedy",
    level: "client",
    evidence: "S",
    needs: ["isolate"],
    async run({ client }) {
      const c = client({ appSecret: otherSecret() });
      const error = await fails(() => c.status(), InvalidCredentialsError, "the call");
      equal([error.code, error.status], ["invalid_credentials", 401], "code and status");
      includes(error.remedy, "App Secret", "remedy");
    },
  }),
  define({
    id: "client-api-not-enabled",
    title: "a disabled API throws ApiNotEnabledError with the support address",
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
  define({
    id: "client-api-tab",
    title: "the remedy for a disabled API names each cause of a missing API tab",
    level: "client",
    evidence: "D",
    needs: ["apps"],
    async run({ client, apps }) {
      await apps.setApiEnabled(false);
      const { remedy } = await fails(() => client().status(), ApiNotEnabledError, "the call");
      for (const cause of ["not enabled", "not an administrator", "Enterprise"]) {
        includes(remedy, cause, "remedy");
      }
    },
  }),
  ...(["expire", "revoke"] as const).map((end) =>
    define({
      id: `client-app-${end}d`,
      title:
        `an app that is ${end}d throws AppInactiveError, whose remedy is to register a new app`,
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
  ] as const).flatMap((
    [message, kind],
  ) =>
    [400, 401, 403].map((status) =>
      define({
        id: `client-${kind.name}-${status}`,
        title: `a ${status} with a message that proves the cause throws ${kind.name}`,
        level: "client",
        evidence: "A",
        needs: ["faults"],
        async run({ client, faults }) {
          const match = { path: "/token" };
          await faults.add({ kind: "status", status, body: { error: message }, match });
          const error = await fails<AuthenticationError>(() => client().status(), kind, "the call");
          equal(
            [error.status, error.serverMessage],
            [status, message],
            "status and server's message",
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
          `${status} with "${message}" throws a general AuthenticationError with all three remedies`,
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
            "status and server's message",
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
    title:
      "a 400 to a token request throws BadRequestError, which names secretField and the three causes",
    level: "client",
    evidence: "D",
    needs: ["faults"],
    async run({ client, faults }) {
      const body = { error: "One or more fields are missing." };
      await faults.add({ kind: "status", status: 400, body, match: { path: "/token" } });
      const error = await fails(() => client().status(), BadRequestError, "the call");
      equal(error.serverMessage, body.error, "the server's message");
      for (
        const part of ['secretField: "secret"', "App Secret", "support@", "Register a new app"]
      ) {
        includes(error.remedy, part, "remedy");
      }
    },
  }),
  ...[
    ["html", "HTML", `\n${HTML}`, "its body is HTML instead of JSON"],
    ["empty", "an empty body", undefined, "its body is empty"],
    ["blank", "a blank body", " \n", "its body is empty"],
    ["text", "text", "hello", "its body contains no token"],
    ["null", "null", "null", "its body contains no token"],
    ["no-token", "no token in it", { message: "hello" }, "its body contains no token"],
    ["numeric-token", "a token that is a number", { token: 42 }, "its body contains no token"],
    ["no-jwt", "a token that is not a JWT", { token: "abc" }, NO_EXP],
    ["no-exp", "a token without an expiry", { token: jwtWith({ sub: "1" }) }, NO_EXP],
    ["text-exp", "an expiry that is a text", { token: jwtWith({ exp: "soon" }) }, NO_EXP],
    ["line-end", "a token with a line end", { token: `${jwtWith({ exp: 1 })}\n` }, NO_EXP],
    ["large", "a body that is too large", { token: "a".repeat(64 * 1024) }, TOO_LARGE],
  ].map(([id, what, body, problem]) =>
    define({
      id: `client-token-${id}`,
      title: `a token response of 200 with ${what} throws UnexpectedResponseError`,
      level: "client",
      evidence: "S",
      needs: ["faults", "journal"],
      async run({ client, target, faults, journal }) {
        await faults.add({ kind: "status", status: 200, body, match: { path: "/token" } });
        const c = client();
        const { host } = new URL(target.baseUrl);
        const error = await fails(() => c.status(), UnexpectedResponseError, "the call");
        equal(error.message, `POST token at ${host} returned 200, but ${problem}`, "message");
        includes(error.remedy, "Check baseUrl", "remedy");
        equal([error.status, error.attempts], [200, 1], "status and attempts");
        equal(error.mayHaveBeenApplied, undefined, "mayHaveBeenApplied");
        equal(await journal.count({ path: "/status" }), 0, "calls");
        await c.status();
      },
    })
  ),
  define({
    id: "client-html-401",
    title: "a proxy's HTML with 401 throws a general AuthenticationError without a server message",
    level: "client",
    evidence: "A",
    needs: ["faults"],
    async run({ client, faults }) {
      await faults.add({ kind: "status", status: 401, body: HTML, match: { path: "/token" } });
      const error = await fails(() => client().status(), AuthenticationError, "the call");
      equal(error.serverMessage, undefined, "the server's message");
    },
  }),
  define({
    id: "client-html-status",
    title: "a proxy's HTML with 200 throws UnexpectedResponseError",
    level: "client",
    evidence: "D",
    needs: ["faults"],
    async run({ client, target, faults }) {
      await faults.add({ kind: "status", status: 200, body: HTML, match: { path: "/status" } });
      const error = await fails(() => client().status(), UnexpectedResponseError, "the call");
      const { host } = new URL(target.baseUrl);
      const message = `GET status at ${host} returned 200, but the body is not JSON`;
      equal(error.message, message, "message");
      includes(error.remedy, "a proxy or a login page", "remedy");
    },
  }),
  define({
    id: "client-blank-body",
    title: "a 200 with nothing but white space counts as an empty body",
    level: "client",
    evidence: "A",
    needs: ["faults"],
    async run({ client, faults }) {
      await faults.add({ kind: "status", status: 200, body: " \n", match: { path: "/status" } });
      equal(await client().status(), undefined, "the result");
    },
  }),
  define({
    id: "client-stream-error",
    title: "a stream of a collection that does not exist throws NotFoundError",
    level: "client",
    evidence: "D",
    async run() {
      const people = scripted([refused(404)]).client.collection("people");
      const loop = async () => {
        for await (const _ of people.stream());
      };
      const error = await fails(loop, NotFoundError, "the stream");
      const message = "GET collections/people/all at kinabase.invalid failed with 404: No.";
      equal(error.message, message, "message");
    },
  }),
  ...[["token", "status"], ["status"]].map((called) => {
    const path = called[0] ?? "";
    return define({
      id: `client-redirect-${path}`,
      title: `a request for ${path} does not follow a redirect`,
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
        includes(error.message, "was redirected with 307; the client does not", "message");
        includes(error.message, ` ${path} at ${new URL(target.baseUrl).host} `, "message");
        includes(error.remedy, "https://elsewhere.invalid/api/v1/status.", "remedy");
        ok(
          urls.every((url) => url.startsWith(target.baseUrl)),
          "expected no request to another URL",
        );
      },
    });
  }),
];

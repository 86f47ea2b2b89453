import { type ClientEvent, KinabaseError, type TokenEvent } from "../../../mod.ts";
import { equal, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { everythingIn } from "../tools.ts";

/** `onEvent`, and secrets in errors and events. */
export const eventCases: Definition[] = [
  define({
    id: "client-no-secrets",
    title: "no error, event or inspection of the client shows the secret or the token",
    level: "client",
    evidence: "S",
    needs: ["faults"],
    async run({ client, credentials: { appSecret }, faults }) {
      const events: ClientEvent[] = [];
      const on = (event: ClientEvent) => void events.push(event);
      const errors: unknown[] = [];
      const collect = (work: Promise<unknown>) =>
        work.then(() => ok(false, "expected a failure"), (error) => void errors.push(error));

      const c = client({ onEvent: on, retry: false });
      const token = await c.token();
      const echo = `Echo: ${appSecret} ${encodeURIComponent(appSecret)} Bearer ${token} ` +
        `Bearer%20${token}`;
      for (const status of [400, 401, 403, 404, 429, 500]) {
        const body = status % 2 === 0 ? { error: echo } : echo;
        await faults.add({ kind: "status", status, times: 2, body, match: { path: "/status" } });
        await collect(c.status());
        await faults.add({ kind: "status", status, body, match: { path: "/token" } });
        await collect(client({ onEvent: on, retry: false, tokenStore: emptyStore() }).status());
        await faults.clear();
      }
      const failing = () =>
        Promise.reject(
          Object.assign(new Error(echo, { cause: new Error(echo) }), {
            config: { headers: { authorization: token }, data: appSecret },
          }),
        );
      await collect(client({ onEvent: on, retry: false, fetch: failing }).status());

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
      "events report requests, responses, retries and tokens, with attempt, duration and status",
    level: "client",
    evidence: "S",
    needs: ["faults"],
    async run({ client, faults }) {
      const headers = { "x-request-id": "r-1" };
      await faults.add({ kind: "status", status: 503, headers, match: { path: "/status" } });
      const events: ClientEvent[] = [];
      await client({ onEvent: (event) => void events.push(event) }).status();
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
    id: "client-event-paths",
    title: "the events of a request have its method and its path",
    level: "client",
    evidence: "S",
    async run({ client }) {
      const events: ClientEvent[] = [];
      await client({ tokenStore: emptyStore(), onEvent: (event) => void events.push(event) })
        .status();
      equal(
        events.flatMap((event) => "method" in event ? [[event.method, event.path]] : []),
        [["POST", "token"], ["POST", "token"], ["GET", "status"], ["GET", "status"]],
        "methods and paths",
      );
    },
  }),
  define({
    id: "client-token-events",
    title: "events report when a token is obtained, rejected or kept, and when the store fails",
    level: "client",
    evidence: "S",
    needs: ["clock", "faults"],
    async run({ client, target, clock, faults }) {
      const events: TokenEvent[] = [];
      const onEvent = (event: ClientEvent) => {
        if (event.type === "token") events.push(event);
      };
      const obtained = { type: "token", outcome: "obtained", has: ["expiresAt", "duration"] };
      // The numbers depend on the target's clock.
      const seen = () =>
        events.splice(0).map(({ expiresAt, duration, ...rest }) => {
          const has = Object.entries({ expiresAt, duration })
            .flatMap(([name, value]) => typeof value === "number" ? [name] : []);
          return has.length > 0 ? { ...rest, has } : rest;
        });

      const c = client({ onEvent, retry: false });
      await c.token();
      equal(seen(), [obtained], "the first token");

      await clock.advance("59m30s");
      await faults.add({ kind: "status", status: 503, match: { path: "/token" } });
      await c.token();
      const reason = `POST token at ${new URL(target.baseUrl).host} failed with 503`;
      const [kept] = seen();
      equal(kept?.outcome, "kept", "the outcome");
      includes(kept?.reason, reason, "the reason");

      await faults.add({ kind: "status", status: 401, match: { path: "/status" } });
      await c.token();
      seen();
      await c.status();
      equal(seen(), [{ type: "token", outcome: "rejected" }, obtained], "a rejected token");

      const broken = () => Promise.reject(new Error("the store is down"));
      const failed = { type: "token", outcome: "store_failed", reason: "the store is down" };
      await client({ onEvent, tokenStore: { get: broken, set: broken } }).token();
      // It is read once more before a request, because another call may have stored a token.
      equal(seen(), [failed, failed, failed, obtained], "a broken store");
    },
  }),
  define({
    id: "client-listener-throws",
    title: "a listener that throws or rejects does not break the call",
    level: "client",
    evidence: "S",
    async run({ client }) {
      const on = () => {
        throw new Error("an error in the listener");
      };
      await client({ onEvent: on }).status();
      await client({ onEvent: () => Promise.reject(new Error("a later error")) }).status();
    },
  }),
];

function emptyStore(): { get: () => undefined; set: () => void } {
  return { get: () => undefined, set: () => {} };
}

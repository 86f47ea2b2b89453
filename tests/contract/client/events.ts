import { type ClientEvent, KinabaseError } from "../../../mod.ts";
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
      const echo = `Echo: ${appSecret} ${encodeURIComponent(appSecret)} Bearer ${token}`;
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

import {
  type ClientEvent,
  createTokenSource,
  InvalidCredentialsError,
  memoryTokenStore,
  TimeoutError,
  TokenRejectedError,
  UnexpectedResponseError,
} from "../../../mod.ts";
import { createManualClock } from "../../../mock-server/mod.ts";
import { between, equal, fails, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { gate, onCall, otherSecret, skewed, turns, until } from "../tools.ts";

/** Requesting, caching and refreshing tokens. */
export const tokenCases: Definition[] = [
  define({
    id: "client-obtains",
    title: "the client requests one token and uses it for many calls",
    level: "client",
    evidence: "S",
    needs: ["journal"],
    async run({ client, journal }) {
      const c = client();
      await c.status();
      await c.status();
      equal(await c.token(), await c.token(), "the token");
      equal(await journal.count({ path: "/token" }), 1, "token requests");
      equal(await journal.count({ path: "/status", status: 200 }), 2, "calls");
    },
  }),
  define({
    id: "client-secret-name",
    title: "the client sends the secret as JSON, in the configured field",
    level: "client",
    evidence: "D",
    async run({ client, target }) {
      for (const secretField of ["appSecret", "secret"] as const) {
        const sent: string[] = [];
        const types: (string | null)[] = [];
        const fetch = onCall(target.fetch, "token", (send, init) => {
          sent.push(...Object.keys(JSON.parse(String(init?.body))));
          types.push(
            ...["accept", "content-type"].map((name) => new Headers(init?.headers).get(name)),
          );
          return send();
        });
        await client({ secretField, fetch }).token();
        equal(sent, ["appId", secretField], "names in the token request");
        equal(types, ["application/json", "application/json"], "its types");
      }
    },
  }),
  define({
    id: "client-single-flight",
    title: "50 concurrent first calls cause one token request",
    level: "client",
    evidence: "S",
    needs: ["journal"],
    async run({ client, journal }) {
      const c = client();
      await Promise.all(Array.from({ length: 50 }, () => c.status()));
      equal(await journal.count({ path: "/token" }), 1, "token requests");
      equal(await journal.count({ path: "/status", status: 200 }), 50, "calls");
    },
  }),
  define({
    id: "client-shared",
    title: "clients with the same credentials share a token; a client with another secret does not",
    level: "client",
    evidence: "S",
    needs: ["journal", "isolate"],
    async run({ client, journal }) {
      equal(await client().token(), await client().token(), "the token of a second client");
      equal(await journal.count({ path: "/token" }), 1, "token requests");
      const stranger = client({ appSecret: otherSecret(), retry: false });
      const refused = await stranger.token().then(() => false, () => true);
      ok(refused, "expected a client with a wrong secret to be refused");
    },
  }),
  define({
    id: "client-shared-patience",
    title:
      "a client that reaches its timeout does not affect another client that waits for the same token",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      const deadlineClock = createManualClock({ autoAdvance: false });
      const held = gate();
      const fetch = onCall(target.fetch, "token", async (send) => {
        await held.opened;
        return await send();
      });
      const hasty = fails(
        () => client({ fetch, deadlineClock, timeout: 100 }).status(),
        TimeoutError,
        "the call of the client with a short timeout",
      );
      const patient = client({ fetch, deadlineClock }).status();
      patient.catch(() => {});
      await turns();
      await deadlineClock.advance(100);
      await hasty;
      held.open();
      await patient;
    },
  }),
  define({
    id: "client-renews-early",
    title: "the client refreshes a token before it expires",
    level: "client",
    evidence: "S",
    needs: ["clock", "journal"],
    async run({ client, clock, journal }) {
      const c = client();
      await c.status();
      await clock.advance("58m");
      await c.status();
      equal(await journal.count({ path: "/token" }), 1, "token requests after 58 minutes");
      await clock.advance("90s");
      await c.status();
      equal(await journal.count({ path: "/token" }), 2, "token requests after 59:30");
      equal(await journal.count({ status: 401 }), 0, "rejections");
    },
  }),
  define({
    id: "client-renews-expired",
    title: "the client refreshes an expired token without a rejected call",
    level: "client",
    evidence: "S",
    needs: ["clock", "journal"],
    async run({ client, clock, journal }) {
      const c = client();
      await c.status();
      await clock.advance("61m");
      await c.status();
      equal(await journal.count({ path: "/token" }), 2, "token requests");
      equal(await journal.count({ status: 401 }), 0, "rejections");
    },
  }),
  ...([["ten minutes ahead", 10], ["ten minutes behind", -10]] as const).map(([how, minutes]) =>
    define({
      id: `client-clock-${minutes > 0 ? "ahead" : "behind"}`,
      title: `with a local clock ${how}, a token is refreshed neither too often nor too late`,
      level: "client",
      evidence: "S",
      needs: ["clock", "journal"],
      async run({ client, clock, journal }) {
        const c = client({ clock: skewed(clock, minutes * 60_000) });
        await c.status();
        await clock.advance("58m");
        await c.status();
        equal(await journal.count({ path: "/token" }), 1, "token requests after 58 minutes");
        await clock.advance("90s");
        await c.status();
        equal(await journal.count({ path: "/token" }), 2, "token requests after 59:30");
        equal(await journal.count({ status: 401 }), 0, "rejections");
      },
    })
  ),
  define({
    id: "client-outage",
    title: "while the token endpoint is down, a token is used until it expires",
    level: "client",
    evidence: "S",
    needs: ["clock", "faults"],
    async run({ client, clock, faults }) {
      const c = client({ retry: false });
      const token = await c.token();
      await clock.advance("59m30s");
      await faults.add({ kind: "status", status: 503, match: { path: "/token" } });
      equal(await c.token(), token, "the token during the outage");
      ok(await c.token() !== token, "expected a new token after the outage");
    },
  }),
  define({
    id: "client-outage-expired",
    title: "an expired token is not used, even while the token endpoint is down",
    level: "client",
    evidence: "S",
    needs: ["clock", "faults", "journal"],
    async run({ client, clock, faults, journal }) {
      const c = client({ retry: false });
      await c.status();
      await clock.advance("61m");
      await faults.add({ kind: "status", status: 503, match: { path: "/token" } });
      await fails(() => c.status(), UnexpectedResponseError, "the call");
      equal(await journal.count({ path: "/status" }), 1, "calls");
    },
  }),
  define({
    id: "client-renewal-refused",
    title: "if Kinabase rejects the credentials in an early refresh, the call fails",
    level: "client",
    evidence: "S",
    needs: ["clock", "faults", "journal"],
    async run({ client, clock, faults, journal }) {
      const c = client();
      await c.status();
      await clock.advance("59m30s");
      await faults.add({ kind: "invalidCredentials", match: { path: "/token" } });
      await fails(() => c.status(), InvalidCredentialsError, "the call");
      equal(await journal.count({ path: "/status" }), 1, "calls");
    },
  }),
  define({
    id: "client-silent-renewal",
    title: "if a refresh gets no response, the call uses its valid token before the deadline",
    level: "client",
    evidence: "S",
    needs: ["clock"],
    async run({ client, clock, target }) {
      const deadlineClock = createManualClock({ autoAdvance: false });
      let silent = false;
      const fetch = onCall(target.fetch, "token", (send) => {
        if (!silent) return send();
        void turns().then(() => deadlineClock.advance(1000));
        return new Promise(() => {});
      });
      const c = client({ fetch, deadlineClock });
      await c.token();
      await clock.advance("59m30s");
      silent = true;
      await c.status({ timeout: 2000 });
    },
  }),
  define({
    id: "client-retries-token",
    title: "a token request is retried after a 503, a 429 and a body that breaks off",
    level: "client",
    evidence: "S",
    needs: ["clock", "faults", "journal"],
    async run({ client, clock, faults, journal }) {
      const match = { path: "/token" };
      await faults.add({ kind: "status", status: 503, match });
      await faults.add({ kind: "status", status: 429, headers: { "retry-after": "7" }, match });
      await faults.add({ kind: "cutBody", match });
      const before = clock.now();
      await client().token();
      equal(await journal.count(match), 4, "token requests");
      between(clock.now() - before, 7000, 60_000, "time waited, in milliseconds");
    },
  }),
  define({
    id: "client-stalled-token",
    title: "a token response whose body stalls causes a TimeoutError",
    level: "client",
    evidence: "S",
    needs: ["faults"],
    async run({ client, target, faults }) {
      await faults.add({ kind: "stalledBody", match: { path: "/token" } });
      const deadlineClock = createManualClock({ autoAdvance: false });
      let sent = 0;
      const fetch = onCall(target.fetch, "token", async (send) => {
        const response = await send();
        if (++sent === 1) void turns().then(() => deadlineClock.advance("5s"));
        return response;
      });
      const c = client({ fetch, deadlineClock, timeout: 5000 });
      const error = await fails(() => c.status(), TimeoutError, "the call");
      equal([error.scope, error.timeout], ["call", 5000], "the deadline that passed");
      await c.status();
    },
  }),
  define({
    id: "client-slow-attempt",
    title: "a stalled token request is aborted in time for another attempt",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, target, faults, journal }) {
      await faults.add({ kind: "stalledBody", match: { path: "/token" } });
      const deadlineClock = createManualClock({ autoAdvance: false });
      let sent = 0;
      const fetch = onCall(target.fetch, "token", async (send) => {
        const response = await send();
        if (++sent === 1) void turns().then(() => deadlineClock.advance("5s"));
        return response;
      });
      await client({ fetch, deadlineClock, attemptTimeout: 5000 }).status();
      equal(await journal.count({ path: "/token" }), 2, "token requests");
    },
  }),
  define({
    id: "client-abort",
    title:
      "an aborted call rejects with its own reason, and does not affect calls that wait for the same token",
    level: "client",
    evidence: "S",
    needs: ["journal"],
    async run({ client, target, journal }) {
      const held = gate();
      let isRequested = false;
      const fetch = onCall(target.fetch, "token", async (send) => {
        isRequested = true;
        await held.opened;
        return await send();
      });
      // Its time does not pass, so that a busy machine cannot end an attempt.
      const deadlineClock = createManualClock({ autoAdvance: false });
      const c = client({ fetch, deadlineClock });
      const controller = new AbortController();
      const reason = new Error("the first caller aborted");
      const first = c.status({ signal: controller.signal }).then(() => undefined, (error) => error);
      const others = Promise.all([c.status(), c.status()]);
      // Handled here so that an early rejection is not reported as unhandled. It is checked below.
      others.catch(() => {});
      await until(() => isRequested);
      await turns();
      controller.abort(reason);
      ok(await first === reason, "expected the aborted call to reject with its signal's reason");
      held.open();
      await others;
      equal(await journal.count({ path: "/token" }), 1, "token requests");
    },
  }),
  define({
    id: "client-abort-alone",
    title: "a token request without waiters is aborted, and the next call sends a new one",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      let ended = false;
      let sent = 0;
      const fetch = onCall(target.fetch, "token", (send, init) => {
        if (++sent > 1) return send();
        return new Promise((_, reject) => {
          init?.signal?.addEventListener("abort", () => {
            ended = true;
            reject(init.signal?.reason);
          });
        });
      });
      const c = client({ fetch });
      const controller = new AbortController();
      const call = c.status({ signal: controller.signal }).then(() => false, () => true);
      await until(() => sent === 1);
      controller.abort();
      ok(await call, "expected the aborted call to reject");
      await until(() => ended);
      await c.status();
    },
  }),
  define({
    id: "client-silent-flight",
    title: "a caller does not wait forever for a token request that another call started",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      const deadlineClock = createManualClock({ autoAdvance: false });
      let sent = 0;
      const fetch = onCall(target.fetch, "token", (send) => {
        // As on Workers after the request that started it has ended.
        return ++sent === 1 ? new Promise(() => {}) : send();
      });
      const c = client({ fetch, deadlineClock, tokenWaitTimeout: 1000 });
      const controller = new AbortController();
      const first = c.status({ signal: controller.signal }).catch(() => {});
      await until(() => sent === 1);
      const waiting = Promise.all([c.status(), c.status(), c.status()]);
      waiting.catch(() => {});
      await until(() => sent === 2, () => deadlineClock.advance(1000));
      await waiting;
      equal(sent, 2, "token requests");
      controller.abort();
      await first;
    },
  }),
  define({
    id: "client-store",
    title: "the token store is read first, and its errors do not fail a call",
    level: "client",
    evidence: "S",
    needs: ["journal"],
    async run({ client, journal }) {
      const tokenStore = memoryTokenStore();
      await client({ tokenStore }).status();
      await client({ tokenStore }).status();
      equal(await journal.count({ path: "/token" }), 1, "token requests");
      const broken = () => Promise.reject(new Error("the store is down"));
      await client({ tokenStore: { get: broken, set: broken } }).status();
      equal(await journal.count({ path: "/token" }), 2, "token requests with a broken store");
    },
  }),
  define({
    id: "client-store-garbage",
    title: "what a token store returns instead of a token is not sent",
    level: "client",
    evidence: "S",
    needs: ["clock"],
    async run({ client, clock }) {
      const expiresAt = clock.now() + 3_600_000;
      for (const token of ["two words", "a line\n", "", JSON.parse('["a list"]')]) {
        const events: ClientEvent[] = [];
        const get = () => ({ token, expiresAt });
        const onEvent = (event: ClientEvent) => void events.push(event);
        await client({ tokenStore: { get, set: () => {} }, onEvent }).status();
        const reason = "The token store returned a value that is not a token";
        equal(
          events.find(({ type }) => type === "token"),
          { type: "token", outcome: "store_failed", reason },
          "the event",
        );
      }
    },
  }),
  define({
    id: "client-two-programs",
    title: "two programs with the same app, each with its own token store, use one token each",
    level: "client",
    evidence: "A",
    needs: ["journal"],
    dependsOn: {
      "token.earlier": { ended: "each call whose token was ended refreshes it once, and succeeds" },
    },
    async run({ client, journal, behavior }) {
      const programs = [0, 1].map(() => client({ tokenStore: memoryTokenStore() }));
      for (let i = 0; i < 3; i++) for (const program of programs) await program.status();
      const refreshes = await behavior("token.earlier") === "ended" ? 4 : 0;
      equal(await journal.count({ path: "/token" }), 2 + refreshes, "token requests");
      equal(await journal.count({ status: 401 }), refreshes, "rejections");
    },
  }),
  define({
    id: "client-two-programs-at-once",
    title: "calls of two programs with the same app never refresh the token endlessly",
    level: "client",
    evidence: "A",
    needs: ["journal"],
    dependsOn: {
      "token.earlier": {
        ended: "a call may throw TokenRejectedError: the programs must share a token store",
      },
    },
    async run({ client, journal, behavior }) {
      const programs = [0, 1].map(() => client({ tokenStore: memoryTokenStore() }));
      const errors: unknown[] = [];
      for (let i = 0; i < 5; i++) {
        const calls = programs.flatMap((c) => [c.status(), c.status()]);
        const settled = await Promise.allSettled(calls);
        errors.push(...settled.flatMap((of) => of.status === "rejected" ? [of.reason] : []));
      }
      const mayFail = await behavior("token.earlier") === "ended";
      ok(mayFail || errors.length === 0, `expected no error, got ${String(errors[0])}`);
      const other = errors.find((error) => !(error instanceof TokenRejectedError));
      ok(other === undefined, `expected TokenRejectedError, got ${String(other)}`);
      const calls = await journal.count({ path: "/status" });
      ok(calls <= 40, `expected at most 2 requests for each of 20 calls, got ${calls}`);
      const tokens = await journal.count({ path: "/token" });
      ok(tokens <= 22, `expected at most one refresh for each call, got ${tokens} token requests`);
    },
  }),
  define({
    id: "client-token-source",
    title: "createTokenSource alone requests, caches and refreshes tokens",
    level: "client",
    evidence: "S",
    async run({ clientOptions, statusWith }) {
      const source = createTokenSource(clientOptions());
      const token = await source.token();
      equal(await statusWith(token), 200, "status with the token");
      equal(await source.token(), token, "the token");
      const fresh = await source.renew(token);
      ok(fresh !== token, "expected another token after the first was rejected");
      equal(await source.renew(token), fresh, "the token after a late rejection of the first");
      equal(await statusWith(fresh), 200, "status with the new token");
    },
  }),
];

import {
  ApiNotEnabledError,
  AppInactiveError,
  type AuthenticationError,
  createClient,
  TokenRejectedError,
} from "../../../mod.ts";
import { equal, fails } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { alteredSignature } from "../forge.ts";
import { gate, onCall, until } from "../tools.ts";

/** Refreshing the token after a 401. */
export const bearerCases: Definition[] = [
  define({
    id: "client-renews-once",
    title: "after a 401 the client refreshes the token once, and the call succeeds",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, faults, journal }) {
      const c = client();
      await c.status();
      await faults.add({ kind: "status", status: 401, match: { path: "/status" } });
      await c.status();
      equal(await journal.count({ path: "/token" }), 2, "token requests");
      equal(await journal.count({ path: "/status" }), 3, "calls");
    },
  }),
  define({
    id: "client-no-loop",
    title:
      "after a second 401 the client throws TokenRejectedError and does not refresh the token again",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, faults, journal }) {
      await faults.add({ kind: "status", status: 401, times: 20, match: { path: "/status" } });
      const error = await fails(() => client().status(), TokenRejectedError, "the call");
      equal(error.status, 401, "the error's status");
      equal(await journal.count({ path: "/status" }), 2, "calls");
      equal(await journal.count({ path: "/token" }), 2, "token requests");
    },
  }),
  define({
    id: "client-concurrent-401",
    title: "concurrent calls that are rejected share one token refresh",
    level: "client",
    evidence: "S",
    needs: ["clock", "journal"],
    async run({ client, clock, newToken, journal, target }) {
      let kept = {
        token: alteredSignature(await newToken()),
        expiresAt: clock.now() + 3_600_000,
      };
      const tokenStore = {
        get: () => kept,
        set: (_: string, token: typeof kept) => void (kept = token),
      };
      // All ten are sent with the stale token before the first response.
      const allSent = gate();
      let sent = 0;
      let rejections = 0;
      const fetch = onCall(target.fetch, "status", async (send) => {
        if (++sent === 10) allSent.open();
        await allSent.opened;
        const response = await send();
        if (response.status === 401) rejections += 1;
        return response;
      });
      const c = client({ tokenStore, fetch });
      await Promise.all(Array.from({ length: 10 }, () => c.status()));
      equal(rejections, 10, "rejections");
      equal(await journal.count({ path: "/token" }), 2, "token requests");
    },
  }),
  define({
    id: "client-late-401",
    title: "a late 401 for an old token does not discard the new token",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, target, faults, journal }) {
      const held = gate();
      let calls = 0;
      let isRejected = false;
      const fetch = onCall(target.fetch, "status", async (send) => {
        const late = ++calls === 1;
        const response = await send();
        isRejected = true;
        if (late) await held.opened;
        return response;
      });
      const c = client({ fetch });
      await c.token();
      await faults.add({ kind: "status", status: 401, times: 2, match: { path: "/status" } });
      const late = c.status();
      await until(() => isRejected);
      await c.status(); // rejected and refreshed while the late response is pending
      held.open();
      await late;
      equal(await journal.count({ path: "/token" }), 2, "token requests");
    },
  }),
  ...([
    ["revoked", "bearer.app-ended", "a revoked app", AppInactiveError],
    ["api-off", "bearer.api-off", "an API that was turned off", ApiNotEnabledError],
  ] as const).map(([id, behaves, what, kind]) =>
    define({
      id: `client-${id}`,
      title: `${what} throws ${kind.name}, even while the client still has a token`,
      level: "client",
      evidence: "S",
      needs: ["apps", "clock", "journal"],
      dependsOn: {
        [behaves]: {
          "403": `the first call throws ${kind.name}, without a new token`,
          accepted: `calls succeed until the token expires; then they throw ${kind.name}`,
        },
      },
      async run({ client, credentials, apps, clock, journal, behavior }) {
        const c = client();
        await c.status();
        await (id === "revoked" ? apps.revoke(credentials.appId) : apps.setApiEnabled(false));
        const option = await behavior(behaves);
        if (option === "accepted") {
          await c.status();
          await clock.advance("61m");
        }
        await fails<AuthenticationError>(() => c.status(), kind, "the call");
        equal(await journal.count({ path: "/token" }), option === "403" ? 1 : 2, "token requests");
      },
    })
  ),
  define({
    id: "client-one-shot-body",
    title:
      "a stream body is not sent again: its 401 is returned, and the next call uses a new token",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, faults, journal }) {
      const c = client();
      await c.token();
      await faults.add({ kind: "status", status: 401, match: { path: "/status" } });
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("{}"));
          controller.close();
        },
      });
      equal((await c.fetch("status", { method: "POST", body })).status, 401, "status");
      equal(await journal.count({ path: "/status" }), 1, "calls");
      await c.status();
      equal(await journal.count({ status: 401 }), 1, "rejections");
    },
  }),
  define({
    id: "client-token-function",
    title: "after a 401 a token function is called once more, with the rejected token",
    level: "client",
    evidence: "S",
    async run({ newToken, target: { baseUrl, fetch, clock } }) {
      const good = await newToken();
      const stale = await alteredSignature(good);
      const told: (string | undefined)[] = [];
      const token = ({ rejected }: { rejected?: string | undefined }) => {
        told.push(rejected);
        return rejected === stale ? good : stale;
      };
      const c = createClient({ token, baseUrl, fetch, clock });
      await c.status();
      equal(told, [undefined, stale], "the arguments of the function");
    },
  }),
  define({
    id: "client-fixed-token",
    title: "a rejected fixed token is not sent again",
    level: "client",
    evidence: "S",
    async run({ newToken, target }) {
      let calls = 0;
      const fetch = onCall(target.fetch, "status", (send) => {
        calls += 1;
        return send();
      });
      const token = await alteredSignature(await newToken());
      const { baseUrl, clock } = target;
      const c = createClient({ token, baseUrl, fetch, clock });
      await fails(() => c.status(), TokenRejectedError, "the call");
      equal(calls, 1, "calls");
    },
  }),
];

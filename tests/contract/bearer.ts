import { decodeJwt, SignJWT } from "jose";
import { AppInactiveError, createClient, TokenRejectedError } from "../../mod.ts";
import { errorAnswer } from "../../src/schemas.ts";
import { equal, fails } from "./assert.ts";
import { define, type Definition } from "./case.ts";
import { gate, onCall, turns } from "./tools.ts";

/** Using tokens: what is accepted, what is rejected, and what the client does about it. */
export const bearerCases: Definition[] = [
  define({
    id: "accepted",
    title: "a token is accepted as a bearer token",
    level: "wire",
    evidence: "S",
    async run({ newToken, statusWith }) {
      equal(await statusWith(await newToken()), 200, "status");
    },
  }),
  define({
    id: "59-59",
    title: "a token is accepted 59:59 after it was generated",
    level: "wire",
    evidence: "S",
    needs: ["clock"],
    async run({ newToken, statusWith, clock }) {
      const token = await newToken();
      await clock.advance("59m59s");
      equal(await statusWith(token), 200, "status");
    },
  }),
  define({
    id: "60-01",
    title: "a token is rejected 60:01 after it was generated",
    level: "wire",
    evidence: "S",
    needs: ["clock"],
    async run({ newToken, request, clock }) {
      const token = await newToken();
      await clock.advance("60m1s");
      const response = await request("status", { headers: { authorization: `Bearer ${token}` } });
      equal(response.status, 401, "status");
      errorAnswer.parse(await response.json());
    },
  }),
  ...([
    ["altered-payload", "whose payload was altered", alteredPayload],
    ["altered-signature", "whose signature was altered", alteredSignature],
    ["alg-none", "that says alg none and has no signature", algNone],
    ["alg-none-signed", "that says alg none and keeps its signature", algNoneSigned],
    ["other-algorithm", "that was signed with another algorithm", otherAlgorithm],
    ["other-key", "that another server signed", otherKey],
    ["no-jwt", "that is no JWT", () => "not-a-token"],
  ] satisfies [string, string, (token: string) => string | Promise<string>][]).map(
    ([id, what, forge]) =>
      define({
        id,
        title: `a token ${what} is rejected`,
        level: "wire",
        evidence: "S",
        async run({ newToken, request }) {
          const authorization = `Bearer ${await forge(await newToken())}`;
          const response = await request("status", { headers: { authorization } });
          equal(response.status, 401, "status");
          errorAnswer.parse(await response.json());
        },
      }),
  ),
  define({
    id: "missing",
    title: "a call without an Authorization header is 401",
    level: "wire",
    evidence: "S",
    async run({ request }) {
      const response = await request("status");
      equal(response.status, 401, "status");
      errorAnswer.parse(await response.json());
    },
  }),
  define({
    id: "other-scheme",
    title: "a token under another scheme is 401",
    level: "wire",
    evidence: "S",
    async run({ newToken, request }) {
      const authorization = `Basic ${await newToken()}`;
      equal((await request("status", { headers: { authorization } })).status, 401, "status");
    },
  }),
  define({
    id: "scheme-case",
    title: "the scheme's name may be written in any case",
    level: "wire",
    evidence: "A",
    async run({ newToken, request }) {
      const token = await newToken();
      for (const scheme of ["bearer", "BEARER"]) {
        const authorization = `${scheme} ${token}`;
        equal((await request("status", { headers: { authorization } })).status, 200, scheme);
      }
    },
  }),
  ...(["expire", "revoke"] as const).map((end) =>
    define({
      id: `app-${end}d`,
      title: `a young token is rejected once its app was ${end}d`,
      level: "wire",
      evidence: "A",
      needs: ["apps"],
      async run({ credentials, newToken, statusWith, apps }) {
        const token = await newToken();
        const other = await newToken(await apps.create());
        await apps[end](credentials.appId);
        equal(await statusWith(token), 401, "status");
        equal(await statusWith(other), 200, "status of another app");
      },
    })
  ),
  define({
    id: "api-disabled",
    title: "a young token is rejected while the tenant's API is off, and accepted again after",
    level: "wire",
    evidence: "A",
    needs: ["apps"],
    async run({ newToken, statusWith, apps }) {
      const token = await newToken();
      await apps.setApiEnabled(false);
      equal(await statusWith(token), 401, "status while the API is off");
      await apps.setApiEnabled(true);
      equal(await statusWith(token), 200, "status once it is on");
    },
  }),
  define({
    id: "before-routing",
    title: "an unknown path is 401 without a token and 404 with one",
    level: "wire",
    evidence: "A",
    async run({ newToken, request }) {
      equal((await request("no-such-thing")).status, 401, "status without a token");
      const headers = { authorization: `Bearer ${await newToken()}` };
      const response = await request("no-such-thing", { headers });
      equal(response.status, 404, "status with a token");
      errorAnswer.parse(await response.json());
    },
  }),
  define({
    id: "method",
    title: "a known path with another method is 405",
    level: "wire",
    evidence: "A",
    async run({ newToken, request }) {
      const headers = { authorization: `Bearer ${await newToken()}` };
      const response = await request("status", { method: "DELETE", headers });
      equal(response.status, 405, "status");
      errorAnswer.parse(await response.json());
    },
  }),

  define({
    id: "client-renews-once",
    title: "the client answers a 401 with one renewal, and the call succeeds",
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
    title: "a call that is still rejected after one renewal fails, and does not loop",
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
    title: "many calls rejected at the same time share one renewal",
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
      // All ten are sent with the stale token before the first is answered.
      const allSent = gate();
      let sent = 0;
      const fetch = onCall(target.fetch, "status", async (send) => {
        if (++sent === 10) allSent.open();
        await allSent.opened;
        return await send();
      });
      const c = client({ tokenStore, fetch });
      await Promise.all(Array.from({ length: 10 }, () => c.status()));
      equal(await journal.count({ path: "/status", status: 401 }), 10, "rejections");
      equal(await journal.count({ path: "/token" }), 2, "token requests");
    },
  }),
  define({
    id: "client-late-401",
    title: "a late 401 for an old token does not discard the new one",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, target, faults, journal }) {
      const held = gate();
      let calls = 0;
      const fetch = onCall(target.fetch, "status", async (send) => {
        const late = ++calls === 1;
        const response = await send();
        if (late) await held.opened;
        return response;
      });
      const c = client({ fetch });
      await c.token();
      await faults.add({ kind: "status", status: 401, times: 2, match: { path: "/status" } });
      const late = c.status();
      await turns();
      await c.status(); // rejected and renewed while the late answer is on its way
      held.open();
      await late;
      equal(await journal.count({ path: "/token" }), 2, "token requests");
    },
  }),
  define({
    id: "client-revoked",
    title: "a revoked app ends in the error that says so, whatever the client still holds",
    level: "client",
    evidence: "S",
    needs: ["apps", "journal"],
    async run({ client, credentials, apps, journal }) {
      const c = client();
      await c.status();
      await apps.revoke(credentials.appId);
      await fails(() => c.status(), AppInactiveError, "the call");
      equal(await journal.count({ path: "/token" }), 2, "token requests");
    },
  }),
  define({
    id: "client-one-shot-body",
    title: "a stream as a body is sent once: its 401 comes back, and the next call has a new token",
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
    title: "a token function is told the token that was rejected, and asked once more",
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
      equal(told, [undefined, stale], "what the function was told");
    },
  }),
  define({
    id: "client-fixed-token",
    title: "a fixed token that is rejected is not sent again",
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

function parts(token: string): [header: string, payload: string, signature: string] {
  const [header = "", payload = "", signature = ""] = token.split(".");
  return [header, payload, signature];
}

function base64url(value: object): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function alteredPayload(token: string): string {
  const [header, , signature] = parts(token);
  const { exp = 0, ...claims } = decodeJwt(token);
  return [header, base64url({ ...claims, exp: exp + 3600 }), signature].join(".");
}

function alteredSignature(token: string): string {
  const [header, payload, signature] = parts(token);
  // Not the last character: some of its bits may not count.
  const first = signature.startsWith("A") ? "B" : "A";
  return [header, payload, first + signature.slice(1)].join(".");
}

function algNone(token: string): string {
  const [, payload] = parts(token);
  return [base64url({ alg: "none", typ: "JWT" }), payload, ""].join(".");
}

function algNoneSigned(token: string): string {
  const [, payload, signature] = parts(token);
  return [base64url({ alg: "none", typ: "JWT" }), payload, signature].join(".");
}

function otherAlgorithm(token: string): Promise<string> {
  const key = crypto.getRandomValues(new Uint8Array(64));
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: "HS512", typ: "JWT" }).sign(key);
}

function otherKey(token: string): Promise<string> {
  const key = crypto.getRandomValues(new Uint8Array(64));
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(key);
}

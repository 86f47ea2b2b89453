import type { JsonResponse } from "../response.ts";
import { expectRefusal } from "../response.ts";
import { between, equal } from "../assert.ts";
import { define, type Definition, type DependsOn } from "../case.ts";
import type { Call } from "../collection-context.ts";
import type { TargetClock } from "../target.ts";
import { discard } from "../tools.ts";

const retryAfter = ({ headers }: JsonResponse) => headers.get("retry-after");

/** Sends requests until one is 429, and expects as many before as the limit. The token request may count (A). */
async function expectLimit(call: Call, limit: number): Promise<void> {
  let accepted = 0;
  let response = await call("GET", "status");
  for (; response.status === 200 && accepted <= limit; response = await call("GET", "status")) {
    accepted += 1;
  }
  expectRefusal(response, 429, `request ${accepted + 1}`);
  between(accepted, limit - 1, limit, "requests before");
}

/** How the cases differ where token requests do not count. */
const TOKENS = {
  "rate-limit.tokens": { free: "token requests do not count" },
} as const satisfies DependsOn;

/** Advances to the beginning of a minute, so that a window that slides and a fixed one begin together. */
async function advanceToMinute(clock: TargetClock): Promise<void> {
  await clock.advance(60_000 - clock.now() % 60_000);
}

/** The rate limit. The first request of each case is its token request. */
export const limitCases: Definition[] = [
  define({
    id: "429",
    title: "requests beyond the limit per minute are 429",
    level: "wire",
    evidence: "D",
    limits: { requestsPerMinute: 5 },
    async run({ call }) {
      await expectLimit(call, 5);
    },
  }),
  define({
    id: "100",
    title: "the limit is 100 requests a minute",
    level: "wire",
    evidence: "D",
    limits: { requestsPerMinute: 100 },
    async run({ call }) {
      await expectLimit(call, 100);
    },
  }),
  define({
    id: "token-counts",
    title: "token requests count toward the limit, and are refused too",
    level: "wire",
    evidence: "A",
    limits: { requestsPerMinute: 2 },
    dependsOn: { "rate-limit.tokens": { free: "they do not count, and are accepted" } },
    async run({ credentials, requestToken, behavior }) {
      const last = await behavior("rate-limit.tokens") === "free" ? 200 : 429;
      for (const expected of [200, 200, last]) {
        const response = await requestToken(credentials);
        equal(response.status, expected, "status");
        discard(response);
      }
    },
  }),
  define({
    id: "tenant",
    title: "all apps of a tenant share one rate limit",
    level: "wire",
    evidence: "A",
    needs: ["apps"],
    limits: { requestsPerMinute: 4 },
    dependsOn: { "rate-limit.scope": { app: "each app has its own" }, ...TOKENS },
    async run({ apps, newToken, statusWith, behavior }) {
      const [one, other] = [await newToken(), await newToken(await apps.create())];
      const both = async () => [await statusWith(one), await statusWith(other)];
      if (await behavior("rate-limit.tokens") === "free") await both();
      equal(await both(), [200, 200], "status of both");
      const later = await behavior("rate-limit.scope") === "app" ? [200, 200] : [429, 429];
      equal(await both(), later, "status of both later");
    },
  }),
  define({
    id: "before-authentication",
    title: "a request with a forged token does not count toward the tenant's limit",
    level: "wire",
    evidence: "A",
    limits: { requestsPerMinute: 2 },
    dependsOn: TOKENS,
    async run({ newToken, statusWith, behavior }) {
      const token = await newToken();
      if (await behavior("rate-limit.tokens") === "free") {
        equal(await statusWith(token), 200, "status of the first request");
      }
      for (let i = 0; i < 5; i++) equal(await statusWith(`${token}x`), 401, "status");
      equal(await statusWith(token), 200, "status with the good token");
      equal(await statusWith(token), 429, "status beyond the limit");
    },
  }),
  define({
    id: "retry-after",
    title: "Retry-After is the number of whole seconds until the next request is accepted",
    level: "wire",
    evidence: "A",
    needs: ["clock"],
    limits: { requestsPerMinute: 3 },
    dependsOn: {
      "rate-limit.retry-after": {
        date: "it is the date of that second",
        absent: "it is absent",
        zero: "it is 0",
      },
      ...TOKENS,
    },
    async run({ call, clock, behavior }) {
      const option = await behavior("rate-limit.retry-after");
      const after = (seconds: number) =>
        ({
          seconds: String(seconds),
          date: new Date(Math.ceil(end / 1000) * 1000).toUTCString(),
          absent: null,
          zero: "0",
        })[option];
      await advanceToMinute(clock);
      const end = clock.now() + 60_000;
      await call("GET", "status");
      if (await behavior("rate-limit.tokens") === "free") await call("GET", "status");
      await clock.advance(10_500);
      equal((await call("GET", "status")).status, 200, "status of the last within the limit");
      equal(retryAfter(await call("GET", "status")), after(50), "Retry-After");
      await clock.advance(49_499);
      equal(retryAfter(await call("GET", "status")), after(1), "Retry-After a millisecond before");
      await clock.advance(1);
      equal((await call("GET", "status")).status, 200, "status after the minute");
    },
  }),
  define({
    id: "sliding",
    title:
      "the minute slides: each request leaves the window on its own, and refused ones do not count",
    level: "wire",
    evidence: "A",
    needs: ["clock"],
    limits: { requestsPerMinute: 3 },
    dependsOn: {
      "rate-limit.window": { fixed: "all leave it at the beginning of the next minute" },
      ...TOKENS,
    },
    async run({ call, clock, behavior }) {
      await advanceToMinute(clock);
      await call("GET", "status"); // two at 0 s, including the token request
      if (await behavior("rate-limit.tokens") === "free") await call("GET", "status");
      await clock.advance("30s");
      await call("GET", "status"); // and one at 30 s
      for (let i = 0; i < 5; i++) expectRefusal(await call("GET", "status"), 429);
      await clock.advance("30s");
      const statuses = [];
      for (let i = 0; i < 3; i++) statuses.push((await call("GET", "status")).status);
      const last = await behavior("rate-limit.window") === "fixed" ? 200 : 429;
      equal(statuses, [200, 200, last], "the statuses after a minute");
    },
  }),
  define({
    id: "no-retry-after",
    title: "a target can be configured to send no Retry-After",
    level: "wire",
    evidence: "A",
    limits: { requestsPerMinute: 1 },
    behaviors: { "rate-limit.retry-after": "absent" },
    async run({ call }) {
      // The token request may count (A).
      await call("GET", "status");
      const response = await call("GET", "status");
      equal([response.status, retryAfter(response)], [429, null], "status and Retry-After");
    },
  }),
  define({
    id: "page-size",
    title: "a page as large as the limit is accepted, and a larger one is 400",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    limits: { pageSize: 3 },
    async run({ records }) {
      equal((await records.page({ pageSize: 3 })).pageSize, 3, "pageSize");
      expectRefusal(await records.call("GET", "?pageSize=4"), 400);
    },
  }),
];

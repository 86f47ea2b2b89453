import type { JsonResponse } from "../response.ts";
import { expectRefusal } from "../response.ts";
import { between, equal } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import type { Call } from "../collection-context.ts";
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
    async run({ credentials, requestToken }) {
      for (const expected of [200, 200, 429]) {
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
    async run({ apps, newToken, statusWith }) {
      const [one, other] = [await newToken(), await newToken(await apps.create())];
      equal([await statusWith(one), await statusWith(other)], [200, 200], "status of both");
      equal([await statusWith(one), await statusWith(other)], [429, 429], "status of both later");
    },
  }),
  define({
    id: "before-authentication",
    title: "a request with a forged token does not count toward the tenant's limit",
    level: "wire",
    evidence: "A",
    limits: { requestsPerMinute: 2 },
    async run({ newToken, statusWith }) {
      const token = await newToken();
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
    async run({ call, clock }) {
      await call("GET", "status");
      await clock.advance(10_500);
      await call("GET", "status");
      equal(retryAfter(await call("GET", "status")), "50", "Retry-After");
      await clock.advance(49_499);
      equal(retryAfter(await call("GET", "status")), "1", "Retry-After a millisecond before");
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
    async run({ call, clock }) {
      await call("GET", "status"); // two at 0 s, including the token request
      await clock.advance("30s");
      await call("GET", "status"); // and one at 30 s
      for (let i = 0; i < 5; i++) expectRefusal(await call("GET", "status"), 429);
      await clock.advance("30s");
      const statuses = [];
      for (let i = 0; i < 3; i++) statuses.push((await call("GET", "status")).status);
      equal(statuses, [200, 200, 429], "the statuses after a minute");
    },
  }),
  define({
    id: "no-retry-after",
    title: "a target can be configured to send no Retry-After",
    level: "wire",
    evidence: "A",
    limits: { requestsPerMinute: 1 },
    behaviors: { "rate-limit.retry-after": "absent" },
    async run({ credentials, newToken, requestToken }) {
      await newToken();
      const { status, headers } = await requestToken(credentials);
      equal([status, headers.get("retry-after")], [429, null], "status and Retry-After");
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

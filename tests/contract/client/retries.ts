import {
  memoryTokenStore,
  NetworkError,
  RateLimitError,
  TimeoutError,
  TokenRejectedError,
  UnexpectedResponseError,
} from "../../../mod.ts";
import { createManualClock } from "../../../mock-server/mod.ts";
import { between, equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { onCall, turns } from "../tools.ts";
import { json, lost, refused, scripted } from "./scripted.ts";

/** A time in the three formats that HTTP has had: today's, that of RFC 850, and that of asctime(). */
function httpDates(time: number): string[] {
  const text = new Date(time).toUTCString();
  const [day = "", date = "", month = "", year = "", clock = ""] = text.replace(",", "").split(" ");
  return [
    text,
    `${day}, ${date}-${month}-${year} ${clock} GMT`,
    `${day} ${month} ${date.replace(/^0/, " ")} ${clock} ${year}`,
  ];
}

/** Retries, and when they stop. */
export const retryCases: Definition[] = [
  define({
    id: "client-server-error",
    title: "a server error in every attempt throws UnexpectedResponseError after all retries",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, faults, journal }) {
      const match = { path: "/status" };
      await faults.add({ kind: "status", status: 503, times: 9, match });
      const c = client({ retry: { limit: 2 } });
      const error = await fails(() => c.status(), UnexpectedResponseError, "the call");
      equal([error.status, error.attempts], [503, 3], "status and attempts");
      equal(await journal.count(match), 3, "calls");
    },
  }),
  define({
    id: "client-no-retry-500",
    title: "a 500 is not retried, because it does not come from a gateway",
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
    title: "a 429 is retried after exactly the time in Retry-After",
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
    id: "client-retry-after-date",
    title: "Retry-After may be a date in each format of HTTP, in any time zone of the client",
    level: "client",
    evidence: "A",
    needs: ["clock", "faults"],
    async run({ client, clock, faults }) {
      const c = client();
      await c.token();
      for (const format of [0, 1, 2]) {
        const value = httpDates(clock.now() + 21_000)[format] ?? "";
        const headers = { "retry-after": value };
        await faults.add({ kind: "status", status: 429, headers, match: { path: "/status" } });
        const before = clock.now();
        await c.status();
        between(clock.now() - before, 20_000, 22_000, `time waited after ${value}`);
      }
    },
  }),
  define({
    id: "client-no-retry-after",
    title: "a 429 without Retry-After is retried after a wait",
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
    title:
      "if Retry-After exceeds the deadline, the call fails immediately, and its error contains the wait",
    level: "client",
    evidence: "A",
    needs: ["clock", "faults", "journal"],
    async run({ client, clock, faults, journal }) {
      const c = client();
      await c.token();
      const headers = { "retry-after": "3600" };
      await faults.add({ kind: "status", status: 429, headers, match: { path: "/status" } });
      const before = clock.now();
      const error = await fails(() => c.status(), RateLimitError, "the call");
      equal([error.status, error.retryAfter], [429, 3_600_000], "status and retryAfter");
      equal(clock.now() - before, 0, "time waited, in milliseconds");
      equal(await journal.count({ path: "/status" }), 1, "calls");
    },
  }),
  define({
    id: "client-next-minute",
    title: "a call at the rate limit waits as long as Retry-After says, and succeeds",
    level: "client",
    evidence: "A",
    needs: ["clock", "journal"],
    limits: { requestsPerMinute: 5 },
    dependsOn: {
      "rate-limit.retry-after": {
        absent: "it is retried up to four times in the next minute, and succeeds",
        zero: "it is retried up to four times in the next minute, and succeeds",
      },
    },
    async run({ client, clock, journal, behavior }) {
      const c = client({ random: () => 0.5 });
      const before = clock.now();
      for (let i = 0; i < 7; i++) await c.status();
      const option = await behavior("rate-limit.retry-after");
      const isTold = option === "seconds" || option === "date";
      between(await journal.count({ status: 429 }), 1, isTold ? 1 : 4, "refused requests");
      between(clock.now() - before, 1, isTold ? 61_000 : 75_000, "milliseconds waited");
      // Now also token requests may have to wait.
      for (let i = 0; i < 4; i++) {
        await client({ random: () => 0.5, tokenStore: memoryTokenStore() }).status();
      }
    },
  }),
  define({
    id: "client-abort-in-wait",
    title: "an abort ends a wait between attempts immediately",
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
    title: "a body that stalls causes a TimeoutError, in a call and in client.fetch",
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
    title: "a body that breaks off is retried, and then throws NetworkError",
    level: "client",
    evidence: "S",
    needs: ["faults", "journal"],
    async run({ client, target, faults, journal }) {
      const match = { path: "/status" };
      const c = client({ retry: { limit: 1 } });
      await faults.add({ kind: "cutBody", match });
      await c.status();
      await faults.add({ kind: "cutBody", times: 2, match });
      const error = await fails(() => c.status(), NetworkError, "the call");
      equal(error.attempts, 2, "attempts");
      const { host } = new URL(target.baseUrl);
      const message = `The response to GET status at ${host} ended before it was complete`;
      equal(error.message, message, "message");
      ok(error.cause instanceof Error, "expected the runtime's error as the cause");
      equal(await journal.count(match), 4, "calls");
    },
  }),
  define({
    id: "client-network",
    title: "a call without a response throws NetworkError after its retries; a POST is not retried",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      let calls = 0;
      const fetch = onCall(target.fetch, "status", () => {
        calls += 1;
        return Promise.reject(new TypeError("connection refused"));
      });
      const c = client({ fetch, retry: { limit: 2, baseDelay: 1 } });
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
    id: "client-no-retry-stream",
    title: "a body that is a stream is not sent again after a 503 or a lost response",
    level: "client",
    evidence: "S",
    async run() {
      for (const step of [refused(503), lost]) {
        const { client, sent } = scripted([step, json({})]);
        const body = new Response("{}").body;
        const call = client.fetch("status", { method: "PUT", body });
        const status = await call.then((response) => response.status, (error) => error.code);
        equal(status, step === lost ? "network" : 503, "the outcome");
        equal(sent(), 1, "requests");
      }
    },
  }),
  define({
    id: "client-one-refresh",
    title: "a call refreshes its token once, even if it is retried in between",
    level: "client",
    evidence: "S",
    async run() {
      const { client, sent } = scripted([refused(401), refused(503), refused(401), json({})]);
      await fails(() => client.status(), TokenRejectedError, "the call");
      equal(sent(), 3, "requests");
    },
  }),
  define({
    id: "client-no-limit",
    title: "without a 429 and without rateLimit, no request waits",
    level: "client",
    evidence: "S",
    async run() {
      const clock = createManualClock();
      const steps = Array.from({ length: 150 }, () => json({}));
      const { client } = scripted(steps, { clock });
      const before = clock.now();
      for (let i = 0; i < 150; i++) await client.status();
      equal(clock.now() - before, 0, "time waited, in milliseconds");
    },
  }),
  define({
    id: "client-rate-limit",
    title:
      "with rateLimit, a request waits for its turn, or fails at once if its timeout is too short",
    level: "client",
    evidence: "S",
    async run() {
      const clock = createManualClock({ autoAdvance: false });
      const steps = Array.from({ length: 3 }, () => json({}));
      const options = { clock, deadlineClock: clock, rateLimit: 1 };
      const { client, sent } = scripted(steps, options);
      await client.status();
      // At the end of the wait no time would be left for the request.
      const error = await fails(
        () => client.status({ timeout: 60_000 }),
        RateLimitError,
        "the call with a short timeout",
      );
      includes(error.message, "GET status would wait 60000 ms for the rate limit", "message");
      includes(error.remedy, "set a longer timeout", "remedy");
      equal([error.status, error.retryAfter], [undefined, 60_000], "status and retryAfter");

      const controller = new AbortController();
      const aborted = client.status({ signal: controller.signal })
        .then(() => undefined, (reason) => reason);
      await turns();
      controller.abort("enough");
      equal(await aborted, "enough", "the reason of the aborted call");

      // The aborted call gave its slot back.
      const patient = client.status({ timeout: 60_001 });
      patient.catch(() => {});
      await turns();
      equal(sent(), 1, "requests in the first minute");
      await clock.advance(60_000);
      await patient;
      equal(sent(), 2, "requests");
    },
  }),
  define({
    id: "client-discards",
    title: "the body of a response that is retried is canceled, to free its connection",
    level: "client",
    evidence: "S",
    async run() {
      for (const status of [503, 401]) {
        let canceled = false;
        const body = new ReadableStream({ cancel: () => void (canceled = true) });
        const { client } = scripted([() => new Response(body, { status }), json({})]);
        await client.status();
        ok(canceled, `expected the body of the ${status} to be canceled`);
      }
      let canceled = false;
      const body = new ReadableStream({ cancel: () => void (canceled = true) });
      const token = ({ rejected }: { rejected?: string | undefined }) => {
        if (rejected !== undefined) throw new Error("no other token");
        return "token";
      };
      const { client } = scripted([() => new Response(body, { status: 401 })], { token });
      const error = await fails(() => client.status(), Error, "a call without another token");
      equal(error.message, "no other token", "the error of the token function");
      ok(canceled, "expected the body to be canceled when no other token can be had");
    },
  }),
  ...([true, false] as const).map((retryAfter) =>
    define({
      id: `client-one-429-${retryAfter ? "told" : "untold"}`,
      title: `a long import at the rate limit gets at most one 429, ${
        retryAfter ? "with" : "without"
      } Retry-After`,
      level: "client",
      evidence: "D",
      needs: ["collection", "clock", "journal"],
      limits: { requestsPerMinute: 100 },
      large: true,
      behaviors: { "rate-limit.retry-after": retryAfter ? "seconds" : "absent" },
      async run({ client, collection, clock, journal }) {
        const people = client().collection(collection);
        const rows = Array.from({ length: 450 }, (_, i) => ({ data: { amount: i } }));
        const before = clock.now();
        await people.bulk.create(rows, { batchSize: 1 });
        const refused = await journal.count({ status: 429 });
        ok(refused <= (retryAfter ? 1 : 4), `expected one 429, got ${refused}`);
        // 451 requests at 100 a minute: the last ones are sent in the fifth minute.
        ok(clock.now() - before >= 4 * 60_000, "expected four minutes at least");
        ok(clock.now() - before <= 5.5 * 60_000, `took ${clock.now() - before} ms`);
      },
    })
  ),
];

import type { Fault, FaultKind } from "../../../mock-server/mod.ts";
import { kinabaseRecord } from "../../../src/wire/response-schemas.ts";
import { expectRefusal } from "../response.ts";
import { between, equal, includes, ok } from "../assert.ts";
import { type CaseContext, define, type Definition } from "../case.ts";

const STATUS = { path: "/status" };

/** The text of the response, or `undefined` if it breaks off. */
async function textOf(response: Response): Promise<string | undefined> {
  return await response.text().catch(() => undefined);
}

/** The outcomes of several requests: the status, or `"none"` without a complete response. */
async function outcomes(
  context: CaseContext<"faults">,
  count: number,
): Promise<(number | "none")[]> {
  // A request without a token would belong to another tenant.
  const headers = { authorization: `Bearer ${await context.newToken()}` };
  const found: (number | "none")[] = [];
  for (let i = 0; i < count; i++) found.push(await outcome(context, headers));
  return found;
}

async function outcome(
  { request }: CaseContext<"faults">,
  headers: Record<string, string>,
): Promise<number | "none"> {
  try {
    const response = await request("status", { headers });
    return await textOf(response) === undefined ? "none" : response.status;
  } catch {
    return "none";
  }
}

/** Injected faults. They are features of the mock, so all are assumed. */
export const faultCases: Definition[] = [
  define({
    id: "status",
    title: "a status fault sends its status, body and headers, once",
    level: "wire",
    evidence: "A",
    needs: ["faults"],
    async run({ faults, call }) {
      const headers = { "x-from": "proxy" };
      await faults.add({
        kind: "status",
        status: 418,
        body: { tea: true },
        headers,
        match: STATUS,
      });
      const response = await call("GET", "status");
      equal([response.status, response.body], [418, { tea: true }], "status and body");
      equal(response.headers.get("x-from"), "proxy", "header");
      equal(response.headers.get("content-type"), "application/json", "content type");
      equal((await call("GET", "status")).status, 200, "status of the next request");
    },
  }),
  define({
    id: "status-body",
    title: "a status fault sends a text body unchanged, and keeps a given content type",
    level: "wire",
    evidence: "A",
    needs: ["faults"],
    async run({ faults, request, newToken }) {
      const init = { headers: { authorization: `Bearer ${await newToken()}` } };
      const bodies: [unknown, string, string][] = [
        ["name,note", "text/csv", "name,note"],
        [{ title: "Busy" }, "application/problem+json", '{"title":"Busy"}'],
      ];
      for (const [body, type, text] of bodies) {
        const headers = { "content-type": type };
        await faults.add({ kind: "status", status: 503, body, headers, match: STATUS });
        const response = await request("status", init);
        equal([response.status, await response.text()], [503, text], "status and body");
        equal(response.headers.get("content-type"), type, "content type");
      }
      await faults.add({ kind: "status", status: 503, match: STATUS });
      const response = await request("status", init);
      equal([response.status, await response.text()], [503, ""], "without a body");
    },
  }),
  define({
    id: "match",
    title:
      "a fault affects only its method and path, starting with the nth request, as many times as set",
    level: "wire",
    evidence: "A",
    needs: ["faults", "collection"],
    async run({ faults, records }) {
      const match = { method: "get", path: "/collections/*", nth: 2 };
      await faults.add({ kind: "status", status: 500, times: 2, match });
      await records.add();
      const statuses: number[] = [];
      for (let i = 0; i < 4; i++) statuses.push((await records.call("GET", "")).status);
      equal(statuses, [200, 500, 500, 200], "statuses");
    },
  }),
  define({
    id: "delay",
    title: "a delay fault waits on the target's clock, and then sends the normal response",
    level: "wire",
    evidence: "A",
    needs: ["faults", "clock"],
    async run({ faults, call }) {
      const dateOf = async () => {
        const { status, headers } = await call("GET", "status");
        equal(status, 200, "status");
        return Date.parse(headers.get("date") ?? "");
      };
      const before = await dateOf();
      await faults.add({ kind: "delay", duration: "90s", match: STATUS });
      between(await dateOf() - before, 90_000, 91_000, "time passed, by the Date headers");
    },
  }),
  define({
    id: "delay-expiry",
    title: "a token that expires during a delay is rejected",
    level: "wire",
    evidence: "A",
    needs: ["faults", "clock"],
    async run({ faults, newToken, statusWith }) {
      const token = await newToken();
      await faults.add({ kind: "delay", duration: "61m", match: STATUS });
      equal(await statusWith(token), 401, "status");
    },
  }),
  define({
    id: "stalled-body",
    title: "a stalled body sends its first bytes and then nothing, until the client cancels",
    level: "wire",
    evidence: "A",
    needs: ["faults"],
    async run({ faults, request, newToken }) {
      const headers = { authorization: `Bearer ${await newToken()}` };
      await faults.add({ kind: "stalledBody", after: 3, match: { path: "/collections" } });
      // Not the status, which may have no body (A).
      const { status, body } = await request("collections", { headers });
      equal(status, 200, "status");
      const reader = body?.getReader();
      let bytes = 0;
      while (bytes < 3) bytes += (await reader?.read())?.value?.length ?? 3;
      equal(bytes, 3, "bytes");
      const more = reader?.read().then(() => "more", () => "broken");
      const silence = new Promise((resolve) => setTimeout(() => resolve("silence"), 20));
      equal(await Promise.race([more, silence]), "silence", "what came next");
      // Not awaited: behind MSW, which keeps a copy of the body, it would never settle.
      void reader?.cancel().catch(() => {});
    },
  }),
  define({
    id: "cut-body",
    title: "a cut body breaks off after the given number of bytes",
    level: "wire",
    evidence: "A",
    needs: ["faults"],
    async run({ faults, request, newToken }) {
      const headers = { authorization: `Bearer ${await newToken()}` };
      await faults.add({ kind: "cutBody", after: 5, match: STATUS });
      const { status, body } = await request("status", { headers });
      equal(status, 200, "status");
      const reader = body?.getReader();
      let text = "";
      let end = "";
      while (end === "") {
        await reader?.read().then(({ done, value }) => {
          text += new TextDecoder().decode(value);
          if (done) end = "complete";
        }, () => end = "broken off");
      }
      equal(end, "broken off", "the end of the body");
      ok(text.length <= 5, `expected at most 5 bytes, got ${text.length}`);
    },
  }),
  define({
    id: "cut-stream",
    title: "the target does not read a cut or stalled stream to its end",
    level: "wire",
    evidence: "A",
    needs: ["faults", "collections"],
    async run({ faults, collections, recordsOf, newToken, request }) {
      const { slug } = await collections.create({ slug: "many", name: "Many" });
      const batch = Array.from({ length: 300 }, (_, i) => ({ data: { name: String(i) } }));
      await recordsOf(slug).call("POST", "/bulk", { records: batch });
      const headers = { authorization: `Bearer ${await newToken()}` };
      const match = { path: "/collections/*/all" };
      await faults.add({ kind: "cutBody", after: 12_000, match });
      equal(await textOf(await request(`collections/${slug}/all`, { headers })), undefined, "text");
      await faults.add({ kind: "cutBody", after: 10_000_000, match });
      equal(await textOf(await request(`collections/${slug}/all`, { headers })), undefined, "text");
    },
  }),
  define({
    id: "malformed-json",
    title: "malformed JSON is the normal response without its end, in a complete HTTP response",
    level: "wire",
    evidence: "A",
    needs: ["faults", "collection"],
    async run({ faults, records, newToken, request, target }) {
      const { id } = await records.add();
      const path = `collections/${target.collection}/${id}`;
      const headers = { authorization: `Bearer ${await newToken()}` };
      await faults.add({ kind: "malformedJson", match: { path: `/${path}` } });
      const response = await request(path, { headers });
      equal(response.status, 200, "status");
      const text = await response.text();
      ok(!isJson(text), `expected malformed JSON, got ${text}`);
      equal(kinabaseRecord.parse(JSON.parse(`${text}}`)).id, id, "id in the completed response");
    },
  }),
  define({
    id: "html",
    title: "a proxy's HTML page has status 200, or the given status",
    level: "wire",
    evidence: "A",
    needs: ["faults"],
    async run({ faults, request, newToken }) {
      const headers = { authorization: `Bearer ${await newToken()}` };
      for (const status of [200, 502]) {
        await faults.add(status === 200 ? { kind: "html" } : { kind: "html", status });
        const response = await request("status", { headers });
        equal(response.status, status, "status");
        includes(response.headers.get("content-type") ?? "", "text/html", "content-type");
        includes(await response.text(), "<html", "page");
      }
    },
  }),
  define({
    id: "drop",
    title: "a dropped request gets no response, and the next one does",
    level: "wire",
    evidence: "A",
    needs: ["faults", "drop", "journal"],
    async run(context) {
      const { faults, request, journal, statusWith, newToken } = context;
      const token = await newToken();
      // Some runtimes resend the request on their own.
      await faults.add({ kind: "drop", times: 4, match: STATUS });
      const headers = { authorization: `Bearer ${token}` };
      const dropped = await request("status", { headers }).then(
        ({ status }) => status,
        () => "none",
      );
      equal(dropped, "none", "outcome");
      ok(await journal.count(STATUS) >= 1, "expected the request in the journal");
      await faults.clear();
      equal(await statusWith(token), 200, "status of the next request");
    },
  }),
  define({
    id: "drop-post",
    title: "a dropped token request gets no response",
    level: "wire",
    evidence: "A",
    needs: ["faults", "drop"],
    async run({ faults, requestToken, credentials }) {
      await faults.add({ kind: "drop", times: 4, match: { path: "/token" } });
      const dropped = await requestToken(credentials).then(({ status }) => status, () => "none");
      equal(dropped, "none", "outcome");
    },
  }),
  define({
    id: "rate-limit",
    title: "a rateLimit fault sends Retry-After only if one is given",
    level: "wire",
    evidence: "A",
    needs: ["faults"],
    async run({ faults, call }) {
      await faults.add({ kind: "rateLimit", retryAfter: 17, match: STATUS });
      const told = await call("GET", "status");
      includes(expectRefusal(told, 429), "17", "message");
      equal(told.headers.get("content-type"), "application/json", "content type");
      equal(told.headers.get("retry-after"), "17", "Retry-After");
      await faults.add({ kind: "rateLimit", message: "Slow down.", match: STATUS });
      const untold = await call("GET", "status");
      equal(expectRefusal(untold, 429), "Slow down.", "message");
      equal(untold.headers.get("retry-after"), null, "Retry-After");
    },
  }),
  ...([
    "invalidCredentials",
    "apiNotEnabled",
    "appExpired",
    "appRevoked",
    "tokenMissing",
    "tokenInvalid",
    "tokenExpired",
  ] as const).map((kind) =>
    define({
      id: kind,
      title: `${kind} faults send 401 with a message, or the given status and message`,
      level: "wire",
      evidence: "A",
      needs: ["faults"],
      async run({ faults, requestToken, credentials }) {
        const send = async () => {
          const response = await requestToken(credentials);
          return {
            status: response.status,
            headers: response.headers,
            body: await response.json(),
          };
        };
        const match = { path: "/token" };
        await faults.add({ kind, match });
        expectRefusal(await send(), 401);
        await faults.add({ kind, status: 403, message: "Nothing for you here.", match });
        equal(expectRefusal(await send(), 403), "Nothing for you here.", "message");
        equal((await send()).status, 200, "status of the next request");
      },
    })
  ),
  define({
    id: "order",
    title: "faults are used in the order they were added",
    level: "wire",
    evidence: "A",
    needs: ["faults"],
    async run(context) {
      const queue: Fault[] = [
        { kind: "status", status: 500, match: STATUS },
        { kind: "html", status: 502, match: STATUS },
        { kind: "cutBody", match: STATUS },
      ];
      for (const fault of queue) await context.faults.add(fault);
      equal(await outcomes(context, 4), [500, 502, "none", 200], "outcomes");
    },
  }),
  define({
    id: "chaos",
    title: "chaos causes the same faults for the same seed, and can be turned off",
    level: "wire",
    evidence: "A",
    needs: ["faults"],
    async run(context) {
      // No fault that makes a runtime resend the request on its own.
      const kinds: FaultKind[] = [{ kind: "status", status: 500 }, {
        kind: "html",
        status: 502,
      }];
      const chaos = { seed: "contract", rate: 0.5, kinds, match: STATUS };
      await context.faults.chaos(chaos);
      const first = await outcomes(context, 20);
      await context.faults.chaos(chaos);
      equal(await outcomes(context, 20), first, "outcomes with the same seed");
      equal(new Set(first).size, 3, "different outcomes");
      await context.faults.chaos(false);
      equal(new Set(await outcomes(context, 20)).size, 1, "different outcomes without chaos");
    },
  }),
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

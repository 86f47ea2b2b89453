import {
  BadRequestError,
  type Client,
  type ClientOptions,
  createClient,
  type FetchFunction,
  KinabaseError,
  NetworkError,
  NotFoundError,
  PartialFailureError,
  SchemaValidationError,
  UnexpectedResponseError,
} from "../../../mod.ts";
import { equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { everythingIn, otherSecret } from "../tools.ts";

const BASE_URL = "https://kinabase.invalid/api/v1/";
const APP_ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";

/** Creates a client of a server with one response for all requests, and counts the requests. */
function clientOf(
  respond: (url: string) => unknown,
  options: Partial<ClientOptions> = {},
): { client: Client; sent: () => number } {
  let sent = 0;
  const fetch = (async (url: string) => {
    sent += 1;
    return await respond(url);
  }) as FetchFunction;
  const retry = { limit: 2, baseDelay: 1, maxDelay: 1 };
  const given = { token: "a-token-of-a-test", baseUrl: BASE_URL, fetch, retry, ...options };
  return { client: createClient(given as ClientOptions), sent: () => sent };
}

const problem = (body: unknown, status: number) => () =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json" },
  });

/** A body of the given size in pieces, which ends only when it is canceled or complete. */
function flood(piece: string, times: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(piece);
  let left = times;
  return new ReadableStream({
    pull(controller) {
      if (left-- <= 0) return controller.close();
      controller.enqueue(bytes);
    },
  }, { highWaterMark: 0 });
}

/** A body whose chunks are texts instead of bytes. */
const texts = () => ({ getReader: () => ({ read: () => Promise.resolve({ value: "{}" }) }) });

/** A hostile or broken server, or a broken `fetch`. */
export const hostileCases: Definition[] = [
  define({
    id: "client-problem-json",
    title: "the server's message is also found in problem+json and in plain text",
    level: "client",
    evidence: "D",
    async run() {
      for (
        const [respond, message] of [
          [
            problem({ title: "Bad input", detail: "No such field" }, 400),
            "Bad input: No such field",
          ],
          [problem({ detail: "No such field" }, 400), "No such field"],
          [() => new Response("no healthy upstream", { status: 400 }), "no healthy upstream"],
          [problem({ error: "Kinabase's own", title: "x" }, 400), "Kinabase's own"],
          [() => new Response("<html>x", { status: 400 }), undefined],
        ] as const
      ) {
        const error = await fails(() => clientOf(respond).client.status(), BadRequestError, "call");
        equal(error.serverMessage, message, "serverMessage");
      }
    },
  }),
  define({
    id: "client-control-characters",
    title:
      "error messages are short, and contain no line breaks or escape sequences from the server",
    level: "client",
    evidence: "S",
    async run() {
      const words = `a\r\nb\u001b[31mc\u2028d${"x".repeat(2_000)}`;
      const { client } = clientOf(problem({ error: words }, 400));
      const error = await fails(() => client.status(), BadRequestError, "the call");
      ok(!/[\p{Cc}\u2028]/u.test(error.message), "expected no control character");
      ok(error.message.length < 700, `expected a short message, got ${error.message.length}`);
      includes(error.message, "a b [31mc d", "the message");
    },
  }),
  define({
    id: "client-large-error",
    title: "an error body over one megabyte is neither read to its end nor shown",
    level: "client",
    evidence: "S",
    async run() {
      let canceled = false;
      const body = new ReadableStream({
        pull: (controller) => controller.enqueue(new TextEncoder().encode("x".repeat(65_536))),
        cancel: () => void (canceled = true),
      }, { highWaterMark: 0 });
      const { client } = clientOf(() => new Response(body, { status: 400 }), { retry: false });
      const error = await fails(() => client.status(), BadRequestError, "the call");
      equal(error.serverMessage, undefined, "serverMessage");
      ok(canceled, "expected the body to be canceled");
    },
  }),
  define({
    id: "client-secret-everywhere",
    title: "no error shows the secret or the token, however the server sends them back",
    level: "client",
    evidence: "S",
    async run() {
      const appSecret = otherSecret();
      const json = JSON.stringify(JSON.stringify({ a: appSecret })).slice(1, -1);
      const spellings = {
        plain: appSecret,
        percent: encodeURIComponent(appSecret),
        "percent twice": encodeURIComponent(encodeURIComponent(appSecret)),
        "JSON in JSON": JSON.stringify(json),
        escaped: [...appSecret].map((c) => /\w/.test(c) ? c : `\\\\\\/`.replace("/", c)).join(""),
        "a part": appSecret.slice(20, 60),
        "upper case": appSecret.toUpperCase(),
        base64: btoa(`id:${appSecret}`),
        "every character percent-encoded": [...appSecret]
          .map((c) => `%${c.charCodeAt(0).toString(16)}`).join(""),
      };
      const secrets = Object.values(spellings);
      for (const [how, text] of Object.entries(spellings)) {
        const responders = [
          () => Response.json({ error: `wrong: ${text}.` }, { status: 400 }),
          () => Response.json({ error: { text } }, { status: 401 }),
          () => new Response(`x ${text} y`, { status: 500 }),
          () => new Response(null, { status: 302, headers: { location: `https://a.b/${text}` } }),
          () =>
            new Response("{}", { status: 404, headers: { "x-request-id": text.slice(0, 300) } }),
          () => Promise.reject(new TypeError(`cut ${text}`)),
          () => Promise.reject(new RangeError(`defect ${text}`)),
        ];
        for (const respond of responders) {
          const options = { token: undefined, appId: APP_ID, appSecret, retry: false } as const;
          const thrown: unknown = await clientOf(respond, options).client.status()
            .catch((error: unknown) => error);
          ok(thrown instanceof Error, "expected an error");
          const everything = everythingIn(thrown);
          for (const secret of [...secrets, appSecret.slice(0, 40)]) {
            ok(!everything.includes(secret), `${how}: the secret shows in ${thrown.message}`);
          }
        }
      }
    },
  }),
  define({
    id: "client-schema-echo",
    title: "the error of a schema does not show the token that the server repeats in a record",
    level: "client",
    evidence: "S",
    async run() {
      const token = otherSecret();
      const schema = {
        "~standard": {
          version: 1,
          vendor: "test",
          validate: (value: unknown) => ({
            issues: [{ message: `wrong: ${JSON.stringify(value)}` }],
          }),
        },
      } as const;
      const record = { id: token, numericId: null, data: { note: token } };
      const { client } = clientOf(() => Response.json(record), { token });
      const people = client.collection("people", { schema });
      const error = await fails(() => people.get("1"), SchemaValidationError, "the call");
      includes(error.message, "wrong:", "the message");
      ok(!everythingIn(error).includes(token.slice(0, 20)), "the token shows");
    },
  }),
  define({
    id: "client-defect-properties",
    title: "an error of a broken fetch is passed on without the request that it carries",
    level: "client",
    evidence: "S",
    async run() {
      const token = otherSecret();
      for (
        const properties of [
          { request: { headers: { authorization: `Bearer ${token}` } } },
          { cause: new Error(token) },
          { [token]: true },
        ]
      ) {
        const defect = Object.assign(new RangeError("Invalid"), properties);
        const { client } = clientOf(() => Promise.reject(defect), { token });
        const thrown: unknown = await client.status().catch((error: unknown) => error);
        ok(thrown instanceof Error && thrown.name === "RangeError", "expected the defect");
        ok(!everythingIn(thrown).includes(token.slice(0, 20)), "the token shows");
      }
    },
  }),
  define({
    id: "client-partial-echo",
    title: "the message of a bulk call that stopped does not show the token in its cause",
    level: "client",
    evidence: "S",
    async run() {
      const rejected = otherSecret();
      const { client } = clientOf(() => Response.json({ error: "No." }, { status: 401 }), {
        token(context) {
          if (context.rejected === undefined) return rejected;
          throw new Error(`no other token than ${context.rejected}`);
        },
      });
      const { bulk } = client.collection("people");
      const error = await fails(
        () => bulk.create([{ data: { name: "Ada" } }]),
        PartialFailureError,
        "the call",
      );
      includes(error.message, "no other token than", "the message");
      ok(!`${error.message}${error.stack}`.includes(rejected.slice(0, 20)), "the token shows");
    },
  }),
  ...([
    ["a mistake in it", () => Reflect.get({}, "x").y, "TypeError"],
    ["a missing name", () => {
      throw new ReferenceError("process is not defined");
    }, "ReferenceError"],
    ["nothing", () => undefined, "TypeError"],
    ["an object", () => ({ ok: true, json: () => ({}) }), "TypeError"],
    [
      "a body that is not a stream",
      () => ({ status: 200, headers: new Headers(), body: {} }),
      "TypeError",
    ],
    ["a Map as headers", () => ({ status: 200, headers: new Map(), body: null }), "TypeError"],
    [
      "a body of texts",
      () => ({ status: 200, headers: new Headers(), body: texts() }),
      "TypeError",
    ],
    [
      "an object with the prototype of a response",
      () => Object.create(Response.prototype),
      "TypeError",
    ],
    ["a response that is being read", () => {
      const response = new Response("{}");
      response.body?.getReader();
      return response;
    }, "TypeError"],
  ] as const).map(([what, respond, name]) =>
    define({
      id: `client-fetch-defect-${what.replaceAll(" ", "-")}`,
      title: `a broken fetch option rejects the call with its own error, without a retry: ${what}`,
      level: "client",
      evidence: "S",
      async run() {
        const { client, sent } = clientOf(respond);
        const thrown: unknown = await client.status().catch((error: unknown) => error);
        ok(thrown instanceof Error && !(thrown instanceof KinabaseError), "expected its own error");
        equal([thrown.name, sent()], [name, 1], "name, and requests");
        if (!["a mistake in it", "a missing name"].includes(what)) {
          includes(thrown.message, "fetch: expected a ", "the message");
        }
      },
    })
  ),
  define({
    id: "client-fetch-same-response",
    title: "a fetch that returns one Response to several requests gets a clear error",
    level: "client",
    evidence: "S",
    async run() {
      const response = Response.json({});
      const { client } = clientOf(() => response);
      await client.status();
      const error = await fails(() => client.status(), TypeError, "the second call");
      includes(error.message, "whose body was already read", "the message");
    },
  }),
  define({
    id: "client-fetch-no-ok",
    title: "a response without ok counts by its status",
    level: "client",
    evidence: "S",
    async run() {
      const answer = (status: number) => ({ status, headers: new Headers(), body: null });
      await clientOf(() => answer(200)).client.status();
      await fails(() => clientOf(() => answer(404)).client.status(), NotFoundError, "with 404");
      const { client } = clientOf(() => answer(NaN));
      await fails(() => client.status(), UnexpectedResponseError, "without a status");
    },
  }),
  define({
    id: "client-fetch-doubt",
    title: "any other TypeError of fetch is a network error, and is retried",
    level: "client",
    evidence: "S",
    async run() {
      for (const message of ["fetch failed", "Failed to fetch", "error sending request"]) {
        const { client, sent } = clientOf(() => Promise.reject(new TypeError(message)));
        await fails(() => client.status(), NetworkError, message);
        equal(sent(), 3, "requests");
      }
    },
  }),
  define({
    id: "client-odd-status",
    title: "a status outside 200 to 599 throws UnexpectedResponseError",
    level: "client",
    evidence: "S",
    async run() {
      for (const status of [0, 101, 600, 999]) {
        const odd = () => ({ status, ok: false, headers: new Headers(), body: null });
        for (const call of [(c: Client) => c.status(), (c: Client) => c.fetch("status")]) {
          const error = await fails(
            () => call(clientOf(odd).client),
            UnexpectedResponseError,
            String(status),
          );
          equal(error.status, status, "status");
        }
      }
    },
  }),
  define({
    id: "client-white-space",
    title: "endless white space around a stream's array ends with an error",
    level: "client",
    evidence: "S",
    async run() {
      for (const [before, after] of [["", ""], ["[]", ""]] as const) {
        const body = () => {
          const blank = flood(" ".repeat(1024), 100_000);
          const { readable, writable } = new TransformStream();
          const writer = writable.getWriter();
          const head = writer.write(new TextEncoder().encode(`${before} ${after}`));
          head.then(() => writer.releaseLock()).then(() => blank.pipeTo(writable)).catch(() => {});
          return new Response(readable);
        };
        const people = clientOf(body).client.collection("people");
        const loop = async () => {
          for await (const _ of people.stream());
        };
        await fails(loop, UnexpectedResponseError, "stream");
      }
    },
  }),
  define({
    id: "client-exp",
    title: "a token whose exp is not a number is refused",
    level: "client",
    evidence: "O",
    async run() {
      const part = (value: object) =>
        btoa(JSON.stringify(value)).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_");
      for (const exp of ["1", null, undefined, {}]) {
        const token = `${part({ alg: "HS256" })}.${part({ exp })}.c2ln`;
        const { client } = clientOf(() => Response.json({ token }), {
          token: undefined,
          appId: APP_ID,
          appSecret: otherSecret(),
        });
        const error = await fails(() => client.token(), UnexpectedResponseError, String(exp));
        includes(error.message, "not a JWT with a numeric exp claim", "the message");
      }
    },
  }),
  define({
    id: "client-short-token",
    title: "a token whose lifetime is shorter than renewBefore is used for more than one call",
    level: "client",
    evidence: "S",
    async run() {
      const part = (value: object) => btoa(JSON.stringify(value)).replaceAll("=", "");
      let tokens = 0;
      const { client } = clientOf((url) => {
        if (!url.endsWith("/token")) return Response.json({});
        tokens += 1;
        const exp = Math.floor(Date.now() / 1000) + 30;
        return Response.json({ token: `${part({ alg: "HS256" })}.${part({ exp })}.c2ln` });
      }, { token: undefined, appId: APP_ID, appSecret: otherSecret() });
      for (let i = 0; i < 3; i++) await client.status();
      equal(tokens, 1, "token requests");
    },
  }),
  define({
    id: "client-proxy-remedy",
    title: "when a proxy responds in place of a local host, the remedy suggests NO_PROXY",
    level: "client",
    evidence: "S",
    async run() {
      const baseUrl = "http://127.0.0.1:8787/api/v1/";
      for (
        const respond of [
          () => new Response("denied", { status: 407 }),
          () => new Response("<html>x", { status: 502 }),
          () => new Response("x", { status: 503, headers: { via: "1.1 proxy" } }),
        ]
      ) {
        const { client } = clientOf(respond, { baseUrl, retry: false });
        const error = await fails(() => client.status(), UnexpectedResponseError, "the call");
        includes(error.remedy, "NO_PROXY", "the remedy");
      }
    },
  }),
  define({
    id: "client-fetch-response",
    title: "client.fetch returns the runtime's response: empty bodies, byte readers and url work",
    level: "client",
    evidence: "S",
    async run() {
      const empty = new Response(null, { status: 204 });
      ok(await clientOf(() => empty).client.fetch("status") === empty, "expected it untouched");
      const text = "some bytes of a body";
      const { client } = clientOf(() => {
        const response = new Response(text, { headers: { "x-a": "b" } });
        Object.defineProperty(response, "url", { value: "https://kinabase.invalid/x" });
        return response;
      });
      const plain = await client.fetch("status");
      equal([plain.url, plain.headers.get("x-a")], ["https://kinabase.invalid/x", "b"], "head");
      equal(await plain.text(), text, "the text");
      const reader = (await client.fetch("status")).body?.getReader({ mode: "byob" });
      ok(reader !== undefined, "expected a body");
      let read = "";
      for (let buffer = new Uint8Array(8);;) {
        const { value, done } = await reader.read(buffer);
        read += new TextDecoder().decode(value);
        if (done || value === undefined) break;
        buffer = new Uint8Array(value.buffer);
      }
      equal(read, text, "the text in pieces");
    },
  }),
];

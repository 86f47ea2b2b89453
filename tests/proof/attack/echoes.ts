import { type Respond, TOKEN_URL } from "./fake-server.ts";

/** A response that repeats a text, or a failure that does. It may throw. */
export type Echo = (text: string) => Response;

const json = (body: unknown, status: number, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });

/** Only the characters that a header can carry. */
const inHeader = (text: string) => text.replace(/[^\x20-\x7e]/g, "").slice(0, 8_000);

class OddError extends Error {
  override readonly name: string;
  readonly request: unknown;
  constructor(text: string) {
    super(`failed: ${text}`, { cause: { text } });
    this.name = text;
    this.request = { headers: { authorization: text }, body: text };
    Object.assign(this, {
      code: text,
      [text]: text,
      errors: [new Error(text)],
      [Symbol(text)]: text,
    });
  }
  get text(): unknown {
    return this.request;
  }
}

const fail = (thrown: unknown): never => {
  throw thrown;
};

/** Everything in which a server or a `fetch` may repeat a text, by name. */
export const ECHOES: Readonly<Record<string, Echo>> = {
  ...Object.fromEntries(
    [400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 502, 503].map((status) => [
      `an error with ${status}`,
      (text: string) => json({ error: `Wrong: ${text}.` }, status),
    ]),
  ),
  "an error as an object": (text) => json({ error: { message: text, [text]: [text] } }, 400),
  "an error as a list": (text) => json({ error: [text, [text]] }, 400),
  "a name in an error": (text) => json({ error: { [text]: 1 } }, 400),
  "problem+json": (text) => json({ title: text, detail: text, type: text }, 400),
  "another name": (text) => json({ message: text, [text]: text }, 400),
  "JSON in JSON": (text) =>
    json({ error: JSON.stringify({ body: JSON.stringify({ text }) }) }, 400),
  "a plain text": (text) => new Response(`Unauthorized: ${text}`, { status: 401 }),
  "an HTML page": (text) =>
    new Response(`<html><p title="${text}">${text}</p></html>`, { status: 502 }),
  "a status text": (text) => new Response("{}", { status: 400, statusText: inHeader(text) }),
  "a request ID": (text) =>
    json({ error: "Wrong." }, 400, {
      "x-request-id": inHeader(text),
      "request-id": inHeader(text),
      "x-correlation-id": inHeader(text),
      "cf-ray": inHeader(text),
    }),
  "only the second request ID": (text) =>
    json({ error: "Wrong." }, 400, { "cf-ray": inHeader(text) }),
  "a Retry-After": (text) => json({ error: "Slow." }, 429, { "retry-after": inHeader(text) }),
  "a Date": (text) => json({ error: "Wrong." }, 400, { date: inHeader(text), via: inHeader(text) }),
  "a redirect": (text) =>
    new Response(null, {
      status: 302,
      headers: { location: `https://a.example/${inHeader(text)}` },
    }),
  "a redirect with credentials": (text) =>
    new Response(null, {
      status: 307,
      headers: { location: `https://x:${inHeader(text)}@a.example/` },
    }),
  "a challenge": (text) =>
    json({ error: "No." }, 401, { "www-authenticate": `Bearer error="${inHeader(text)}"` }),
  "a 200 with an error": (text) => json({ error: text }, 200),
  "a 200 with errors": (text) => json({ errors: [{ error: text }], failedRecords: 1 }, 200),
  "a 200 with a text": (text) => json(text, 200),
  "a 200 with a list": (text) => json([text], 200),
  "a 200 without JSON": (text) => new Response(`{"a": ${text}`, { status: 200 }),
  "a 200 with HTML": (text) => new Response(`<html>${text}</html>`, { status: 200 }),
  "a record with that ID": (text) => json({ id: text, data: 5 }, 200),
  "a record with that value": (text) =>
    json({ id: text, numericId: null, data: { code: text, [text]: text } }, 200),
  "a page of records with that value": (text) =>
    json({
      records: [{ id: text, numericId: null, data: { code: text, [text]: text } }],
      totalRecords: 1,
      pageIndex: 0,
      pageSize: 10,
    }, 200),
  "a page with another index": (text) =>
    json({ records: [], totalRecords: text, pageIndex: text }, 200),
  "an array of records with that value": (text) =>
    json([{ id: text, numericId: null, data: { code: text } }], 200),
  "a broken array": (text) => new Response(`[{"id":"1","data":{}}, ${text}, {"a"`, { status: 200 }),
  "a broken element": (text) => new Response(`[{"id":"1","data":{"x": ${text}}}]`, { status: 200 }),
  "an array that ends early": (text) => new Response(`[{"id":"${text}`, { status: 200 }),
  "a text after an array": (text) => new Response(`[]${text}`, { status: 200 }),
  "an ingest report": (text) =>
    json({
      totalRecords: 1,
      processedRecords: 0,
      failedRecords: 1,
      errors: [{ error: text, errorCode: text, recordId: text }],
    }, 200),
  "a bulk report": (text) =>
    json({ records: [{ id: text, error: text }, text], recordIds: [text] }, 200),
  "a token": (text) => json({ token: text }, 200),
  "a token with parts": (text) => json({ token: `${text}.${text}.${text}` }, 200),
  "no token": (text) => json({ access_token: text, token: [text] }, 200),
  "a body that breaks off": (text) =>
    new Response(broken(text, new TypeError(`terminated: ${text}`))),
  "an error body that breaks off": (text) =>
    new Response(broken(`{"error":"${text}`, new OddError(text)), { status: 400 }),
  "a body in small pieces": (text) =>
    new Response(inPieces(JSON.stringify({ error: text })), { status: 400 }),
  "a defect": (text) => fail(new RangeError(`Invalid: ${text}`)),
  "a defect with a cause": (text) =>
    fail(new RangeError("Invalid", { cause: new Error(text, { cause: { text } }) })),
  "a defect with properties": (text) =>
    fail(
      Object.assign(new ReferenceError("x is not defined"), {
        headers: { authorization: text },
        text,
      }),
    ),
  "a defect with a hidden property": (text) =>
    fail(
      Object.defineProperty(new SyntaxError("bad"), "input", { value: [text], enumerable: false }),
    ),
  "a mistake with properties": (text) =>
    fail(Object.assign(new TypeError("x is not a function"), { options: { body: text } })),
  "a defect with a symbol": (text) =>
    fail(Object.assign(new RangeError("bad"), { [Symbol(text)]: 1 })),
  "a network failure": (text) => fail(new TypeError(`fetch failed: ${text}`)),
  "a network failure with a cause": (text) =>
    fail(new TypeError("fetch failed", { cause: Object.assign(new Error(text), { code: text }) })),
  "a failure with properties": (text) => fail(new OddError(text)),
  "several failures": (text) => fail(new AggregateError([new Error(text), text], text)),
  "a DOMException": (text) => fail(new DOMException(text, "NetworkError")),
  "a thrown text": (text) => fail(text),
  "a thrown object": (text) => fail({ message: text, toString: () => text }),
  "a thrown function": (text) => fail(Object.assign(() => text, { text })),
  "a thrown symbol": (text) => fail(Symbol(text)),
  "an object that is no response": (text) => fake({ ok: true, text }),
  "a status that does not exist": (text) =>
    fake({ status: 999, headers: new Headers({ "x-request-id": inHeader(text) }), body: null }),
  "a body that is not a stream": (text) =>
    fake({ status: 200, headers: new Headers(), body: { text } }),
};

/**
 * Responds with an echo.
 *
 * @param isToken Whether to token requests, or to all others.
 */
export function echoing(echo: Echo, isToken: boolean, text: string): Respond {
  return ({ url }) => (url === TOKEN_URL) === isToken ? echo(text) : undefined;
}

/** What a `fetch` of the caller returns by mistake. */
function fake(of: object): Response {
  return Object.create(Response.prototype, Object.getOwnPropertyDescriptors(of));
}

function broken(text: string, error: unknown): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) return controller.error(error);
      isSent = true;
      controller.enqueue(new TextEncoder().encode(text));
    },
  }, { highWaterMark: 0 });
}

function inPieces(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at += 7));
    },
  }, { highWaterMark: 0 });
}

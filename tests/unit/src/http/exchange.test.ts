import { afterEach, describe, expect, test } from "bun:test";
import { type ClientEvent, NetworkError, UnexpectedResponseError } from "../../../../mod.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { newCallState } from "../../../../src/http/call-state.ts";
import { startDeadline } from "../../../../src/http/deadline.ts";
import {
  createExchange,
  type ExchangeRequest,
  isOneShot,
  nameOf,
  type RequestBody,
} from "../../../../src/http/exchange.ts";
import { createRedactor } from "../../../../src/http/redact.ts";

interface Sent {
  url: string;
  init: RequestInit & { duplex?: string };
}

/** Sends one request and returns what `fetch` got, the events and the outcome. */
function exchanging(
  request: Partial<ExchangeRequest> = {},
  { respond = () => new Response(), token, signal }: Options = {},
) {
  const clock = createManualClock({ start: 1_000, autoAdvance: false });
  const stopwatch = createManualClock({ autoAdvance: false });
  void stopwatch.advance(7_000);
  const events: ClientEvent[] = [];
  const sent: Sent[] = [];
  const exchange = createExchange({
    clock,
    stopwatch,
    emit: (event) => void events.push(event),
    redactor: createRedactor(),
    async fetch(url, init = {}) {
      sent.push({ url, init });
      await stopwatch.advance(250);
      return respond();
    },
  });
  const whole = {
    method: "GET",
    url: "https://kinabase.invalid/api/v1/a?b=c",
    path: "a",
    headers: { "x-a": "b" },
    idempotent: true,
    ...request,
  };
  const deadline = startDeadline({ timeout: 1_000, clock, signal });
  const result = exchange(whole, token, newCallState(), deadline);
  return { result, events, sent, clock, headers: whole.headers };
}

interface Options {
  respond?: () => Response | Promise<Response>;
  token?: string;
  signal?: AbortSignal;
}

const reasonOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then((value) => {
    throw new Error(`expected a rejection, got ${String(value)}`);
  }, (reason: unknown) => reason);

/** Sends a request and returns the `init` that `fetch` got. */
async function initOf(request: Partial<ExchangeRequest>): Promise<Sent["init"]> {
  const { result, sent } = exchanging(request);
  await result;
  return sent[0]?.init ?? {};
}

const stream = () => new Response("a stream").body ?? "";

describe("a request", () => {
  test("carries its token, if it has one, and never follows a redirect", async () => {
    for (const token of [undefined, "abc"]) {
      const { result, sent, headers } = exchanging({}, token === undefined ? {} : { token });
      await result;
      const { url, init } = sent[0] ?? {};
      expect(url).toBe("https://kinabase.invalid/api/v1/a?b=c");
      const names = Object.fromEntries(new Headers(init?.headers));
      expect(names).toEqual({ "x-a": "b", ...(token && { authorization: "Bearer abc" }) });
      expect(init?.redirect).toBe("manual");
      expect(headers).not.toHaveProperty("authorization");
    }
  });

  test("without a body gives fetch neither a body nor how to send one", async () => {
    const names = Object.keys(await initOf({}));
    expect(names.sort()).toEqual(["headers", "method", "redirect", "signal"]);
  });

  test("with a body that can be sent once says so to Node", async () => {
    expect(await initOf({ method: "POST", body: stream() })).toMatchObject({ duplex: "half" });
    expect(await initOf({ method: "POST", body: "text" })).not.toHaveProperty("duplex");
  });
});

test("a body can be sent twice if it is a text, bytes, a blob or a form", () => {
  const bytes = new Uint8Array([1]);
  for (
    const body of [
      undefined,
      null,
      "text",
      bytes,
      bytes.buffer,
      new DataView(bytes.buffer),
      new Blob(["a"]),
      new FormData(),
      new URLSearchParams("a=b"),
    ]
  ) {
    expect(isOneShot(body)).toBe(false);
  }
  const iterator: unknown = (async function* () {
    yield bytes;
  })();
  for (const body of [stream(), iterator]) expect(isOneShot(body as RequestBody)).toBe(true);
});

describe("so that the runtime does not resend a request on its own", () => {
  const requests = [
    ["GET", true, false],
    ["GET", false, true],
    ["PUT", true, false],
    ["PUT", false, true],
    // How often a DELETE was sent matters for the meaning of a 404.
    ["DELETE", true, true],
    ["DELETE", false, true],
  ] as const;
  for (const [method, idempotent, isNew] of requests) {
    const kind = idempotent ? "" : " that must not be sent twice";
    test(`on Bun ${method}${kind} ${isNew ? "gets a new" : "may reuse a"} connection`, async () => {
      const { keepalive } = await initOf({ method, idempotent });
      expect(keepalive).toBe(isNew ? false : undefined);
    });
  }

  test("on Bun POST and PATCH may reuse a connection, because Bun never resends them", async () => {
    for (const method of ["POST", "PATCH"]) {
      const init = await initOf({ method, idempotent: false, body: "text" });
      expect(init).toMatchObject({ method, body: "text" });
      expect(init).not.toHaveProperty("keepalive");
    }
  });

  describe("on Deno", () => {
    const onDeno = async (request: Partial<ExchangeRequest>) => {
      Object.assign(globalThis, { Deno: {} });
      return await initOf({ method: "POST", idempotent: false, ...request });
    };
    afterEach(() => void Reflect.deleteProperty(globalThis, "Deno"));

    const typeOf = ({ headers }: Sent["init"]) => new Headers(headers).get("content-type");

    test("every body becomes a stream, also an empty one", async () => {
      for (const [body, text] of [["a text", "a text"], [undefined, ""], ["", ""]] as const) {
        const init = await onDeno(body === undefined ? {} : { body });
        expect(init.body).toBeInstanceOf(ReadableStream);
        expect(init.duplex).toBe("half");
        expect(await new Response(init.body ?? null).text()).toBe(text);
      }
    });

    test("a stream stays as it is", async () => {
      const body = stream();
      expect((await onDeno({ body })).body).toBe(body);
    });

    test("GET and HEAD have no body", async () => {
      for (const method of ["GET", "HEAD"]) {
        expect(await onDeno({ method })).not.toHaveProperty("body");
      }
    });

    test("a body that may be sent twice stays as it is, except for DELETE", async () => {
      expect((await onDeno({ idempotent: true, body: "text" })).body).toBe("text");
      const init = await onDeno({ method: "DELETE", idempotent: true });
      expect(init.body).toBeInstanceOf(ReadableStream);
    });

    test("a body has the type that the runtime would give it, unless the caller gives one", async () => {
      const form = new FormData();
      form.set("a", "b");
      expect(typeOf(await onDeno({ body: form }))).toMatch(/^multipart\/form-data; ?boundary=/);
      const headers = { "content-type": "text/csv" };
      expect(typeOf(await onDeno({ headers, body: "text" }))).toBe("text/csv");
      expect(typeOf(await onDeno({ headers, body: form }))).toBe("text/csv");
      expect(typeOf(await onDeno({ body: new Uint8Array([1]) }))).toBeNull();
      expect(typeOf(await onDeno({}))).toBeNull();
    });
  });
});

describe("the events of a request", () => {
  const about = { method: "GET", path: "a", attempt: 1 };
  const failed = { type: "response", ...about, duration: 250 } as const;

  test("have the status and how long the response took", async () => {
    const { result, events } = exchanging();
    await result;
    expect(events).toEqual([
      { type: "request", ...about },
      { ...failed, status: 200, requestId: undefined },
    ]);
  });

  test("say why no response arrived", async () => {
    const cut = exchanging({}, { respond: () => Promise.reject(new Error("reset")) });
    await cut.result.catch(() => {});
    expect(cut.events.slice(1)).toEqual([{ ...failed, error: "network" }]);

    const slow = exchanging({}, { respond: () => new Promise(() => {}) });
    slow.result.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 0));
    await slow.clock.advance(1_000);
    expect(await reasonOf(slow.result)).toMatchObject({
      message: "No response to GET a at kinabase.invalid within 1000 ms (timeout)",
    });
    expect(slow.events.slice(1)).toEqual([{ ...failed, error: "timeout" }]);

    const controller = new AbortController();
    const aborted = exchanging({}, {
      respond: () => new Promise(() => {}),
      signal: controller.signal,
    });
    aborted.result.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 0));
    controller.abort("enough");
    expect(await reasonOf(aborted.result)).toBe("enough");
    expect(aborted.events.slice(1)).toEqual([{ ...failed, error: "aborted" }]);

    const wrong = exchanging({}, { respond: () => Promise.reject(new ReferenceError("x")) });
    expect(await reasonOf(wrong.result)).toBeInstanceOf(ReferenceError);
    expect(wrong.events.slice(1)).toEqual([{ ...failed, error: "defect" }]);
  });

  test("report a response with a status that HTTP does not have once", async () => {
    const headers = new Headers({ "x-request-id": "r-1" });
    const odd = { status: 600, headers, body: null } as Response;
    const { result, events } = exchanging({}, { respond: () => odd });
    expect(await reasonOf(result)).toMatchObject({
      message: "GET a at kinabase.invalid returned status 600; expected 200 to 599",
      remedy: "Check the fetch option, and which server runs at baseUrl.",
      status: 600,
    });
    expect(events.slice(1)).toEqual([{ ...failed, status: 600, requestId: "r-1" }]);
  });
});

test("the statuses 200 and 599 are accepted", async () => {
  for (const status of [200, 599]) {
    const { result } = exchanging({}, { respond: () => new Response(null, { status }) });
    expect((await result).response.status).toBe(status);
  }
  const odd = { status: 199, headers: new Headers(), body: null } as Response;
  const { result } = exchanging({}, { respond: () => odd });
  expect(await reasonOf(result)).toBeInstanceOf(UnexpectedResponseError);
});

test("the error of a lost response says what to do, depending on whether it is safe to repeat", async () => {
  const respond = () => Promise.reject(new Error("reset"));
  for (
    const [idempotent, remedy] of [
      [true, "Check the network and baseUrl, and in a browser CORS. Then retry."],
      [
        false,
        "Check the network and baseUrl, and in a browser CORS. A write may have been applied: " +
        "check before you send it again.",
      ],
    ] as const
  ) {
    const error = await reasonOf(exchanging({ idempotent, method: "PATCH" }, { respond }).result);
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({
      message: "No response to PATCH a at kinabase.invalid",
      cause: { message: "reset" },
      remedy,
    });
  }
});

test("a request is named with its host and port, and without its query", () => {
  const url = "http://localhost:8787/api/v1/collections/people?pageSize=1";
  const request = { method: "GET", path: "collections/people", url, headers: {}, idempotent: true };
  expect(nameOf(request)).toBe("GET collections/people at localhost:8787");
});

// Waits that must not outlast the deadline of a call, and values that it must refuse.
import { describe, expect, spyOn, test } from "bun:test";
import { runInNewContext } from "node:vm";
import {
  createClient,
  type FetchFunction,
  NetworkError,
  TimeoutError,
  UnexpectedResponseError,
} from "../../../../mod.ts";
import { createManualClock, createMockServer } from "../../../../mock-server/mod.ts";
import { chunksOf, discard, readText, readUpTo } from "../../../../src/http/body.ts";
import { startDeadline } from "../../../../src/http/deadline.ts";
import { createRedactor } from "../../../../src/http/redact.ts";
import { reasonOf } from "../records/recording-client.ts";
import { bodyOf, settle, timing } from "./test-body.ts";

async function setup() {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Bounds", description: "For these tests" });
  return { mock, options: app.clientOptions(), wire: mock.fetch };
}

const silentStore = { get: () => new Promise<undefined>(() => {}), set: () => {} };

test("waiting for a token store that never responds ends at the deadline, or when the caller aborts", async () => {
  const { options } = await setup();
  const deadlineClock = createManualClock({ start: 0, autoAdvance: false });
  const client = createClient({
    ...options,
    deadlineClock,
    tokenStore: silentStore,
    timeout: 1_000,
  });
  const late = client.status().then(() => undefined, (error: unknown) => error);
  const controller = new AbortController();
  const ended = client.status({ signal: controller.signal }).catch((reason: unknown) => reason);
  await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort("enough");
  expect(await ended).toBe("enough");
  await deadlineClock.advance(1_000);
  expect(await late).toBeInstanceOf(TimeoutError);
});

test("a response whose body cannot be canceled does not delay the retry", async () => {
  const { options, wire } = await setup();
  let calls = 0;
  const fetch: FetchFunction = (input, init) => {
    if (input.endsWith("/token") || ++calls > 1) return wire(input, init);
    const body = new ReadableStream({ cancel: () => new Promise<void>(() => {}) });
    return Promise.resolve(new Response(body, { status: 503 }));
  };
  await createClient({ ...options, fetch }).status();
  expect(calls).toBe(2);
});

test("a token that is invalid in a header is refused, and not shown", async () => {
  const { options, mock } = await setup();
  const claims = btoa(JSON.stringify({ exp: mock.clock.now() / 1_000 + 3_600 })).replaceAll(
    "=",
    "",
  );
  const fetch: FetchFunction = () =>
    Promise.resolve(Response.json({ token: `hidden\n.${claims}.signature` }));
  const error = await createClient({ ...options, fetch }).status().catch((thrown: unknown) =>
    thrown
  );
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(String(error)).not.toContain("hidden");
});

test("invalid options of a call reject its promise", async () => {
  const { options } = await setup();
  const client = createClient(options);
  const wrong = { timeout: -1 };
  const [token, status] = [client.token(wrong), client.status(wrong)];
  await expect(token).rejects.toThrow("timeout: expected");
  await expect(status).rejects.toThrow("timeout: expected");
  const fetched = client.fetch("status", { retry: { limit: NaN } });
  await expect(fetched).rejects.toThrow("retry.limit: expected");
});

const redactor = createRedactor();
const name = "GET a at kinabase.invalid";

describe("a body read into memory", () => {
  const read = (response: Response, maxBytes = 100, { deadline } = timing()) =>
    readUpTo({ name, response, deadline, abort: () => {} }, redactor, maxBytes);
  const readWhole = (response: Response, maxBytes: number) =>
    readText({ name, response, deadline: timing().deadline, abort: () => {} }, redactor, maxBytes);

  test("may have exactly the maximum size", async () => {
    expect(await read(bodyOf(["ab", "cd"]).response, 4)).toBe("abcd");
    const { response, seen } = bodyOf(["ab", "cd", "ef"]);
    expect(await read(response, 3)).toBeUndefined();
    expect(seen).toEqual({ pulls: 2, canceled: ["no reason"] });
  });

  test("that is too large causes an error that names the option", async () => {
    const { response } = bodyOf(["ab", "cd"]);
    const error = await reasonOf(readWhole(response, 3));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({
      message: "The response to GET a at kinabase.invalid is larger than 3 bytes",
      status: 200,
      remedy: "Increase maxResponseBytes, or request less at once: smaller pages or batches.",
    });
    expect(await readWhole(bodyOf(["abc"]).response, 3)).toBe("abc");
  });

  test("may have characters that are split between chunks, even at its end", async () => {
    const bytes = new TextEncoder().encode("ä€😀");
    const pieces = [...bytes].map((byte) => new Uint8Array([byte]));
    expect(await read(bodyOf(pieces).response)).toBe("ä€😀");
    expect(await read(bodyOf([bytes.slice(0, -1)]).response)).toBe("ä€\ufffd");
  });

  test("that stalls causes a TimeoutError, and is canceled", async () => {
    const { response, seen } = bodyOf(["ab"], "hang");
    const time = timing();
    const error = reasonOf(read(response, 100, time));
    await settle();
    await time.clock.advance(100);
    expect(await error).toMatchObject({
      message: "No complete response to GET a at kinabase.invalid within 100 ms (timeout)",
    });
    expect(seen.canceled).toEqual(["no reason"]);
  });

  test("that breaks off causes a NetworkError with the cause and what to do", async () => {
    const error = await reasonOf(read(bodyOf(["ab"], "fail").response));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({
      message: "The response to GET a at kinabase.invalid ended before it was complete",
      cause: { message: "cut" },
      remedy:
        "If it happens again, look for a proxy that closes connections early. A write whose " +
        "mayHaveBeenApplied is true may have been applied: check before you send it again.",
    });
  });

  test("that is absent is an empty text", async () => {
    expect(await read(new Response(null))).toBe("");
  });
});

describe("the chunks of a body", () => {
  test("each have their own deadline", async () => {
    const { response, seen } = bodyOf(["a"], "hang");
    const clock = createManualClock({ start: 0, autoAdvance: false });
    const chunks = chunksOf(
      { name, response },
      () => startDeadline({ timeout: 100, clock }),
      redactor,
    );
    expect(await chunks.next()).toMatchObject({ done: false });
    await clock.advance(1_000);
    const error = reasonOf(chunks.next());
    await settle();
    await clock.advance(100);
    expect(await error).toMatchObject({
      message: "No complete response to GET a at kinabase.invalid within 100 ms (timeout)",
    });
    expect(seen.canceled).toEqual(["no reason"]);
  });

  test("of a body that is absent are none", async () => {
    const chunks = chunksOf(
      { name, response: new Response(null) },
      () => timing().deadline,
      redactor,
    );
    expect(await chunks.next()).toEqual({ done: true, value: undefined });
  });
});

test("a body that is not needed is canceled", async () => {
  const { response, seen } = bodyOf(["a"]);
  discard(response);
  discard(new Response(null));
  await settle();
  expect(seen.canceled).toEqual(["no reason"]);
});

test("a body that is not read because the deadline has passed is canceled", async () => {
  const clock = createManualClock({ start: 0, autoAdvance: false });
  const deadline = startDeadline({ timeout: 10, clock });
  await clock.advance(10);
  let isCanceled = false;
  const body = new ReadableStream({ cancel: () => void (isCanceled = true) });
  const unread = { name, response: new Response(body), deadline, abort: () => {} };
  const reading = readUpTo(unread, createRedactor(), 100);
  await expect(reading).rejects.toBeInstanceOf(TimeoutError);
  expect(isCanceled).toBe(true);
});

describe("a body of a known length", () => {
  /** A response with this length, whose body is aborted as one of a real fetch is. */
  function sized(length: string, body: string | undefined, headers: Record<string, string> = {}) {
    const clock = createManualClock({ start: 0, autoAdvance: false });
    const state = { aborted: 0, canceled: 0 };
    let fail: (error: Error) => void = () => {};
    const stream = new ReadableStream({
      start(controller) {
        fail = (error) => controller.error(error);
        if (body === undefined) return;
        controller.enqueue(new TextEncoder().encode(body));
        controller.close();
      },
      cancel: () => void state.canceled++,
    });
    const response = new Response(stream, { headers: { "content-length": length, ...headers } });
    const text = spyOn(response, "text");
    const abort = () => {
      state.aborted++;
      fail(new Error("aborted"));
    };
    const deadline = startDeadline({ timeout: 10, clock });
    const read = (maxBytes: number) =>
      readUpTo({ name, response, deadline, abort }, createRedactor(), maxBytes);
    return { read, clock, state, text, fail };
  }

  test("is read at once if it fits", async () => {
    const { read, text, state } = sized("3", "\uFEFFabc");
    expect(await read(3)).toBe("abc");
    expect(text).toHaveBeenCalledTimes(1);
    expect(state).toEqual({ aborted: 0, canceled: 0 });
  });

  test("is counted chunk by chunk if it does not fit, or if its real length is not known", async () => {
    for (
      const [length, headers] of [
        ["5", {}],
        ["1e0", {}],
        ["-1", {}],
        ["1", { "content-encoding": "gzip" }],
      ] as const
    ) {
      const { read, text } = sized(length, "abcde", headers);
      expect(await read(4)).toBeUndefined();
      expect(text).not.toHaveBeenCalled();
    }
  });

  test("aborts the request when the deadline passes", async () => {
    const { read, clock, state } = sized("3", undefined);
    const reading = reasonOf(read(3));
    await clock.advance(10);
    expect(await reading).toBeInstanceOf(TimeoutError);
    expect(state.aborted).toBe(1);
  });

  test("is canceled if the deadline has passed before", async () => {
    const { read, clock, state, text } = sized("3", undefined);
    await clock.advance(10);
    expect(await reasonOf(read(3))).toBeInstanceOf(TimeoutError);
    expect(text).not.toHaveBeenCalled();
    expect(state.aborted).toBe(1);
  });

  test("that ends early is a NetworkError", async () => {
    const { read, fail } = sized("3", undefined);
    const reading = reasonOf(read(3));
    fail(new Error("reset"));
    expect(await reading).toBeInstanceOf(NetworkError);
  });
});

describe("a body of odd chunks", () => {
  /** A response with a body of these chunks, as a stub may return it. */
  const stub = (...chunks: unknown[]): Response => {
    const body = {
      getReader: () => ({
        read: () => Promise.resolve({ value: chunks.shift() }),
        cancel: () => Promise.resolve(),
      }),
    };
    return Object(Object.defineProperty(new Response(), "body", { value: body }));
  };
  const read = (response: Response) =>
    readUpTo({ name, response, deadline: timing().deadline, abort: () => {} }, redactor, 100);

  test("may have chunks of another realm", async () => {
    const foreign: unknown = runInNewContext("new Uint8Array([97, 98])");
    expect(foreign instanceof Uint8Array).toBe(false);
    expect(await read(stub(foreign, new Uint8Array([99])))).toBe("abc");
  });

  test("must not have other chunks", async () => {
    for (const [chunk, shown] of [["text", '"text"'], [new ArrayBuffer(1), "{}"]] as const) {
      const error = await reasonOf(read(stub(chunk)));
      expect(error).toEqual(new TypeError(`fetch: expected a body of bytes, got ${shown}`));
    }
  });

  test("may have no chunk at all", async () => {
    expect(await read(stub())).toBe("");
    expect(await read(bodyOf([]).response)).toBe("");
  });
});

test("a body of a known length of several digits is read at once, and its deadline has a name", async () => {
  const clock = createManualClock({ start: 0, autoAdvance: false });
  const deadline = startDeadline({ timeout: 10, clock });
  const sized = (body: string | ReadableStream) => {
    const response = new Response(body, { headers: { "content-length": "12" } });
    return { text: spyOn(response, "text"), unread: { name, response, deadline, abort: () => {} } };
  };
  const whole = sized("twelve bytes");
  expect(await readUpTo(whole.unread, redactor, 12)).toBe("twelve bytes");
  expect(whole.text).toHaveBeenCalledTimes(1);
  const reading = reasonOf(readUpTo(sized(new ReadableStream()).unread, redactor, 12));
  await clock.advance(10);
  expect(await reading).toMatchObject({
    message: "No complete response to GET a at kinabase.invalid within 10 ms (timeout)",
  });
});

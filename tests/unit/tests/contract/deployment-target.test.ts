import { describe, expect, test } from "bun:test";
import {
  createManualClock,
  createMockServer,
  type ManualClock,
} from "../../../../mock-server/mod.ts";
import {
  contract,
  contradictions,
  type DeploymentOptions,
  deploymentTarget,
  runContract,
} from "../../../contract/mod.ts";
import { until } from "../../../contract/tools.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
const credentials = { appId: "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11", appSecret: "c2VjcmV0" };

/** A target on a manual clock, and the time of each of its requests since the start. */
function paced(options: Partial<DeploymentOptions> = {}, clock: ManualClock = running()) {
  const sent: number[] = [];
  const target = deploymentTarget({
    baseUrl: "https://kinabase.invalid/api/v1/",
    credentials,
    clock,
    fetch() {
      sent.push(clock.now() - START);
      return Promise.resolve(new Response());
    },
    ...options,
  });
  const send = (signal?: AbortSignal) =>
    target.fetch(`${target.baseUrl}status`, signal === undefined ? {} : { signal });
  return { target, clock, sent, send };
}

/** Advances when something sleeps. */
function running(): ManualClock {
  return createManualClock({ start: START });
}

describe("the pace", () => {
  test("is sixty a minute by default: the first immediately, each other a second later", async () => {
    const { sent, send } = paced();
    for (let i = 0; i < 4; i++) await send();
    expect(sent).toEqual([0, 1_000, 2_000, 3_000]);
  });

  test("is the configured one", async () => {
    const { sent, send } = paced({ requestsPerMinute: 6 });
    for (let i = 0; i < 3; i++) await send();
    expect(sent).toEqual([0, 10_000, 20_000]);
  });

  test("applies to concurrent requests too", async () => {
    const { sent, send } = paced({ requestsPerMinute: 60 });
    await Promise.all(Array.from({ length: 5 }, () => send()));
    expect(sent).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  });

  test("adds no pause when enough time has passed, and saves none up", async () => {
    const { clock, sent, send } = paced();
    await send();
    await clock.advance("10s");
    await send();
    await send();
    expect(sent).toEqual([0, 10_000, 11_000]);
  });

  test("ends with the request's signal, without sending", async () => {
    const { sent, send } = paced({}, createManualClock({ start: START, autoAdvance: false }));
    await send();
    const controller = new AbortController();
    const waiting = send(controller.signal);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(sent).toEqual([0]);
  });
});

describe("after a 429", () => {
  /** A target whose first responses are 429 with these values of Retry-After. */
  function limited(...waits: (string | undefined)[]) {
    const clock = running();
    const sent: number[] = [];
    const target = deploymentTarget({
      baseUrl: "https://kinabase.invalid/api/v1/",
      credentials,
      clock,
      requestsPerMinute: 60_000,
      fetch() {
        const wait = waits[sent.length];
        const isRefused = sent.push(clock.now() - START) <= waits.length;
        const headers = wait === undefined ? {} : { "retry-after": wait };
        return Promise.resolve(new Response("", isRefused ? { status: 429, headers } : {}));
      },
    });
    return { target, sent };
  }

  for (
    const [what, header, wait] of [
      ["the seconds", "7", 7_000],
      ["until the date", "Thu, 01 Jan 2026 00:00:09 GMT", 9_000],
      ["a minute without a time", undefined, 65_000],
      ["a minute for a time that is no help", "0", 65_000],
      ["at most a minute", "3600", 65_000],
    ] as const
  ) {
    test(`a request waits ${what} in Retry-After, and is sent again`, async () => {
      const { target, sent } = limited(header);
      expect((await target.fetch(`${target.baseUrl}status`)).status).toBe(200);
      expect(sent).toEqual([0, wait]);
    });
  }

  test("a request is given up before it waits for more than two and a half minutes", async () => {
    const { target, sent } = limited("60", "60", "30", "1");
    expect((await target.fetch(`${target.baseUrl}status`)).status).toBe(429);
    expect(sent).toEqual([0, 60_000, 120_000, 150_000]);
  });

  test("a request with a signal is not sent again: it is a client's, which waits by itself", async () => {
    const { target, sent } = limited("40");
    const { signal } = new AbortController();
    expect((await target.fetch(`${target.baseUrl}status`, { signal })).status).toBe(429);
    expect(sent).toEqual([0]);
  });

  test("a stream is not sent again, nor a request that asks for it at once", async () => {
    const { target, sent } = limited("1", "1");
    const init = { method: "POST", body: new ReadableStream() };
    expect((await target.fetch(`${target.baseUrl}status`, init)).status).toBe(429);
    expect((await target.fetchAtOnce?.(`${target.baseUrl}status`))?.status).toBe(429);
    expect(sent).toEqual([0, 0]);
  });
});

test("a response that does not begin in time is an error, and its request is aborted", async () => {
  let signal: AbortSignal | null | undefined;
  const { send } = paced({
    responseTimeout: 10_000,
    deadlineClock: running(),
    fetch: (_, init) =>
      new Promise((_resolve, reject) => {
        signal = init?.signal;
        signal?.addEventListener("abort", () => reject(signal?.reason));
      }),
  });
  await expect(send()).rejects.toThrow("no response within 10 s");
  expect(signal?.aborted).toBe(true);
});

test("a body whose next part does not arrive in time is an error, and its request is aborted", async () => {
  let signal: AbortSignal | null | undefined;
  const deadlineClock = createManualClock({ start: START, autoAdvance: false });
  const { send, target } = paced({
    responseTimeout: 10_000,
    deadlineClock,
    fetch(_, init) {
      signal = init?.signal;
      const start = (controller: ReadableStreamDefaultController<Uint8Array>) =>
        controller.enqueue(new TextEncoder().encode("{"));
      const headers = { "x-kept": "yes" };
      return Promise.resolve(
        new Response(new ReadableStream({ start }), { status: 201, headers }),
      );
    },
  });
  for (const sending of [send, () => target.fetchAtOnce?.(`${target.baseUrl}status`)]) {
    const response = await sending();
    expect([response?.status, response?.headers.get("x-kept")]).toEqual([201, "yes"]);
    expect(signal?.aborted).toBe(false);
    const ended = response?.text().catch((error: unknown) => error);
    await until(() => signal?.aborted === true, () => deadlineClock.advance("10s"));
    expect(String(await ended)).toBe("TypeError: no response within 10 s");
  }
});

test("a body whose parts arrive in time, but without an end, is an error", async () => {
  let signal: AbortSignal | null | undefined;
  let parts = 0;
  const deadlineClock = createManualClock({ start: START, autoAdvance: false });
  const { send } = paced({
    responseTimeout: 10_000,
    deadlineClock,
    fetch(_, init) {
      signal = init?.signal;
      const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
        parts += 1;
        await deadlineClock.sleep(9_000);
        controller.enqueue(new Uint8Array([32]));
      };
      return Promise.resolve(new Response(new ReadableStream({ pull }, { highWaterMark: 0 })));
    },
  });
  const ended = send().then((response) => response.text()).catch((error: unknown) => error);
  await until(() => signal?.aborted === true, () => deadlineClock.advance("1s"));
  expect(String(await ended)).toBe("TypeError: the response did not end within 50 s");
  expect(parts).toBeGreaterThan(3);
});

test("the base URL of a target has one trailing slash", () => {
  for (const end of ["", "/", "//"]) {
    const { target } = paced({ baseUrl: `https://kinabase.invalid/api/v1${end}` });
    expect(target.baseUrl).toBe("https://kinabase.invalid/api/v1/");
  }
});

test("a target has only the capabilities that are safe on a deployment", () => {
  const { target } = paced({ collection: "scratch" });
  expect(Object.keys(target).sort()).toEqual([
    "allowInsecure",
    "baseUrl",
    "collection",
    "credentials",
    "deadlineClock",
    "fetch",
    "fetchAtOnce",
    "idleTimeout",
    "signal",
    "timer",
    "token",
  ]);
});

test("cases that send raw requests share one token", async () => {
  const mock = createMockServer();
  mock.tenant.collections.create({ slug: "scratch", name: "Scratch" });
  const app = await mock.tenant.apps.create({ name: "Contract", description: "Shares a token" });
  const target = deploymentTarget({
    baseUrl: mock.baseUrl,
    collection: "scratch",
    credentials: app,
    clock: mock.clock,
    fetch: mock.fetch,
  });
  const cases = contract(target).filter(({ subject, level, skip }) =>
    subject === "external" && level === "wire" && skip === undefined
  );
  expect(cases.length).toBeGreaterThan(5);
  const results = await runContract(cases);
  expect(results.map(({ outcome }) => outcome)).toEqual(cases.map(() => "passed"));
  expect(mock.journal.count({ path: "/token" })).toBe(1);
});

test("a case that is stopped sends no further requests, and its records are deleted", async () => {
  const mock = createMockServer();
  const { records } = mock.tenant.collections.create({ slug: "scratch", name: "Scratch" });
  const app = await mock.tenant.apps.create({ name: "Contract", description: "Is stopped" });
  const stop = new AbortController();
  const reason = new Error("stopped");
  const sent: string[] = [];
  const target = deploymentTarget({
    baseUrl: mock.baseUrl,
    collection: "scratch",
    credentials: app,
    clock: mock.clock,
    signal: stop.signal,
    async fetch(input, init) {
      const { method = "GET" } = init ?? {};
      sent.push(method);
      const response = await mock.fetch(input, init);
      // The record exists, but nobody has read the response yet.
      if (method === "POST" && input.endsWith("/scratch")) stop.abort(reason);
      return response;
    },
  });
  const added = contract(target).find(({ id }) => id === "records/create");
  await target.token?.();
  await expect(added?.run()).rejects.toBe(reason);
  expect(sent).toEqual(["POST", "POST", "DELETE"]);
  expect(records.list()).toEqual([]);
});

test("cases expect what a profile says about the deployment, and leave no records behind", async () => {
  const behaviors = {
    "token.earlier": "ended",
    "list.order": "id",
    "list.beyond-end": "repeat",
    "update.answer": "204",
    "bulk.answer": "empty",
    "bulk.one-bad-record": "partial-silent",
    "external.patch-unknown": "create",
  } as const;
  const mock = createMockServer({ behaviors });
  const scratch = mock.tenant.collections.create({ slug: "scratch", name: "Scratch" });
  const app = await mock.tenant.apps.create({ name: "Contract", description: "Of another world" });
  const target = deploymentTarget({
    baseUrl: mock.baseUrl,
    collection: "scratch",
    credentials: app,
    clock: mock.clock,
    fetch: mock.fetch,
  });
  const profile = {
    version: 1,
    target: mock.baseUrl,
    date: "2026-01-31T12:00:00.000Z",
    behaviors: Object.fromEntries(
      Object.entries(behaviors).map(([id, option]) => [id, { option }]),
    ),
  };
  const cases = contract(target, { profile }).filter(({ level, evidence, skip, standalone }) =>
    (level === "client" || evidence === "A") && skip === undefined && !standalone
  );
  const results = await runContract(cases);
  const failed = results.filter(({ outcome }) => outcome === "failed");
  expect(failed.map(({ case: { id }, error }) => `${id}: ${String(error)}`)).toEqual([]);
  expect(scratch.records.list()).toEqual([]);
});

describe("known facts hold on a deployment that", () => {
  type Properties = Record<string, unknown>;
  const isRecord = (value: Properties) => "data" in value && "id" in value;
  const ways: Record<string, (value: Properties) => Properties> = {
    "returns properties in another order": (value) =>
      Object.fromEntries(Object.entries(value).reverse()),
    "returns more properties": (value) => ({ more: { a: [1, null] }, ...value }),
    "returns null for fields without a value": ({ data, ...value }) => ({
      ...value,
      ...(isRecord({ ...value, data })
        ? { data: { name: null, note: null, amount: null, ...Object(data) } }
        : { data }),
    }),
    "leaves out what is null": (value) =>
      Object.fromEntries(Object.entries(value).filter(([, of]) => of !== null)),
    "has no numbers of records": ({ numericId: _, ...value }) => value,
    "has other messages": (value) => "error" in value ? { ...value, error: "No." } : value,
  };
  const changed = (text: string, change: (value: Properties) => Properties): string => {
    if (text === "") return text;
    const value: unknown = JSON.parse(
      text,
      (_, of: unknown) =>
        typeof of === "object" && of !== null && !Array.isArray(of) ? change({ ...of }) : of,
    );
    return JSON.stringify(value);
  };

  for (const [what, change] of Object.entries(ways)) {
    test(what, async () => {
      const mock = createMockServer();
      const fields = { name: "text", note: "text", amount: "number" } as const;
      mock.tenant.collections.create({ slug: "scratch", name: "Scratch", fields });
      const app = await mock.tenant.apps.create({ name: "Contract", description: what });
      const target = deploymentTarget({
        baseUrl: mock.baseUrl,
        collection: "scratch",
        credentials: app,
        clock: mock.clock,
        async fetch(input, init) {
          const response = await mock.fetch(input, init);
          return new Response(changed(await response.text(), change), response);
        },
      });
      const results = await runContract(contract(target).filter(({ standalone }) => !standalone));
      expect(results.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(200);
      expect(contradictions(results).map(({ case: { id }, error }) => `${id}: ${String(error)}`))
        .toEqual([]);
    });
  }
});

test("a target over http: is refused unless allowInsecure is set, and then clients accept it too", async () => {
  const baseUrl = "http://mock:8787/api/v1/";
  const mock = createMockServer({ baseUrl });
  const app = await mock.tenant.apps.create({ name: "Contract", description: "In a container" });
  const options = { baseUrl, credentials: app, clock: mock.clock, fetch: mock.fetch };
  expect(() => deploymentTarget(options)).toThrow(/baseUrl: expected https:.*allowInsecure/);

  const target = deploymentTarget({ ...options, allowInsecure: true });
  const cases = contract(target).filter(({ subject, level, skip }) =>
    subject === "status" && level === "client" && skip === undefined
  );
  expect(cases.length).toBeGreaterThan(0);
  const results = await runContract(cases);
  expect(results.map(({ outcome }) => outcome)).toEqual(cases.map(() => "passed"));
});

test("an invalid time for a response is refused", () => {
  for (const responseTimeout of [0, NaN]) {
    expect(() => paced({ responseTimeout }))
      .toThrow(`responseTimeout: expected a positive number, got ${responseTimeout}`);
  }
});

describe("an invalid pace is refused", () => {
  for (const requestsPerMinute of [0, -1, NaN, Infinity]) {
    test(String(requestsPerMinute), () => {
      expect(() => paced({ requestsPerMinute })).toThrow(
        `requestsPerMinute: expected a positive number, got ${requestsPerMinute}`,
      );
    });
  }
});

// Waits that must not outlast the deadline of a call, and values that it must refuse.
import { expect, test } from "bun:test";
import {
  createClient,
  type FetchFunction,
  TimeoutError,
  UnexpectedResponseError,
} from "../../../../mod.ts";
import { createManualClock, createMockServer } from "../../../../mock-server/mod.ts";

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

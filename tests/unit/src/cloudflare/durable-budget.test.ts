import { expect, test } from "bun:test";
import { type ClientEvent, createClient } from "../../../../mod.ts";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { memoryState } from "../../../docs/worker-env.ts";

const { coordinatorClass, durableBudget, durableTokens } = await import(
  "../../../../src/cloudflare.ts"
);

/** A mock that allows 10 requests a minute, and an object whose storage is kept between its lives. */
async function createDeployment() {
  const mock = createMockServer({ limits: { requestsPerMinute: 10 } });
  const app = await mock.tenant.apps.create({ name: "Deployment", description: "Many isolates" });
  const kept = new Map<string, unknown>();
  const Class = coordinatorClass(() => ({ ...app.clientOptions(), retry: false }));
  const holder = { object: new Class(memoryState(kept), {}) };
  const { appId: _, appSecret: __, ...connection } = app.clientOptions();
  /** A client of one isolate. */
  const isolate = () => {
    const namespace = { idFromName: (name: string) => name, get: () => holder.object };
    return createClient({
      ...connection,
      coordinator: durableTokens(namespace),
      rateLimit: durableBudget(namespace, { perMinute: 10, clock: mock.clock }),
      retry: false,
      timeout: 1_000,
    });
  };
  const restart = () => holder.object = new Class(memoryState(kept), {});
  return { mock, kept, isolate, restart };
}

async function succeeded(calls: Promise<unknown>[]): Promise<number> {
  return (await Promise.allSettled(calls)).filter(({ status }) => status === "fulfilled").length;
}

test("the object's token request counts: nine calls of ten are allowed", async () => {
  const { mock, isolate } = await createDeployment();
  const [one, other] = [isolate(), isolate()];
  const calls = Array.from({ length: 12 }, (_, i) => (i % 2 ? one : other).status());
  expect(await succeeded(calls)).toBeLessThanOrEqual(9);
  expect(mock.journal.count({ status: 429 })).toBe(0);
});

test("a new object knows what was spent", async () => {
  const { mock, isolate, restart } = await createDeployment();
  await succeeded(Array.from({ length: 12 }, () => isolate().status()));
  restart();
  expect(await succeeded([isolate().status()])).toBe(0);
  expect(mock.journal.count({ status: 429 })).toBe(0);
});

test("what waits is not stored", async () => {
  const { kept, isolate } = await createDeployment();
  await succeeded(Array.from({ length: 12 }, () => isolate().status()));
  expect(kept.get("budget")).toMatchObject({ waiting: [] });
});

test("a call of the object that fails is repeated once", async () => {
  let calls = 0;
  const stub = {
    permits() {
      calls += 1;
      if (calls === 1) throw new Error("the object was moved");
      const grant = { id: "a", priority: "interactive", count: 1, at: 0, endsAt: 5_000 };
      return Promise.resolve({ wait: 0, grant });
    },
  };
  const budget = durableBudget({ idFromName: (name) => name, get: () => stub });
  const events: ClientEvent[] = [];
  const client = createClient({
    token: "abc",
    rateLimit: budget,
    fetch: async () => new Response(""),
    onEvent: (event) => void events.push(event),
  });
  await client.status();
  expect(calls).toBe(2);
  expect(events.some(({ type }) => type === "budget")).toBe(false);
});

test("a call of an object that has too much to do is not repeated", async () => {
  let calls = 0;
  const stub = {
    permits() {
      calls += 1;
      throw Object.assign(new Error("Durable Object is overloaded."), { overloaded: true });
    },
  };
  const events: ClientEvent[] = [];
  const client = createClient({
    token: "abc",
    rateLimit: durableBudget({ idFromName: (name) => name, get: () => stub }),
    fetch: async () => new Response(""),
    onEvent: (event) => void events.push(event),
  });
  await client.status();
  expect(calls).toBe(1);
  expect(events.some(({ type }) => type === "budget")).toBe(true);
});

test("a misspelled option of the budget or the tokens is named", () => {
  expect(() => durableBudget(undefined, Object({ perminute: 5 }))).toThrow(
    'Unknown option "perminute". Did you mean "perMinute"?',
  );
  expect(() => durableTokens(undefined, Object({ nam: "eu" }))).toThrow('Did you mean "name"?');
});

test.each([undefined, null])(
  "a binding that is %p is missing, whatever its type says",
  async (of) => {
    const coordinator = Reflect.apply(durableTokens, undefined, [of, { binding: "COORDINATOR" }]);
    const error: unknown = await createClient({ coordinator }).status().catch((error) => error);
    expect(String(error)).toContain(
      "binding COORDINATOR returned no token: it is undefined. Add it to",
    );
  },
);

test("without the object requests are sent, and the event names the binding", async () => {
  const events: ClientEvent[] = [];
  const client = createClient({
    token: "abc",
    rateLimit: durableBudget(undefined, { binding: "COORDINATOR" }),
    fetch: async () => new Response(""),
    onEvent: (event) => void events.push(event),
  });
  await client.status();
  expect(events.find(({ type }) => type === "budget")).toEqual({
    type: "budget",
    outcome: "failed",
    reason:
      "The Durable Object binding COORDINATOR granted no permits: it is undefined. Add it to " +
      "durable_objects in wrangler.jsonc, and pass it by the name it has there",
  });
});

test("clients of one isolate share the permits: the budget is made once for a binding", () => {
  const namespace = { idFromName: (name: string) => name, get: () => ({}) };
  expect(durableBudget(namespace)).toBe(durableBudget(namespace));
  expect(durableBudget(namespace)).not.toBe(durableBudget(namespace, { name: "other" }));
  expect(durableTokens(namespace)).toBe(durableTokens(namespace));
});

test("an object of another class is named, and the request is sent anyway", async () => {
  const reasons: unknown[] = [];
  const emit = (event: ClientEvent) => void reasons.push(Reflect.get(event, "reason"));
  const { signal } = new AbortController();
  const answers = [undefined, null, "text", 7, {}, { wait: "7" }];
  for (const answer of answers) {
    const namespace = {
      idFromName: (name: string) => name,
      get: () => ({ permits: () => answer }),
    };
    const budget = durableBudget(namespace, { binding: "OTHER" });
    await budget.take({ priority: "interactive", timeout: 1_000, signal, emit });
  }
  expect(reasons).toEqual(
    answers.map(() =>
      "The Durable Object binding OTHER granted no permits: its class is not a KinabaseCoordinator"
    ),
  );
});

test("an object without the methods, and a missing binding, are named for tokens", async () => {
  const named = async (object: object | undefined) => {
    const namespace = object && { idFromName: (name: string) => name, get: () => object };
    const client = createClient({
      coordinator: durableTokens(namespace, { name: "other" }),
      retry: false,
    });
    return String(await client.status().catch((error: unknown) => error));
  };
  const binding = "The Durable Object binding returned no token: ";
  expect(await named({})).toContain(`${binding}its class has no method token()`);
  expect(await named(undefined)).toContain(`${binding}it is undefined. Add it to durable_objects`);
  for (const answer of [undefined, null, "text", {}]) {
    expect(await named({ token: () => answer })).toContain(
      `${binding}its class is not a KinabaseCoordinator`,
    );
  }
});

// Runs against a real Redis or Valkey server, where one is installed.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { RedisClient } from "bun";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient, RateLimitError } from "../../mod.ts";
import { createMockServer } from "../../mock-server/mod.ts";
import {
  type Redis,
  redisBudget,
  redisTokenStore,
} from "../../examples/redis-budget/redis-budget.ts";

const PER_MINUTE = 40;
const PROCESSES = 4;

const server = Bun.which("valkey-server") ?? Bun.which("redis-server");
if (server === null) {
  console.log("redis-budget is skipped: neither valkey-server nor redis-server is installed");
}
const whenInstalled = test.skipIf(server === null);

const folder = mkdtempSync(path.join(tmpdir(), "kinabase-redis-"));
const socket = path.join(folder, "redis.sock");
let running: Bun.Subprocess | undefined;
const clients: RedisClient[] = [];

beforeAll(async () => {
  if (server === null) return;
  const args = ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder];
  running = Bun.spawn([server, ...args], { stdout: "ignore", stderr: "ignore" });
  while (!existsSync(socket)) await Bun.sleep(10);
});

afterAll(async () => {
  for (const client of clients) client.close();
  running?.kill();
  await running?.exited;
  rmSync(folder, { recursive: true, force: true });
});

/** A connection of its own, like that of a process. */
function connect(): Redis {
  const client = new RedisClient(`redis+unix://${socket}`);
  clients.push(client);
  return {
    eval: (script, { keys, arguments: values }) =>
      client.send("EVAL", [script, String(keys.length), ...keys, ...values]),
  };
}

whenInstalled("processes with one key together send no more than the budget", async () => {
  const mock = createMockServer({ limits: { requestsPerMinute: PER_MINUTE } });
  const app = await mock.tenant.apps.create({ name: "Service", description: "On four machines" });
  const { clock: _, ...options } = app.clientOptions();
  const key = crypto.randomUUID();
  const processes = Array.from({ length: PROCESSES }, () => {
    const redis = connect();
    return createClient({
      ...options,
      tokenStore: redisTokenStore(redis, `${key}:`),
      rateLimit: redisBudget(redis, { key, perMinute: PER_MINUTE }),
      retry: false,
      timeout: 4_000,
    });
  });
  await processes[0]?.status();
  const ended = await Promise.allSettled(
    processes.flatMap((client) => Array.from({ length: 15 }, () => client.status())),
  );
  const refused = ended.flatMap((call) => call.status === "rejected" ? [call.reason] : []);
  for (const error of refused) expect(error).toBeInstanceOf(RateLimitError);
  expect(mock.journal.count({ status: 429 })).toBe(0);
  expect(ended.length - refused.length).toBeGreaterThan(PER_MINUTE * 0.8);
  expect(mock.journal.count({ path: "/token" })).toBe(1);
}, 30_000);

whenInstalled("a token is stored until it expires", async () => {
  const store = redisTokenStore(connect());
  expect(await store.get("a key")).toBeUndefined();
  const token = { token: "abc", expiresAt: Date.now() + 60_000, obtainedAt: Date.now() };
  await store.set("a key", token);
  expect(await store.get("a key")).toEqual(token);
  await store.set("a key", { ...token, expiresAt: Date.now() - 1 });
  expect(await store.get("a key")).toBeUndefined();
});

/**
 * A budget of requests, and a token store, that processes on many machines share through Redis or Valkey.
 *
 * The policy is that of the client: `answerPermitRequest` is a pure function of the state, the request and the
 * time. Redis keeps the state as JSON under one key. Each request for permits reads it with Redis' own time,
 * so the clocks of the machines do not matter, and replaces it only if no other process has changed it since.
 */
import {
  answerPermitRequest,
  type Budget,
  createBudget,
  newPermitState,
  type PermitState,
  type StoredToken,
  type TokenStore,
} from "@kinakit/kinabase";

/** The part of a Redis client that this file uses, as node-redis has it. */
export interface Redis {
  /** Runs a script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** The options of {@linkcode redisBudget}. */
export interface RedisBudgetOptions {
  /** The key in Redis. Processes with the same key share the budget. Default `kinabase:budget`. */
  key?: string;
  /** The number of requests a minute. Default 100. */
  perMinute?: number;
}

// The time as well: the clock of the budget must be the same for all processes.
const READ = `
local time = redis.call("TIME")
local milliseconds = string.format("%d", time[1] * 1000 + math.floor(time[2] / 1000))
return { milliseconds, redis.call("GET", KEYS[1]) or "" }`;

// After two minutes without requests nothing counts any more.
const REPLACE = `
if (redis.call("GET", KEYS[1]) or "") ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "PX", 120000)
return 1`;

/** Creates the `rateLimit` of the clients. Create one for each process. */
export function redisBudget(redis: Redis, options: RedisBudgetOptions = {}): Budget {
  const { key = "kinabase:budget", perMinute = 100 } = options;
  return createBudget(async (request) => {
    for (;;) {
      const [time, before] = texts(await redis.eval(READ, { keys: [key], arguments: [] }));
      const now = Number(time);
      const state: PermitState = before ? JSON.parse(before) : newPermitState(now);
      const answer = answerPermitRequest(state, request, now, crypto.randomUUID());
      const after = JSON.stringify(state);
      const replaced = await redis.eval(REPLACE, { keys: [key], arguments: [before ?? "", after] });
      if (Number(replaced) === 1) return answer;
      // Another process was faster. Its change counts first.
    }
  }, { perMinute });
}

/** Stores tokens in Redis until they expire. Protect it like a password store. */
export function redisTokenStore(redis: Redis, prefix: string = "kinabase:token:"): TokenStore {
  const get = `return redis.call("GET", KEYS[1]) or ""`;
  const set = `redis.call("SET", KEYS[1], ARGV[1], "PXAT", ARGV[2])`;
  return {
    async get(key) {
      const stored = String(await redis.eval(get, { keys: [prefix + key], arguments: [] }));
      const token: StoredToken | undefined = stored ? JSON.parse(stored) : undefined;
      return token;
    },
    async set(key, token) {
      const expiresAt = String(Math.ceil(token.expiresAt));
      const values = [JSON.stringify(token), expiresAt];
      await redis.eval(set, { keys: [prefix + key], arguments: values });
    },
  };
}

function texts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}

// Three processes with one budget. Each prints how many of its requests the budget allowed.
import { createClient, optionsFromEnv } from "@kinakit/kinabase";
import { fork } from "node:child_process";
import process from "node:process";
import { createClient as connect } from "redis";
import { redisBudget, redisTokenStore } from "./redis-budget.ts";

const PROCESSES = 3;
const CALLS = 15;
const PER_MINUTE = 40;

if (process.argv[2] === "work") {
  const redis = await connect({ url: process.env["REDIS_URL"] }).connect();
  const client = createClient({
    ...optionsFromEnv(process.env),
    tokenStore: redisTokenStore(redis),
    rateLimit: redisBudget(redis, { perMinute: PER_MINUTE }),
    // Shorter than a minute, so that the requests that the budget does not allow fail at once.
    timeout: 3_000,
  });
  const calls = await Promise.allSettled(Array.from({ length: CALLS }, () => client.status()));
  const sent = calls.filter(({ status }) => status === "fulfilled").length;
  console.log(`process ${process.pid}: ${sent} of ${CALLS} requests sent`);
  redis.destroy();
} else {
  for (let i = 0; i < PROCESSES; i++) fork(import.meta.path, ["work"]);
}

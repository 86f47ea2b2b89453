// One isolate of the deployment: a Worker without a secret, or one with credentials that lacks the binding.
import { type ClientEvent, createClient } from "../../../mod.ts";
import { durableBudget, type DurableNamespace, durableTokens } from "../../../src/cloudflare.ts";
import { BASE_URL, CREDENTIALS } from "../../workerd/credentials.ts";
import { fastClock, skip } from "./fast-clock.ts";

interface Env {
  KINABASE?: DurableNamespace;
}

/** What the isolate does with its object. */
const TROUBLES = ["evict", "lose"] as const;
/** How many calls run at the same time. Every fourth is bulk work. */
const AT_ONCE = 8;
const DAY_MS = 24 * 60 * 60_000;

// Shared by all requests of the isolate, as without a clock of one's own.
let budget: ReturnType<typeof durableBudget> | undefined;
const events: ClientEvent[] = [];

function clientOf(env: Env, hasBudget: boolean) {
  budget ??= durableBudget(env.KINABASE, { clock: fastClock });
  return createClient({
    ...(env.KINABASE === undefined ? CREDENTIALS : {}),
    coordinator: durableTokens(env.KINABASE, { binding: "KINABASE" }),
    ...(hasBudget ? { rateLimit: budget } : {}),
    baseUrl: BASE_URL,
    clock: fastClock,
    deadlineClock: fastClock,
    timeout: DAY_MS,
    attemptTimeout: DAY_MS,
    tokenWaitTimeout: DAY_MS,
    onEvent: (event) => void (event.type === "token" && events.push(event)),
  });
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const trouble = TROUBLES.find((name) => pathname === `/${name}`);
    if (trouble !== undefined) {
      const stub = objectOf(env);
      // The call itself fails, because it ends the object.
      await stub[trouble]().catch(() => {});
      return Response.json(null);
    }
    switch (pathname) {
      case "/skip":
        skip(Number(searchParams.get("ms")));
        return Response.json(null);
      case "/hold": {
        // Another isolate takes permits, and is never heard of again.
        const holder = crypto.randomUUID();
        const request = { holder, priority: "interactive", count: 5, perMinute: 100, grants: [] };
        return Response.json(await objectOf(env).permits({ ...request, pause: 0 }));
      }
      case "/events":
        return Response.json(events);
      case "/calls": {
        const client = clientOf(env, searchParams.has("budget"));
        let left = Number(searchParams.get("count"));
        const waits: { bulk: boolean; ms: number }[] = [];
        const work = async (bulk: boolean) => {
          while (left > 0) {
            left -= 1;
            const start = fastClock.now();
            if (bulk) await client.collection("things").bulk.create([{ data: { key: "a" } }]);
            else await client.status();
            waits.push({ bulk, ms: fastClock.now() - start });
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => work(i % 4 === 0)));
        return Response.json(waits);
      }
    }
    return new Response(null, { status: 404 });
  },
};

type TestObject = Record<"evict" | "lose" | "permits", (argument?: unknown) => Promise<unknown>>;

function objectOf({ KINABASE }: Env): TestObject {
  const stub = KINABASE?.get(KINABASE.idFromName("kinabase"));
  if (!isTestObject(stub)) throw new Error("there is no object");
  return stub;
}

function isTestObject(stub: object | undefined): stub is TestObject {
  return stub !== undefined && typeof Reflect.get(stub, "evict") === "function";
}

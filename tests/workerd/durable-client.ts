// A Worker without a secret. A Durable Object of another Worker requests its tokens and limits its requests.
import { type ClientEvent, createClient, isKinabaseError } from "../../mod.ts";
import { durableBudget, type DurableNamespace, durableTokens } from "../../src/cloudflare.ts";
import { BASE_URL, CREDENTIALS } from "./credentials.ts";

interface Env {
  KINABASE: DurableNamespace;
  MISSING?: DurableNamespace;
}

/** The most requests a minute in the case of the budget. */
const PER_MINUTE = 20;
const AT_ONCE = 15;

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const events: ClientEvent[] = [];
    const onEvent = (event: ClientEvent) => void events.push(event);
    const options = { baseUrl: BASE_URL, retry: false, onEvent } as const;
    const tokens = durableTokens(env.KINABASE);
    const { pathname, searchParams } = new URL(request.url);
    const name = searchParams.get("name") ?? "kinabase";
    try {
      switch (pathname) {
        case "/status":
          return Response.json(await createClient({ ...options, coordinator: tokens }).status());
        case "/leave":
          createClient({ ...options, coordinator: tokens }).status().catch(() => {});
          // So that the object has the call before this request ends.
          await new Promise((resolve) => setTimeout(resolve, 100));
          return new Response("left");
        case "/leave-budget": {
          const rateLimit = durableBudget(env.KINABASE, { perMinute: PER_MINUTE, name });
          await objectOf(env, name).delay(500);
          createClient({ ...options, coordinator: tokens, rateLimit }).status().catch(() => {});
          // So that the object has the request for permits before this request ends.
          await new Promise((resolve) => setTimeout(resolve, 100));
          return new Response("left");
        }
        case "/budget": {
          const rateLimit = durableBudget(env.KINABASE, { perMinute: PER_MINUTE, name });
          const client = createClient({ ...options, coordinator: tokens, rateLimit });
          const timeout = Number(searchParams.get("timeout") ?? 2_000);
          const calls = Array.from({ length: AT_ONCE }, () => client.status({ timeout }));
          const ended = await Promise.allSettled(calls);
          return Response.json(
            ended.map((call) => call.status === "fulfilled" ? "ok" : call.reason),
          );
        }
        case "/unreachable": {
          const coordinator = searchParams.has("missing")
            ? durableTokens(env.MISSING, { binding: "MISSING" })
            : durableTokens(unreachable(env.KINABASE), { binding: "BROKEN" });
          const credentials = searchParams.has("alone") ? CREDENTIALS : {};
          await createClient({ ...options, ...credentials, coordinator }).status();
          return Response.json(events.filter(({ type }) => type === "token"));
        }
        case "/broken":
          // The name is found in the environment.
          return Response.json(tokens.name);
        case "/evict":
        case "/lose": {
          const stub = objectOf(env, name);
          // The call itself fails, because it ends the object.
          await stub[pathname === "/evict" ? "evict" : "lose"]().catch(() => {});
          return new Response("done");
        }
        default:
          return new Response(null, { status: 404 });
      }
    } catch (error) {
      return isKinabaseError(error)
        ? Response.json(error, { status: 502 })
        : new Response(String(error), { status: 500 });
    }
  },
};

type TestObject = Record<"evict" | "lose" | "delay", (ms?: number) => Promise<void>>;

function objectOf({ KINABASE }: Env, name: string): TestObject {
  const stub = KINABASE.get(KINABASE.idFromName(name));
  if (!isTestObject(stub)) throw new Error("not an object of this test");
  return stub;
}

function isTestObject(stub: object): stub is TestObject {
  return typeof Reflect.get(stub, "evict") === "function";
}

/** A binding whose class has other methods. */
function unreachable(namespace: DurableNamespace): DurableNamespace {
  return { ...namespace, idFromName: (name) => namespace.idFromName(name), get: () => ({}) };
}

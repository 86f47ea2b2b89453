// Cases that only workerd can test: Workers whose requests end before their work does. The services behind
// the bindings are defined in the workerd suite, with a new pair of Worker and Kinabase for each case.
import { errorResponse, tokenResponse } from "../../src/wire/response-schemas.ts";
import { equal, ok } from "../contract/assert.ts";
import { durableCases } from "./durable-cases.ts";

/** A binding to another Worker. */
interface Service {
  fetch(input: string, init?: RequestInit): Promise<Response>;
}

/** The bindings of the test Worker, by the names of the services. */
export type Services = Readonly<Record<string, Service>>;

/** One case. */
export interface RuntimeCase {
  name: string;
  run(): void | Promise<void>;
}

const milliseconds = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

const RECOVERY_MS = 2_000;
const PARALLEL = 5;

/** On the older date, a promise cannot wake a request other than the one that settled it. */
const DATES = ["2024-09-02", "2026-07-01"];

/**
 * Returns the cases.
 *
 * @param services The bindings.
 */
export function workerCases(services: Services): RuntimeCase[] {
  const pair = (kind: string, date: string) => {
    const [worker, kinabase] = [services[`${kind}-${date}`], services[`${kind}-${date}-kinabase`]];
    ok(worker !== undefined && kinabase !== undefined, `no services for ${kind} of ${date}`);
    const get = (path: string) => worker.fetch(`http://worker${path}`);
    const status = async () => equal((await get("/status")).status, 200, "status");
    const control = async (what: string): Promise<unknown> =>
      await (await kinabase.fetch(`http://kinabase/control/${what}`)).json();
    return { get, status, control };
  };

  return DATES.flatMap((date) => [
    ...([
      ["leave", "left", "it ended, then others came"],
      ["leave-at-once", "left", "it ended immediately, then others came"],
      ["leave-joined", "left", "others joined, then it ended"],
      ["abort", "aborted", "it was aborted, then others came"],
      ["abort-joined", "aborted", "others joined, then it was aborted"],
    ] as const).map(([kind, said, how]) => ({
      name: "runtime: a token request whose own request has ended does not block the next " +
        `(${how}; ${date})`,
      async run() {
        const { get, status, control } = pair(kind, date);
        const others = () => Promise.all(Array.from({ length: PARALLEL }, status));
        await control("silence");
        const first = get(`/${kind.replace("-joined", "")}`);
        if (kind !== "leave-at-once") {
          while (await control("token-requests") === 0) await milliseconds(5);
        }
        const joined = kind.endsWith("-joined") ? others() : undefined;
        await milliseconds(50); // lets the others join
        await get("/go");
        equal(await (await first).text(), said, "response of the request that ends early");
        await control("answer");
        const abandoned = kind === "leave-at-once" ? Number(await control("token-requests")) : 1;

        const start = Date.now();
        await (joined ?? others());
        const took = Date.now() - start;
        ok(took < RECOVERY_MS, `expected recovery in ${RECOVERY_MS} ms, took ${took}`);
        await status();
        equal(Number(await control("token-requests")) - abandoned, 1, "further token requests");
      },
    })),
    {
      name: `runtime: a client at module scope serves parallel requests with one token (${date})`,
      async run() {
        const { status, control } = pair("module", date);
        await Promise.all(Array.from({ length: PARALLEL }, status));
        equal(await control("token-requests"), 1, "token requests");
      },
    },
    {
      name: `runtime: twenty parallel calls wait for one slow token request (${date})`,
      async run() {
        const { status, control } = pair("slow", date);
        await control("slow");
        await Promise.all(Array.from({ length: 20 }, status));
        equal(await control("token-requests"), 1, "token requests");
      },
    },
    {
      name:
        "runtime: a signal made at module scope aborts a call, although another caller has left " +
        `(${date})`,
      async run() {
        const { get, control } = pair("shared-signal", date);
        await control("silence");
        for (let i = 0; i < PARALLEL; i++) await (await get("/shared-leave")).text();
        const start = Date.now();
        equal(await (await get("/shared-abort")).text(), "aborted", "response");
        ok(Date.now() - start < RECOVERY_MS, "expected the abort to take effect at once");
      },
    },
    {
      name: `runtime: clients created in each request's handler cause one token request (${date})`,
      async run() {
        const inTurn = pair("in-turn", date);
        for (let i = 0; i < PARALLEL; i++) await inTurn.status();
        equal(await inTurn.control("token-requests"), 1, "token requests of sequential requests");
        const atOnce = pair("at-once", date);
        await Promise.all(Array.from({ length: PARALLEL }, atOnce.status));
        equal(await atOnce.control("token-requests"), 1, "token requests of parallel requests");
      },
    },
    ...durableCases(services, date),
    {
      name: `runtime: Workers share a token through KV (${date})`,
      async run() {
        const [one, other, kinabase] = ["one", "other", "kinabase"].map((name) =>
          services[`kv-${name}-${date}`]
        );
        ok(one !== undefined && other !== undefined && kinabase !== undefined, "no services");
        for (const worker of [one, other, one]) {
          const response = await worker.fetch("http://worker/");
          ok(response.status === 200, `status ${response.status}: ${await response.text()}`);
        }
        const asked = await kinabase.fetch("http://kinabase/control/token-requests");
        equal(await asked.json(), 1, "token requests");
      },
    },
    {
      name: `runtime: callers that leave a delayed request do not stop the mock's clock (${date})`,
      async run() {
        const mock = services[`delayed-mock-${date}`];
        ok(mock !== undefined, "no mock");
        const send = (path: string, init?: RequestInit) =>
          mock.fetch(`https://kinabase.invalid${path}`, init);
        const body = await (await send("/set-up")).text();
        const json = { "content-type": "application/json" };
        const issued = await send("/api/v1/token", { method: "POST", headers: json, body });
        const { token } = tokenResponse.parse(await issued.json());
        const headers = { authorization: `Bearer ${token}` };
        const status = async (patience: number) =>
          (await send("/api/v1/status", { headers, signal: AbortSignal.timeout(patience) })).status;
        for (let i = 0; i < PARALLEL; i++) {
          await Promise.allSettled([1, 2, 3, 4].map((patience) => status(patience)));
        }
        equal(await status(RECOVERY_MS), 200, "status after others have left");
        const moved = await send("/advance", { signal: AbortSignal.timeout(RECOVERY_MS) });
        equal(await moved.json(), 1_000, "how far the clock was moved");

        // On the older date, a request that sleeps on a running clock cannot be woken by another one.
        if (date === DATES[0]) return;
        await send("/run");
        const delayed = status(RECOVERY_MS);
        await milliseconds(50); // lets it arrive
        for (let i = 0; i < 10; i++) await send("/advance");
        equal(await delayed, 200, "status of a request that others woke");
      },
    },
    {
      name: `runtime: export default mock works as a Worker at module scope (${date})`,
      async run() {
        const mock = services[`mock-${date}`];
        ok(mock !== undefined, "no mock");
        const requestToken = async (body: string) => {
          const response = await mock.fetch("https://kinabase.invalid/api/v1/token", {
            method: "POST",
            headers: { "content-type": "application/json" },
            body,
          });
          errorResponse.parse(await response.json());
          return response.status;
        };
        const appSecret = `${"A".repeat(86)}==`;
        const unknown = JSON.stringify({ appId: crypto.randomUUID(), appSecret });
        equal(await requestToken(unknown), 401, "status for unknown credentials");
        equal(await requestToken('{"appId": '), 400, "status for bad JSON");
        equal(await requestToken(unknown), 401, "status in a later request");
      },
    },
  ]);
}

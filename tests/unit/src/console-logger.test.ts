import { afterEach, expect, spyOn, test } from "bun:test";
import { type ClientEvent, consoleLogger, createClient } from "../../../mod.ts";
import { createMockServer, demoCredentials, demoSeed } from "../../../mock-server/mod.ts";

/** Collects the lines, with their level. */
function collector() {
  const lines: string[] = [];
  const console = {
    debug: (line: string) => void lines.push(`debug ${line}`),
    warn: (line: string) => void lines.push(`warn ${line}`),
  };
  return { lines, console };
}

function linesOf(...events: ClientEvent[]): string[] {
  const { lines, console } = collector();
  const listener = consoleLogger({ console });
  for (const event of events) listener(event);
  return lines;
}

const spies: { mockRestore(): void }[] = [];
afterEach(() => {
  for (const spy of spies.splice(0)) spy.mockRestore();
});

test("it writes one line for each event of a call, without secrets and queries", async () => {
  const { lines, console } = collector();
  const { fetch, baseUrl, clock, faults } = createMockServer({ seed: demoSeed() });
  const onEvent = consoleLogger({ console });
  const client = createClient({
    ...demoCredentials(),
    fetch,
    baseUrl,
    clock,
    onEvent,
    random: () => 0.5,
  });
  faults.add({ kind: "status", status: 503, match: { path: "/collections/people" } });
  await client.collection("people").page({ pageSize: 1 });
  expect(lines.map((line) => line.replace(/in \d+ ms|(?<=expires ).+/g, "…"))).toEqual([
    "debug kinabase: POST token",
    "debug kinabase: POST token: 200 …",
    "debug kinabase: token obtained …, expires …",
    "debug kinabase: GET collections/people",
    "debug kinabase: GET collections/people: 503 …",
    "warn kinabase: GET collections/people: 503, retry …",
    "debug kinabase: GET collections/people (attempt 2)",
    "debug kinabase: GET collections/people (attempt 2): 200 …",
  ]);
});

test("what went wrong is written with console.warn", () => {
  const request = { method: "GET", path: "/status", attempt: 1 };
  expect(linesOf(
    { type: "response", ...request, error: "network", duration: 2.6 },
    { type: "retry", ...request, attempt: 2, error: "timeout", delay: 499.7 },
    { type: "token", outcome: "rejected" },
    { type: "token", outcome: "kept", reason: "Kinabase answered with 503" },
    { type: "token", outcome: "store_failed", reason: "The store is closed" },
    { type: "token", outcome: "coordinator_failed", reason: "It is gone" },
    { type: "budget", outcome: "failed", reason: "It is gone" },
  )).toEqual([
    "warn kinabase: GET /status: no response (network) in 3 ms",
    "warn kinabase: GET /status (attempt 2): no response (timeout), retry in 500 ms",
    "warn kinabase: token rejected before it expired",
    "warn kinabase: token refresh failed, the old token stays in use: Kinabase answered with 503",
    "warn kinabase: token store failed: The store is closed",
    "warn kinabase: token is requested without the coordinator: It is gone",
    "warn kinabase: shared budget failed, requests are sent without permits: It is gone",
  ]);
});

test("a wait for the rate limit is part of normal operation", () => {
  const request = { method: "GET", path: "/status" };
  expect(linesOf(
    { type: "wait", ...request, attempt: 1, duration: 4_800.3 },
    { type: "wait", ...request, attempt: 2, duration: 12 },
  )).toEqual([
    "debug kinabase: GET /status: waited 4800 ms for the rate limit",
    "debug kinabase: GET /status (attempt 2): waited 12 ms for the rate limit",
  ]);
});

test("a request ID is added, and an unknown expiry is left out", () => {
  expect(linesOf(
    {
      type: "response",
      method: "GET",
      path: "/status",
      attempt: 1,
      status: 500,
      duration: 1,
      requestId: "r-1",
    },
    { type: "token", outcome: "obtained" },
    { type: "token", outcome: "received" },
  )).toEqual([
    "debug kinabase: GET /status: 500 in 1 ms (request ID r-1)",
    "debug kinabase: token obtained",
    "debug kinabase: token received",
  ]);
});

test("by default it writes to the global console", () => {
  const debug = spyOn(console, "debug").mockImplementation(() => {});
  const warn = spyOn(console, "warn").mockImplementation(() => {});
  spies.push(debug, warn);
  const listener = consoleLogger();
  listener({ type: "request", method: "GET", path: "/status", attempt: 1 });
  listener({ type: "token", outcome: "rejected" });
  expect(debug.mock.calls).toEqual([["kinabase: GET /status"]]);
  expect(warn.mock.calls).toEqual([["kinabase: token rejected before it expired"]]);
});

import type { FaultKind } from "../../../mock-server/mod.ts";

/** The share of the requests that fail. */
export const FAULT_RATE = 0.2;

/** The slug of the collection. */
export const SLUG = "things";

const withoutWaits: readonly FaultKind[] = [
  { kind: "status", status: 500 },
  { kind: "status", status: 502 },
  { kind: "status", status: 503, body: { error: "Try again later." } },
  { kind: "status", status: 408 },
  { kind: "status", status: 400, body: { error: "Invalid request." } },
  { kind: "html" },
  { kind: "malformedJson" },
  { kind: "cutBody", after: 1 },
  { kind: "cutBody", after: 40 },
  { kind: "stalledBody", after: 1 },
  { kind: "drop" },
  { kind: "tokenExpired" },
  { kind: "tokenInvalid" },
];

/** The faults: every kind, and those of tokens. */
export const faults: readonly FaultKind[] = [
  ...withoutWaits,
  { kind: "delay", duration: "2s" },
  { kind: "delay", duration: "20s" },
  { kind: "rateLimit", retryAfter: 2 },
  { kind: "rateLimit" },
];

/**
 * The faults for a program that runs on the system's clock. There is no 429: after one, a client sends no
 * more than the documented number of requests a minute.
 */
export const quickFaults: readonly FaultKind[] = [
  ...withoutWaits,
  { kind: "delay", duration: "200ms" },
  { kind: "delay", duration: "2s" },
];

import * as fc from "fast-check";
import type { JsonValue } from "../../../mod.ts";
import { SECRET, TOKEN } from "./bodies.ts";
import { anyJsonObject, anyNumber } from "./json.ts";
import { anyText, word } from "./text.ts";
import { APP_ID } from "./world.ts";

const FAULTS: readonly JsonValue[] = [
  { kind: "status", status: 503, body: { error: "x" }, headers: { "retry-after": "3" } },
  { kind: "status", status: 204, match: { method: "get", path: "/*", nth: 2 }, times: 3 },
  { kind: "delay", duration: "1h" },
  { kind: "stalledBody", after: 0 },
  { kind: "cutBody", after: 3 },
  { kind: "malformedJson" },
  { kind: "html", status: 200, page: "<p>" },
  { kind: "drop" },
  { kind: "rateLimit", retryAfter: 0, message: "slow" },
  { kind: "tokenExpired", status: 418 },
];

const CHAOS: readonly JsonValue[] = [
  { seed: 1, rate: 1 },
  { seed: "x", rate: 0.5, kinds: [{ kind: "drop" }, { kind: "html" }], match: { path: "/token" } },
];

const COLLECTION: JsonValue = {
  slug: "orders",
  name: "Orders",
  fields: { a: "text", b: { type: "number", tracked: true, hidden: true } },
};

const SEED: JsonValue = {
  apps: [{ appSecret: SECRET, name: "a", description: "b", state: "expired" }],
  collections: [{
    slug: "seeded",
    name: "S",
    records: [{ data: { a: 1 }, id: "s1", numericId: 4 }],
  }],
};

const SNAPSHOT: JsonValue = {
  version: 1,
  apiEnabled: true,
  clock: { time: 0, running: false },
  apps: [{
    appId: APP_ID,
    name: "a",
    description: "b",
    state: "active",
    secretDigest: `${"A".repeat(43)}=`,
  }],
  collections: [{
    slug: "kept",
    name: "Kept",
    id: "5b0f8c86-6c39-4d1c-9c1e-4d4e0c3b7a02",
    highestNumericId: 3,
    records: [{ id: "k1", numericId: 1, data: { a: [1] }, external: [], updatedAt: 5 }],
    telemetry: { k1: [{ timestamp: "2026-01-01T00:00:00Z", data: { a: 1 } }] },
  }],
};

const moment = () =>
  fc.oneof(fc.constantFrom<JsonValue>("2026-01-01T00:00:00Z", 0, 8.64e15), anyNumber());

/** Valid bodies of the control API's operations, by their ID. */
export const CONTROL_BODIES: Readonly<Record<string, () => fc.Arbitrary<JsonValue>>> = {
  createTenant: () =>
    fc.record({
      clock: fc.record({ start: moment(), running: fc.boolean(), autoAdvance: fc.boolean() }, {
        requiredKeys: [],
      }),
      behaviors: fc.constant({ "message.appExpired": "gone {limit} {constructor}" }),
      limits: fc.record({
        pageSize: fc.integer({ min: 1 }),
        requestsPerMinute: fc.integer({ min: 1 }),
      }),
      journal: fc.record({ entries: fc.nat(3), bytes: fc.nat(), bodyBytes: fc.nat(9) }),
      seed: fc.constantFrom(SEED, {}),
    }, { requiredKeys: [] }),
  setApiEnabled: () => fc.record({ enabled: fc.boolean() }),
  createApp: () => fc.record({ name: word(), description: anyText() }),
  advanceClock: () => fc.record({ by: fc.oneof(fc.constantFrom("61m", "1h30m", 0), anyNumber()) }),
  setClock: () => fc.record({ time: moment() }),
  sleep: () => fc.record({ ms: fc.oneof(fc.nat(5), anyNumber()) }),
  addFault: () => fc.constantFrom(...FAULTS),
  setChaos: () => fc.constantFrom(...CHAOS),
  expectEntries: () =>
    fc.oneof(
      fc.constant<JsonValue>({ match: { path: "/nothing" }, times: 0 }),
      fc.record({
        match: fc.record({
          method: word(),
          path: fc.constant("/*"),
          status: fc.nat(600),
          since: moment(),
        }, {
          requiredKeys: [],
        }),
        times: fc.nat(2),
      }, { requiredKeys: ["match"] }),
    ),
  createCollection: () => fc.constant(COLLECTION),
  addRecord: () => anyJsonObject().map((data) => ({ data, external: [{ key: "a", id: "b" }] })),
  restore: () => fc.constant(SNAPSHOT),
  seed: () => fc.constant(SEED),
  decodeToken: () => fc.constantFrom<JsonValue>({ token: TOKEN }, { token: "a.b.c" }),
};

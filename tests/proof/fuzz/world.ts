import { createManualClock, createMockServer, type MockServer } from "../../../mock-server/mod.ts";
import type { Seed } from "../../../mock-server/mod.ts";
import * as forge from "../../contract/forge.ts";
import { type Canaries, createCanaries, makeSecret } from "./canaries.ts";

/** A small mock with data of every kind, and tokens of every kind. */
export interface World {
  mock: MockServer;
  appId: string;
  appSecret: string;
  /** Tokens by what is wrong with them. */
  tokens: Readonly<Record<TokenName, string>>;
  /** The secret and all tokens. */
  canaries: Canaries;
}

/** What a token is. Only `good` is accepted. */
export type TokenName =
  | "good"
  | "expired"
  | "alteredPayload"
  | "alteredSignature"
  | "algNone"
  | "algNoneSigned"
  | "otherKey";

/** The names of all tokens. */
export const TOKEN_NAMES: readonly TokenName[] = [
  "good",
  "expired",
  "alteredPayload",
  "alteredSignature",
  "algNone",
  "algNoneSigned",
  "otherKey",
];

/** The App ID of every world. */
export const APP_ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";

/** A collection of every world, with what requests can name in it. */
export interface Target {
  /** Its slug and its ID, as requests may spell them. */
  names: readonly string[];
  /** The IDs of its records. */
  ids: readonly string[];
  /** The links of its records. */
  links: readonly { key: string; id: string }[];
  /** Whether it accepts any field. */
  isOpen: boolean;
}

const PEOPLE: Target = {
  names: ["people"],
  ids: ["r1", "7d9f6a0e-0b43-4c7e-8a53-2f1f0d0a9c01"],
  links: [
    { key: "crm", id: "c-1" },
    { key: "crm", id: "a/b c%2F?é" },
    { key: "__proto__", id: "constructor" },
  ],
  isOpen: true,
};

const SENSORS: Target = {
  names: ["sensors", "5B0F8C86-6C39-4D1C-9C1E-4D4E0C3B7A02"],
  ids: ["r2", "__proto"],
  links: [{ key: "crm", id: "c-1" }],
  isOpen: false,
};

/** The collections of every world. */
export const TARGETS: readonly Target[] = [PEOPLE, SENSORS];

/** The collections at the start: one that accepts anything, and one with fields of every type. */
export function seedOf(appSecret: string): Seed {
  const [crm, ...others] = PEOPLE.links;
  return {
    apps: [{ appId: APP_ID, appSecret, name: "Fuzz", description: "Random requests" }],
    collections: [
      {
        slug: "people",
        name: "People",
        records: [
          { id: "r1", data: { name: "Ada", tags: ["a", { b: null }] }, external: crm ? [crm] : [] },
          { id: "7d9f6a0e-0b43-4c7e-8a53-2f1f0d0a9c01", data: {}, external: others },
        ],
      },
      {
        slug: "sensors",
        id: "5b0f8c86-6c39-4d1c-9c1e-4d4e0c3b7a02",
        name: "Sensors",
        fields: {
          name: "text",
          on: "boolean",
          since: "date",
          owner: "link",
          temperature: { type: "number", tracked: true },
          note: { type: "text", tracked: true, hidden: true },
          ...Object.fromEntries(
            Array.from({ length: 60 }, (_, i) => [`field number ${i}`, "text"]),
          ),
        },
        records: [
          {
            id: "r2",
            numericId: 7,
            data: { name: "Cellar", temperature: 4.5, note: "wet" },
            external: [...SENSORS.links],
          },
          { id: "__proto", data: { owner: [{ id: "r1" }], since: "2026-01-31", on: null } },
        ],
      },
    ],
  };
}

/** The time at which every run starts. */
const START = Date.UTC(2026, 0, 1);

/** Creates a mock with small limits, so that random requests reach them. `reset()` restores it. */
export async function createWorld(): Promise<World> {
  const appSecret = makeSecret();
  const mock = createMockServer({
    clock: createManualClock({ start: START }),
    seed: seedOf(appSecret),
    limits: { pageSize: 50, batchSize: 8, streamSize: 40 },
    journal: { entries: 5, bytes: 20_000, bodyBytes: 600 },
  });
  await mock.clock.set(START - 3_600_001);
  const expired = await requestToken(mock, appSecret);
  await mock.clock.set(START);
  const good = await requestToken(mock, appSecret);
  const tokens = {
    good,
    expired,
    alteredPayload: forge.alteredPayload(good),
    alteredSignature: forge.alteredSignature(good),
    algNone: forge.algNone(good),
    algNoneSigned: forge.algNoneSigned(good),
    otherKey: await forge.otherKey(good),
  };
  const canaries = createCanaries();
  for (const secret of [appSecret, good, expired]) canaries.add(secret);
  return { mock, appId: APP_ID, appSecret, tokens, canaries };
}

async function requestToken(mock: MockServer, appSecret: string): Promise<string> {
  const response = await mock.fetch(`${mock.baseUrl}token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ appId: APP_ID, appSecret }),
  });
  const body: unknown = await response.json();
  if (typeof body === "object" && body !== null && "token" in body) return String(body.token);
  throw new Error(`The mock issued no token: ${response.status}`);
}

import {
  type Client,
  createClient,
  type CredentialOptions,
  isKinabaseError,
} from "../../../mod.ts";
import type { DurableState } from "../../../src/cloudflare.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";
import { type Traffic, virtualKinabase } from "./virtual-kinabase.ts";

/** What the isolates share. */
export type Sharing = "nothing" | "a token" | "a token and a budget";

/** The results of a simulated day. */
export interface Day extends Traffic {
  /** Calls that succeeded. */
  succeeded: number;
  /** Calls that failed. */
  failed: number;
  /** How long interactive calls took, in milliseconds, in ascending order. */
  interactive: number[];
  /** How long batches of bulk work took, in milliseconds, in ascending order. */
  bulk: number[];
}

/** The options of {@linkcode simulateDay}. */
export interface DayOptions {
  isolates: number;
  hours: number;
  sharing: Sharing;
  /** Returns a number from 0 up to, but not including, 1. */
  random: () => number;
  cloudflare: typeof import("../../../src/cloudflare.ts");
}

const PER_MINUTE = 100;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RPC_MS = 10;
/** Interactive calls a minute: at night, and how many more at noon. */
const [AT_NIGHT, AT_NOON] = [10, 75];
/** Every hour some isolates import records: batches in each of them, one after the other. */
const [IMPORTS, BATCHES] = [6, 200];
const BATCH_TIMEOUT_MS = 30 * MINUTE_MS;
/** How long an isolate lives. Then a new one without a token takes its place. */
const LIFE_MS = [20 * MINUTE_MS, 180 * MINUTE_MS] as const;

const CREDENTIALS = {
  appId: "00000000-0000-4000-8000-000000000000",
  appSecret: `${"A".repeat(86)}==`,
};

/** Simulates a day of a deployment with the real client, the real class of the object and its policy. */
export async function simulateDay(options: DayOptions): Promise<Day> {
  const { isolates, hours, random } = options;
  const start = Date.parse("2026-01-01T00:00:00Z");
  const clock = createVirtualClock(start);
  const { fetch, traffic } = virtualKinabase(clock, PER_MINUTE);
  const day: Day = Object.assign(traffic, { succeeded: 0, failed: 0, interactive: [], bulk: [] });
  const newClient = clientFactory(options, clock, fetch);
  const place = () => ({ client: newClient(), endsAt: clock.now() + between(LIFE_MS, random) });
  const places = Array.from({ length: isolates }, place);

  function anyClient(): Client {
    const i = Math.floor(random() * isolates);
    let of = places[i];
    if (of === undefined || of.endsAt <= clock.now()) of = places[i] = place();
    return of.client;
  }

  async function measured(kind: "interactive" | "bulk", call: () => Promise<unknown>) {
    const from = clock.now();
    try {
      await call();
      day.succeeded += 1;
    } catch (error) {
      if (!isKinabaseError(error)) throw error;
      day.failed += 1;
    }
    day[kind].push(clock.now() - from);
  }

  async function visitors(): Promise<void> {
    for (;;) {
      const hour = (clock.now() - start) / HOUR_MS;
      const rate = AT_NIGHT + AT_NOON * (1 - Math.cos(hour / 24 * 2 * Math.PI)) / 2;
      await clock.sleep(-Math.log(1 - random()) * MINUTE_MS / rate);
      void measured("interactive", () => anyClient().status());
    }
  }

  async function imports(): Promise<void> {
    for (;;) {
      const people = anyClient().collection("people");
      const begun = clock.now();
      for (let i = 0; i < BATCHES; i++) {
        const records = [{ data: {} }];
        await measured(
          "bulk",
          () => people.bulk.create(records, { batchTimeout: BATCH_TIMEOUT_MS }),
        );
      }
      await clock.sleep(Math.max(0, begun + HOUR_MS - clock.now()));
    }
  }

  void visitors();
  for (let i = 0; i < IMPORTS; i++) void imports();
  await clock.runUntil(start + hours * HOUR_MS);
  for (const times of [day.interactive, day.bulk]) times.sort((a, b) => a - b);
  return day;
}

function clientFactory(
  { sharing, random, cloudflare }: DayOptions,
  clock: VirtualClock,
  fetch: NonNullable<CredentialOptions["fetch"]>,
): () => Client {
  const { coordinatorClass, durableBudget, durableTokens } = cloudflare;
  const connection = { clock, deadlineClock: clock, fetch, random };
  const Class = coordinatorClass(() => ({ ...CREDENTIALS, ...connection }));
  const object = new Class(memoryState(), {});
  const overTheNetwork = async <T>(call: () => Promise<T>): Promise<T> => {
    await clock.sleep(RPC_MS);
    const answer = await call();
    await clock.sleep(RPC_MS);
    return answer;
  };
  return () => {
    // A function of its own, since clients with the same one share their token.
    const own = { ...connection, fetch: ((input, init) => fetch(input, init)) as typeof fetch };
    if (sharing === "nothing") return createClient({ ...CREDENTIALS, ...own });
    const namespace = {
      idFromName: (name: string) => name,
      get: () => ({
        token: (rejected?: string) => overTheNetwork(() => object.token(rejected)),
        permits: (request: Parameters<typeof object.permits>[0]) =>
          overTheNetwork(() => object.permits(structuredClone(request))),
      }),
    };
    const coordinator = durableTokens(namespace);
    if (sharing === "a token") return createClient({ coordinator, ...own });
    return createClient({ coordinator, rateLimit: durableBudget(namespace, { clock }), ...own });
  };
}

function memoryState(): DurableState {
  const kept = new Map<string, unknown>();
  return {
    blockConcurrencyWhile: (work) => work(),
    storage: {
      get: async (key) => kept.get(key),
      put: async (key, value) => void kept.set(key, value),
      delete: async (key) => kept.delete(key),
      setAlarm: async () => {},
    },
  };
}

function between([least, most]: readonly [number, number], random: () => number): number {
  return least + random() * (most - least);
}

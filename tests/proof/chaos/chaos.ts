import { type Client, createClient } from "../../../mod.ts";
import {
  type CreatedApp,
  createMockServer,
  type MockServer,
  type Tenant,
} from "../../../mock-server/mod.ts";
import { seededRandom } from "../../unit/seeded-random.ts";
import { randomWorld } from "../worlds/all-worlds.ts";
import { switchIds, worldOf, worldText } from "../worlds/world.ts";
import type { Proof, ProofOptions } from "../proof.ts";
import { type Accounts, BrokenPromise, createAccounts } from "./accounts.ts";
import { CALLS } from "./calls.ts";
import { countingSignal } from "./counting-signal.ts";
import { FAULT_RATE, faults, SLUG } from "./faults.ts";
import { lyingFetch } from "./lying-fetch.ts";
import { type Connect, inProcess, type Transport } from "./transport.ts";
import { createPumpedClock, type PumpedClock } from "./pumped-clock.ts";

const TENANTS = 3;
const WORKERS = 40;
const CALLS_OF_A_WORKER = 4;

/**
 * Many calls of every kind at once, while requests fail, tokens expire, apps are replaced, the clock jumps,
 * callers leave and tenants are removed. Each tenant has random behaviors. Then the store must agree with
 * what each call said.
 */
export const chaos: Proof = chaosThrough("chaos", 10, inProcess);

/**
 * Creates the program for one way to reach the mock.
 *
 * @param rounds How many rounds it makes, each with a new mock.
 */
export function chaosThrough(name: string, rounds: number, connect: Connect): Proof {
  return { name, run: (options) => runRounds(name, rounds, connect, options) };
}

async function runRounds(
  name: string,
  rounds: number,
  connect: Connect,
  options: ProofOptions,
): Promise<void> {
  const totals = { calls: 0, applied: 0, notApplied: 0, unknown: 0 };
  const heap: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const random = seededRandom(options.seed * 1_000 + round);
    const { calls, accounts } = await runRound(options, random, connect);
    totals.calls += calls;
    for (const claim of ["applied", "notApplied", "unknown"] as const) {
      totals[claim] += accounts.reduce((sum, of) => sum + of.totals[claim], 0);
    }
    heap.push(usedHeap());
  }
  const { calls, applied, notApplied, unknown } = totals;
  options.print(
    `${name}: ${calls} calls; writes: ${applied} applied, ${notApplied} not applied, ${unknown} unknown; ` +
      "every claim agrees with the store",
  );
  expectFlat(name, heap, options);
}

async function runRound(
  { scale }: ProofOptions,
  random: () => number,
  connect: Connect,
): Promise<{ calls: number; accounts: Accounts[] }> {
  const mock = createMockServer();
  const transport = await connect(mock);
  const time = createPumpedClock(random, transport.idleTurns);
  const worlds = await Promise.all(
    Array.from({ length: TENANTS }, () => createShakenTenant(mock, transport, time, random)),
  );
  let calls = 0;
  let used = 0;
  const signals: ReturnType<typeof countingSignal>[] = [];

  async function work(world: ShakenTenant): Promise<void> {
    const { tenant, accounts } = world;
    const { id: own } = things(tenant).records.add({ data: { key: `own-${++used}` } });
    const patient = countingSignal();
    signals.push(patient);
    for (let i = 0; i < CALLS_OF_A_WORKER * scale; i++) {
      const leaves = random() < 0.1;
      const patience = leaves ? countingSignal() : patient;
      if (leaves) {
        signals.push(patience);
        void time.clock.sleep(random() * 3_000).then(() =>
          patience.abort(new Error("The caller left."))
        );
      }
      const [name, call] = pick(Object.entries(CALLS), random);
      calls += 1;
      time.touch();
      try {
        await call({
          client: world.client(),
          accounts,
          own,
          behaviors: tenant.behaviors,
          next: () => ++used,
          random,
          signal: patience.signal,
        });
      } catch (error) {
        if (!(error instanceof BrokenPromise)) throw error;
        throw new BrokenPromise(`${name}${inWorldOf(tenant)}: ${error.message}`, {
          cause: error.cause,
        });
      }
      await world.disturb();
    }
  }

  const workers = worlds.flatMap((world) => Array.from({ length: WORKERS }, () => work(world)));
  await time.pump(Promise.all(workers));
  // Waits of callers that have not left yet, and requests that nobody waits for any more.
  for (const { tenant } of worlds) tenant.faults.clear();
  await time.manual.advance("1h");
  await time.pump(time.clock.sleep(60_000));

  for (const { tenant, accounts, isRemoved } of worlds) {
    if (isRemoved()) continue;
    compare(tenant, accounts);
    const client = newClient(await newApp(tenant), time, transport, random);
    // Nothing waits here, so the clock stands still: a slow machine causes no timeouts.
    await expectCompleteList(tenant, client);
  }
  const listeners = signals.reduce((sum, signal) => sum + signal.listeners(), 0);
  if (listeners > 0) throw new BrokenPromise(`${listeners} listeners are left on signals`);
  if (time.sleeping() > 0) throw new BrokenPromise(`${time.sleeping()} timers are left`);
  await transport.close();
  return { calls, accounts: worlds.map(({ accounts }) => accounts) };
}

interface ShakenTenant {
  tenant: Tenant;
  accounts: Accounts;
  client(): Client;
  isRemoved(): boolean;
  /** Sometimes replaces the app or removes the tenant. */
  disturb(): Promise<void>;
}

async function createShakenTenant(
  mock: MockServer,
  transport: Transport,
  time: PumpedClock,
  random: () => number,
): Promise<ShakenTenant> {
  const tenant = mock.createTenant({
    clock: time.manual,
    limits: { requestsPerMinute: 2_000 },
    behaviors: randomWorld(random),
  });
  tenant.collections.create({
    slug: SLUG,
    name: "Things",
    fields: { key: "text", value: { type: "number", tracked: true } },
  });
  tenant.faults.chaos({ seed: random(), rate: FAULT_RATE, kinds: [...faults] });
  const lying = { ...transport, fetch: lyingFetch(transport.fetch, random, time.touch) };
  let app = await newApp(tenant);
  let client = newClient(app, time, lying, random);
  let removed = false;
  return {
    tenant,
    accounts: createAccounts(),
    client: () => client,
    isRemoved: () => removed,
    async disturb() {
      if (removed) return;
      const chance = random();
      if (chance < 0.01) {
        tenant.apps[chance < 0.005 ? "revoke" : "expire"](app.appId);
        app = await newApp(tenant);
        client = newClient(app, time, lying, random);
      } else if (chance < 0.011) {
        removed = true;
        tenant.remove();
      }
    },
  };
}

function inWorldOf({ behaviors }: Tenant): string {
  const world = worldOf(switchIds().map((id) => [id, behaviors.get(id)]));
  return ` in the world ${worldText(world)}`;
}

const newApp = (tenant: Tenant): Promise<CreatedApp> =>
  tenant.apps.create({ name: "Chaos", description: "Works under faults" });

function newClient(
  app: CreatedApp,
  { clock }: PumpedClock,
  { fetch, baseUrl }: Transport,
  random: () => number,
): Client {
  return createClient({
    ...app.clientOptions(baseUrl === undefined ? undefined : { baseUrl }),
    fetch,
    clock,
    deadlineClock: clock,
    random,
    timeout: 60_000,
    attemptTimeout: 5_000,
    ...(random() < 0.5 ? { rateLimit: 300 } : {}),
  });
}

function things(tenant: Tenant) {
  const [collection] = tenant.collections.list();
  if (collection === undefined) throw new Error("the tenant has no collection");
  return collection;
}

function compare(tenant: Tenant, accounts: Accounts): void {
  const collection = things(tenant);
  const differences = accounts.differences({
    records: collection.records.list(),
    telemetry: (id) => collection.telemetry(id).map(({ data }) => Number(data["value"])),
  });
  if (differences.length === 0) return;
  throw new BrokenPromise(
    `the store differs from what calls said${inWorldOf(tenant)}:\n  ` +
      differences.slice(0, 10).join("\n  "),
  );
}

/** Without faults, a list and a stream have every record once. */
async function expectCompleteList(tenant: Tenant, client: Client): Promise<void> {
  const stored = things(tenant).records.list().map(({ id }) => id).sort();
  const collection = client.collection(SLUG);
  for (const source of [collection.list({ pageSize: 50 }), collection.stream()]) {
    const ids: string[] = [];
    for await (const { id } of source) ids.push(id);
    if (ids.sort().join() === stored.join()) continue;
    throw new BrokenPromise(
      `a list has ${ids.length} records, the store has ${stored.length}${inWorldOf(tenant)}`,
    );
  }
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** The memory in use after a garbage collection, in megabytes; 0 where the runtime does not tell. */
function usedHeap(): number {
  const { Bun, gc, process } = globalThis as {
    Bun?: { gc(force: boolean): void };
    gc?: () => void;
    process?: { memoryUsage?(): { heapUsed: number } };
  };
  if (Bun !== undefined) Bun.gc(true);
  else if (gc !== undefined) gc();
  else return 0;
  return (process?.memoryUsage?.().heapUsed ?? 0) / 1e6;
}

const GROWTH_MB = 8;

function expectFlat(name: string, heap: readonly number[], { print }: ProofOptions): void {
  const [first = 0, last = 0] = [heap[2], heap.at(-1)];
  if (last === 0) return;
  print(`${name}: ${first.toFixed(1)} MB after round 3, ${last.toFixed(1)} MB after the last`);
  if (last - first > GROWTH_MB) {
    throw new BrokenPromise(`memory grew from ${first.toFixed(1)} to ${last.toFixed(1)} MB`);
  }
}

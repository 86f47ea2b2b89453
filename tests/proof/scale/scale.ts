import * as z from "zod";
import type { Proof, ProofOptions } from "../proof.ts";
import { SPEED } from "./fast-clock.ts";

/** A binding to another Worker. */
interface Service {
  /** Sends it a request. */
  fetch(input: string, init?: RequestInit): Promise<Response>;
}

const CALLS = 2_000;
const HOURS = 3;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PER_MINUTE = 100;
const LEAST_USED = 0.9;

const counts = z.object({ tokens: z.number(), refused: z.number(), arrivals: z.array(z.number()) });
const waits = z.array(z.object({ bulk: z.boolean(), ms: z.number() }));
const tokenEvents = z.array(z.looseObject({ outcome: z.string(), reason: z.string().optional() }));

/**
 * A deployment of 20 isolates in workerd with one real Durable Object, on a clock that runs faster. With the
 * shared budget, while the object is evicted, loses its storage, and a holder of permits dies, no request may
 * get a 429, and the budget must be used. Then hours pass, with one token request in each.
 *
 * @param services The bindings to the Workers.
 */
export function scale(services: Readonly<Record<string, Service>>): Proof {
  return { name: "scale", run: (options) => run(services, options) };
}

async function run(
  services: Readonly<Record<string, Service>>,
  { scale, print }: ProofOptions,
): Promise<void> {
  const isolates = Object.entries(services).filter(([name]) => name.startsWith("isolate-"))
    .map(([, service]) => service);
  const [first, second] = isolates;
  const { kinabase, coordinator, alone } = services;
  if (!first || !second || !kinabase || !coordinator || !alone) throw new Error("no Workers");
  const get = async (service: Service, path: string): Promise<unknown> => {
    const response = await service.fetch(`http://worker${path}`);
    if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
    return await response.json();
  };
  const counted = async () => counts.parse(await get(kinabase, "/control/counts"));
  const skipAll = async (ms: number) => {
    await get(kinabase, `/control/skip?ms=${ms}`);
    for (const service of [coordinator, alone, ...isolates]) await get(service, `/skip?ms=${ms}`);
  };

  const each = Math.ceil(CALLS * scale / isolates.length);
  const calls = Promise.all(
    isolates.map(async (service) => waits.parse(await get(service, `/calls?budget&count=${each}`))),
  );
  const troubles = [
    ["the object is evicted", () => get(first, "/evict")],
    ["a holder dies with its permits", () => get(second, "/hold")],
    ["the object loses its storage", () => get(first, "/lose")],
    ["the object is evicted again", () => get(second, "/evict")],
  ] as const;
  const total = each * isolates.length;
  for (const [i, [name, cause]] of troubles.entries()) {
    const due = total * (i + 1) / (troubles.length + 1);
    while ((await counted()).arrivals.length < due) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await cause();
    print(`scale: after ${(await counted()).arrivals.length} requests ${name}`);
  }
  const made = (await calls).flat();
  const { tokens, refused, arrivals } = await counted();
  const [start = 0, end = 0] = [arrivals[0], arrivals.at(-1)];
  const minutes = Math.floor((end - start) / MINUTE_MS);
  const inMinutes = arrivals.filter((at) => at < start + minutes * MINUTE_MS).length;
  const used = inMinutes / (minutes * PER_MINUTE);
  print(
    `scale: ${made.length} calls of ${isolates.length} isolates with the budget: ${tokens} token ` +
      `requests, ${refused} responses with 429, ${percent(used)} of ${minutes} minutes used; ` +
      `mean wait ${mean(made, false)} s interactive, ${mean(made, true)} s bulk`,
  );
  if (refused > 0) throw new Error(`${refused} requests got a 429; expected none`);
  if (used < LEAST_USED) throw new Error(`${percent(used)} of the budget used; expected 90%`);
  if (tokens !== 1) throw new Error(`${tokens} token requests; expected 1`);

  for (let hour = 1; hour <= HOURS; hour++) {
    await skipAll(HOUR_MS);
    await Promise.all(isolates.map((service) => get(service, "/calls?budget&count=1")));
    const after = (await counted()).tokens;
    if (after !== 1 + hour) throw new Error(`${after} token requests after ${hour} hours`);
  }
  print(`scale: ${HOURS} more hours, ${HOURS} more token requests`);

  const before = (await counted()).tokens;
  await get(alone, "/calls?count=1");
  const events = tokenEvents.parse(await get(alone, "/events"));
  const outcomes = events.map(({ outcome }) => outcome).join(", ");
  if (outcomes !== "coordinator_failed, obtained" || (await counted()).tokens !== before + 1) {
    throw new Error(`an isolate without the binding: ${outcomes}`);
  }
  print(`scale: an isolate without the binding went on alone (${SPEED} times the system clock)`);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

function mean(made: z.infer<typeof waits>, bulk: boolean): string {
  const of = made.filter((call) => call.bulk === bulk);
  return (of.reduce((sum, { ms }) => sum + ms, 0) / of.length / 1000).toFixed(0);
}

import * as z from "zod";
import { seededRandom } from "../../../unit/seeded-random.ts";
import type { Proof, ProofOptions } from "../../proof.ts";
import { BrokenPromise, createAccounts } from "../accounts.ts";
import { CALLS } from "../calls.ts";
import { type CallMessage, type Note, NUMBERS_OF_A_CALL } from "./call-message.ts";

/** A binding to another Worker. */
export interface Service {
  /** Sends it a request. */
  fetch(input: string, init?: RequestInit): Promise<Response>;
}

const ROUNDS = 8;
const AT_ONCE = 60;
const LEAVING = 0.3;
const LONGEST_STAY_MS = 100;
/** Longer than a call and its retries take, and shorter than its timeout: a call that waits for nothing is late. */
const LONGEST_CALL_MS = 30_000;

const storeContents = z.array(z.object({
  id: z.string(),
  data: z.record(z.string(), z.unknown()),
  telemetry: z.array(z.number()),
}));

/**
 * Chaos in workerd: many requests of a Worker use one client at the same time. Some end before their calls,
 * and some are disconnected. All others must get their response, and the store must agree with it.
 *
 * @param worker The Worker with the client.
 * @param kinabase The Worker with the mock.
 */
export function chaosLeaving(worker: Service, kinabase: Service): Proof {
  return { name: "chaos-leaving", run: (options) => run(worker, kinabase, options) };
}

async function run(
  worker: Service,
  kinabase: Service,
  { scale, seed, print }: ProofOptions,
): Promise<void> {
  const random = seededRandom(seed);
  const accounts = createAccounts();
  const counts = { stayed: 0, left: 0, disconnected: 0 };
  /** The claims of the calls that stayed. */
  const claims = { applied: 0, notApplied: 0, unknown: 0 };
  const control = async (what: string): Promise<unknown> =>
    await (await kinabase.fetch(`http://kinabase/control/${what}`)).json();
  let used = 1;

  async function makeCall(): Promise<void> {
    const name = nameOfCall(random);
    const from = used;
    used += NUMBERS_OF_A_CALL;
    const own = z.string().parse(await control(`own?key=own-${from}`));
    const stay = random() < LEAVING ? Math.floor(random() * LONGEST_STAY_MS) : undefined;
    const disconnects = stay !== undefined && random() < 0.5;
    const leaveAfter = disconnects ? undefined : stay;
    const message: CallMessage = { name, own, from, seed: Math.floor(random() * 1e9), leaveAfter };
    const patience = AbortSignal.timeout(disconnects ? stay ?? 0 : LONGEST_CALL_MS);
    let notes: Note[] | "left" | undefined;
    try {
      const response = await worker.fetch("http://worker/", {
        method: "POST",
        body: JSON.stringify(message),
        signal: patience,
      });
      if (response.status !== 200) throw new BrokenPromise(`${name}: ${await response.text()}`);
      notes = await response.json();
    } catch (error) {
      if (!patience.aborted || !disconnects) {
        throw new BrokenPromise(`${name}: no response in ${LONGEST_CALL_MS} ms`, { cause: error });
      }
    }
    if (Array.isArray(notes)) {
      counts.stayed += 1;
      for (const note of notes) enter(note);
      return;
    }
    counts[notes === "left" ? "left" : "disconnected"] += 1;
    for (let n = from; n < used && n < from + NUMBERS_OF_A_CALL; n++) {
      accounts.added(`key-${n}`, "unknown");
      accounts.changed(own, n, "unknown");
      accounts.ingested(own, n, "unknown");
    }
  }

  function enter(note: Note): void {
    claims[note.claim] += 1;
    if (note.kind === "added") accounts.added(note.key, note.claim);
    else if (note.kind === "changed") accounts.changed(note.id, note.value, note.claim);
    else accounts.ingested(note.id, note.value, note.claim);
  }

  await control(`start?seed=${seed}`);
  for (let round = 0; round < ROUNDS * scale; round++) {
    await Promise.all(Array.from({ length: AT_ONCE }, makeCall));
  }
  await control("stop");
  await makeCall();

  const records = storeContents.parse(await control("store"));
  const telemetry = new Map(records.map((of) => [of.id, of.telemetry]));
  const differences = accounts.differences({
    records,
    telemetry: (id) => telemetry.get(id) ?? [],
  });
  if (differences.length > 0) {
    throw new BrokenPromise(
      `the store differs from what calls said:\n  ${differences.slice(0, 10).join("\n  ")}`,
    );
  }
  const { stayed, left, disconnected } = counts;
  const { applied, notApplied, unknown } = claims;
  print(
    `chaos-leaving: ${stayed} requests stayed, ${left} left early, ${disconnected} were disconnected; ` +
      `writes: ${applied} applied, ${notApplied} not applied, ${unknown} unknown; every claim agrees ` +
      "with the store",
  );
}

function nameOfCall(random: () => number): string {
  const names = Object.keys(CALLS);
  return names[Math.floor(random() * names.length)] ?? "status";
}

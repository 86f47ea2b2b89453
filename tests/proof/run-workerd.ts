import { chaosLeaving, type Service } from "./chaos/leaving/chaos-leaving.ts";
import { runProof } from "./proofs.ts";
import { scale } from "./scale/scale.ts";

/** Set by scripts/lib/prove.ts. */
declare const PROOF: { name: string; scale: number; seed: number; only?: string };

/** The bindings, if the proof has Workers of its own. */
type Services = Readonly<Record<string, Service>>;

export default {
  async test(_controller: unknown, services: Services): Promise<void> {
    const { "client-worker": worker, "mock-worker": kinabase } = services;
    const hasWorkers = worker !== undefined && kinabase !== undefined;
    await runProof(PROOF, [
      ...(hasWorkers ? [chaosLeaving(worker, kinabase)] : []),
      scale(services),
    ]);
  },
};

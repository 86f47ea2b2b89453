import { runProof } from "./proofs.ts";

/** Set by scripts/lib/prove.ts. */
declare const PROOF: { name: string; scale: number; seed: number; only?: string };

export default {
  test: (): Promise<void> => runProof(PROOF),
};

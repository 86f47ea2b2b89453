import { runProof } from "./proofs.ts";

/** Set by scripts/prove.ts. */
declare const PROOF: { name: string; scale: number; seed: number };

export default {
  test: (): Promise<void> => runProof(PROOF),
};

import { attack } from "./attack/attack.ts";
import { chaos } from "./chaos/chaos.ts";
import type { Proof } from "./proof.ts";

const PROOFS: readonly Proof[] = [attack, chaos];

/** Runs one program and prints its report. */
export async function runProof(of: { name: string; scale: number; seed: number }): Promise<void> {
  const proof = PROOFS.find(({ name }) => name === of.name);
  if (proof === undefined) throw new Error(`There is no proof named ${of.name}.`);
  await proof.run({ ...of, print: (line) => console.log(line) });
}

import { attack } from "./attack/attack.ts";
import { chaos } from "./chaos/chaos.ts";
import { importWorlds } from "./commands/import-worlds.ts";
import { fuzz } from "./fuzz.ts";
import type { Proof, ProofOptions } from "./proof.ts";
import { randomWorldsProof, worlds } from "./worlds/worlds.ts";

const PROOFS: readonly Proof[] = [attack, chaos, fuzz, randomWorldsProof, worlds, importWorlds];

/**
 * Runs one program and prints its report.
 *
 * @param more Programs that not every runtime can run.
 */
export async function runProof(
  of: { name: string } & Omit<ProofOptions, "print">,
  more: readonly Proof[] = [],
): Promise<void> {
  const proof = [...PROOFS, ...more].find(({ name }) => name === of.name);
  if (proof === undefined) throw new Error(`There is no proof named ${of.name}.`);
  await proof.run({ ...of, print: (line) => console.log(line) });
}

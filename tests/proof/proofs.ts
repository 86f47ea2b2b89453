import { chaos } from "./chaos/chaos.ts";
import type { Proof } from "./proof.ts";

const PROOFS: readonly Proof[] = [chaos];

/**
 * Runs one program and prints its report.
 *
 * @param more Programs that not every runtime can run.
 */
export async function runProof(
  of: { name: string; scale: number; seed: number },
  more: readonly Proof[] = [],
): Promise<void> {
  const proof = [...PROOFS, ...more].find(({ name }) => name === of.name);
  if (proof === undefined) throw new Error(`There is no proof named ${of.name}.`);
  await proof.run({ ...of, print: (line) => console.log(line) });
}

import type { Proof, ProofOptions } from "../proof.ts";
import { randomWorlds, worldsOfAllPairs, worldsOfOneOption } from "./all-worlds.ts";
import { findingText, runWorld } from "./run-world.ts";
import { type World, worldFrom } from "./world.ts";

/** The client's cases and the assumed facts in worlds with each option once, and with each pair of options. */
export const worlds: Proof = {
  name: "worlds",
  run: (options) => runAll([{}, ...worldsOfOneOption(), ...worldsOfAllPairs()], options),
};

/** The same in `scale` random worlds. */
export const randomWorldsProof: Proof = {
  name: "random-worlds",
  run: (options) => runAll(randomWorlds(options.scale, options.seed), options),
};

async function runAll(all: readonly World[], { print, only }: ProofOptions): Promise<void> {
  const [id, text] = only?.split(/:(.*)/s).map((part) => part.trim()) ?? [];
  let [cases, failures] = [0, 0];
  const chosen = text === undefined ? all : [worldFrom(text)];
  for (const world of chosen) {
    const result = await runWorld(world, id);
    cases = result.cases;
    failures += result.findings.length;
    for (const finding of result.findings) print(findingText(finding));
  }
  print(`worlds: ${chosen.length} worlds, ${cases} cases in each, ${failures} failures`);
  if (failures > 0) throw new Error(`${failures} cases fail in other worlds`);
}

// Cases for runtimes that can listen on a port. The package's exports are arguments, so that Node can pass
// those of the packed package.
import { controlledCases } from "./controlled.ts";
import { sample } from "./sample.ts";
import { resendCases } from "./resend.ts";
import { type Faces, type RuntimeCase, servedCases } from "./served.ts";
import { stackCases } from "./stacks.ts";

/**
 * Returns these cases. Their names begin with `runtime: `.
 *
 * @param every Of the contract over the control API, only every nth case.
 */
export function runtimeCases(faces: Faces, every: number = 1): RuntimeCase[] {
  const controlled = sample(controlledCases(faces), every);
  return [...servedCases(faces), ...controlled, ...resendCases(faces), ...stackCases(faces)];
}

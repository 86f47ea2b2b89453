// Cases for runtimes that can listen on a port. The package's exports are arguments, so that Node can pass
// those of the packed package.
import { controlledCases } from "./controlled.ts";
import { resendCases } from "./resend.ts";
import { type Faces, type RuntimeCase, servedCases } from "./served.ts";

/** Returns all these cases. Their names begin with `runtime: `. */
export function runtimeCases(faces: Faces): RuntimeCase[] {
  return [...servedCases(faces), ...controlledCases(faces), ...resendCases(faces)];
}

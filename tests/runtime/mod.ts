// What only a runtime that can listen on a port can show. The package's faces come as an argument, so
// that Node can hand in the packed ones.
import { controlledCases } from "./controlled.ts";
import { resendCases } from "./resend.ts";
import { type Faces, type RuntimeCase, servedCases } from "./served.ts";

/** All such cases; their names begin with `runtime: `. */
export function runtimeCases(faces: Faces): RuntimeCase[] {
  return [...servedCases(faces), ...controlledCases(faces), ...resendCases(faces)];
}

import type { Chaos, FaultKind } from "./fault-kinds.ts";
import { type Matchable, matches } from "../../support/request-match.ts";
import { seededRandom } from "./seeded-random.ts";

// None that stalls: a test without a deadline would wait for ever.
const DEFAULT_KINDS: readonly FaultKind[] = [
  { kind: "status", status: 503 },
  { kind: "rateLimit", retryAfter: 1 },
  { kind: "html" },
  { kind: "malformedJson" },
  { kind: "cutBody" },
  { kind: "drop" },
];

/** Decides for one request after another what happens to it. */
export type FaultPicker = (request: Matchable) => FaultKind | undefined;

/** Makes what decides. */
export function createFaultPicker(
  { seed, rate, kinds = [...DEFAULT_KINDS], match = {} }: Chaos,
): FaultPicker {
  const random = seededRandom(seed);
  return (request) => {
    if (!matches(match, request)) return undefined;
    // Always two, so that what becomes of a request does not depend on the rate of the ones before.
    const [chance, choice] = [random(), random()];
    return chance < rate ? kinds[Math.floor(choice * kinds.length)] : undefined;
  };
}

import type { Chaos, FaultKind } from "./fault-types.ts";
import { type Matchable, matches } from "../../support/request-match.ts";
import { seededRandom } from "./seeded-random.ts";

// No stalled body: a test without a timeout would wait forever.
const DEFAULT_KINDS: readonly FaultKind[] = [
  { kind: "status", status: 503 },
  { kind: "rateLimit", retryAfter: 1 },
  { kind: "html" },
  { kind: "malformedJson" },
  { kind: "cutBody" },
  { kind: "drop" },
];

/** Picks the fault for each request, if any. */
export type FaultPicker = (request: Matchable) => FaultKind | undefined;

/** Creates a picker that always makes the same choices for the same seed and requests. */
export function createFaultPicker(
  { seed, rate, kinds = [...DEFAULT_KINDS], match = {} }: Chaos,
): FaultPicker {
  const random = seededRandom(seed);
  return (request) => {
    if (!matches(match, request)) return undefined;
    // Always draws two numbers, so that a request's fault does not depend on earlier outcomes.
    const [hit, choice] = [random(), random()];
    return hit < rate ? kinds[Math.floor(choice * kinds.length)] : undefined;
  };
}

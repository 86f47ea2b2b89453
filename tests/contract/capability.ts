import type { IsolateOptions, Target } from "./target.ts";

/** What only some targets can do. */
export type Capability =
  | "apps"
  | "clock"
  | "collection"
  | "collections"
  | "drop"
  | "faults"
  /** A separate target for the case, which accepts any number of wrong credentials. */
  | "isolate"
  | "journal";

const SKIP_REASONS: Readonly<Record<Capability, string>> = {
  apps: "this target cannot create, expire or revoke app registrations",
  clock: "the time of this target cannot be moved",
  collection:
    "no collection to work in was given: pass collection, on the command line --collection",
  collections: "this target cannot create collections",
  drop: "this target cannot drop a request without a response",
  faults: "faults cannot be injected into this target",
  isolate: "this target is shared, so only few wrong credentials are sent to it",
  journal: "this target has no journal of its requests",
};

const NO_LIMITS = "the limits of this target cannot be changed";
const NO_BEHAVIORS = "the behaviors of this target cannot be changed";

/** The reasons to skip a case that hold for every real deployment. */
export const MOCK_ONLY: readonly string[] = [
  NO_LIMITS,
  NO_BEHAVIORS,
  ...Object.entries(SKIP_REASONS).filter(([need]) => need !== "collection").map(([, why]) => why),
];

/** Returns the reason why a case cannot run against a target. */
export function skipReason(
  needs: readonly Capability[],
  { limits, behaviors }: IsolateOptions,
  target: Target,
): string | undefined {
  const missing = needs.find((need) => target[need] === undefined);
  if (missing !== undefined) return SKIP_REASONS[missing];
  if (target.isolate !== undefined) return undefined;
  if (limits !== undefined) return NO_LIMITS;
  return behaviors && NO_BEHAVIORS;
}

import type { BehaviorOptions } from "../../mock-server/mod.ts";
import type { Target } from "./target.ts";

/** The same target, of which the behaviors of a profile are expected. */
export function profiledTarget(target: Target, known: BehaviorOptions): Target {
  const { isolate, behavior } = target;
  return {
    ...target,
    behavior: (id) => known[id] ?? behavior?.(id),
    ...(isolate === undefined ? {} : {
      // A case may ask for other behaviors than those of the profile.
      isolate: async (options) =>
        profiledTarget(await isolate(options), { ...known, ...options?.behaviors }),
    }),
  };
}

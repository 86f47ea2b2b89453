import type { BehaviorOptions } from "../behaviors/behavior-settings.ts";
import type { ManualClock } from "../clock/manual-clock.ts";
import type { JournalOptions } from "../journal/journal.ts";
import type { LimitOptions } from "../limits/limit-options.ts";
import type { Seed } from "./seed.ts";

/** The options of a tenant. */
export interface TenantOptions {
  /** The tenant's clock. Default: a frozen manual clock. */
  clock?: ManualClock | undefined;
  /**
   * How the tenant behaves where Kinabase's behavior is not known for sure; see `behaviorTable` for all
   * behaviors and their options. Also the text of each error message, as `message.<failure>`.
   *
   * @example Tokens of a revoked app get 403
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer({ behaviors: { "bearer.app-ended": "403" } });
   * ```
   */
  behaviors?: BehaviorOptions | undefined;
  /**
   * Overrides Kinabase's limits, so that tests of limits can stay small.
   *
   * @example Pages of three, and ten requests a minute
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer({ limits: { pageSize: 3, requestsPerMinute: 10 } });
   * ```
   */
  limits?: LimitOptions | undefined;
  /** The limits of the journal. */
  journal?: JournalOptions | undefined;
  /** The initial data, also restored by `reset`: plain JSON, see {@linkcode Seed}. */
  seed?: Seed | object | undefined;
}

/** The names of the tenant options. */
export const TENANT_OPTIONS: readonly (keyof TenantOptions)[] = [
  "clock",
  "behaviors",
  "limits",
  "journal",
  "seed",
];

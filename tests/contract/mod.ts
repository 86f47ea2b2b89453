/**
 * The contract of the Kinabase API as this project knows it: one suite for any test runner, against
 * the mock or a real deployment. It is unofficial, and each case says how surely its fact is known.
 *
 * @example With Bun
 * ```ts ignore
 * import { test } from "bun:test";
 * import { contract, mockTarget } from "@kinakit/kinabase/contract";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * for (const c of contract(mockTarget(createMockServer()))) test.skipIf(!!c.skip)(c.title, c.run);
 * ```
 *
 * @example With Deno
 * ```ts ignore
 * import { contract, mockTarget } from "@kinakit/kinabase/contract";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * for (const c of contract(mockTarget(createMockServer()))) {
 *   Deno.test({ name: c.title, ignore: !!c.skip, fn: c.run });
 * }
 * ```
 *
 * @module
 */
import { bearerCases } from "./bearer.ts";
import { bulkCases } from "./bulk.ts";
import { bind, type ContractCase } from "./case.ts";
import { collectionCases } from "./collections.ts";
import { errorCases } from "./errors.ts";
import { externalCases } from "./external.ts";
import { ingestCases } from "./ingest.ts";
import { limitCases } from "./limits.ts";
import { pagingCases } from "./paging.ts";
import { recordCases } from "./records.ts";
import { statusCases } from "./status.ts";
import { streamCases } from "./stream.ts";
import type { Target } from "./target.ts";
import { tokenCases } from "./token.ts";

export { ContractViolation } from "./assert.ts";
export type { ContractCase, Evidence, Level } from "./case.ts";
export {
  type ForkOptions,
  mockTarget,
  type Target,
  type TargetApps,
  type TargetClock,
  type TargetCollection,
  type TargetCollections,
  type TargetFaults,
  type TargetJournal,
} from "./target.ts";

/**
 * All cases, bound to a target. What the target lacks decides which are skipped, each with its
 * reason in `skip`.
 *
 * @param target What to run against; `mockTarget(mock)` makes one of a mock server.
 */
export function contract(target: Target): ContractCase[] {
  return [
    ...bind("token", tokenCases, target),
    ...bind("bearer", bearerCases, target),
    ...bind("status", statusCases, target),
    ...bind("errors", errorCases, target),
    ...bind("collections", collectionCases, target),
    ...bind("paging", pagingCases, target),
    ...bind("records", recordCases, target),
    ...bind("external", externalCases, target),
    ...bind("bulk", bulkCases, target),
    ...bind("ingest", ingestCases, target),
    ...bind("stream", streamCases, target),
    ...bind("limits", limitCases, target),
  ];
}

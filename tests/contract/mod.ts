/**
 * An unofficial contract suite for the Kinabase HTTP API. It runs in any test runner, against the mock or
 * a real deployment.
 *
 * Each case has a mark for its evidence:
 *
 * - (S) stated by the specification
 * - (D) documented publicly by Kinabase
 * - (O) observed in programs that use the real service
 * - (A) assumed
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
import { behaviorsOf, type Profile } from "../../mock-server/mod.ts";
import { bind, type ContractCase, type Definition } from "./case.ts";
import * as client from "./client/mod.ts";
import { profiledTarget } from "./profiled-target.ts";
import type { Target } from "./target.ts";
import * as wire from "./wire/mod.ts";

export { ContractViolation } from "./assert.ts";
export { AssumedBehavior } from "./assumed-behavior.ts";
export { controlTarget } from "./control-target.ts";
export { type DeploymentOptions, deploymentTarget } from "./deployment-target.ts";
export { contradictions, fidelity } from "./fidelity.ts";
export type { MaybePromise, MaybeRemote } from "./maybe-remote.ts";
export { mockTarget } from "./mock-target.ts";
export { preflight } from "./preflight.ts";
export { type OptIn, probeBehaviors, type ProbeOptions } from "./probe/probe-behaviors.ts";
export { type CaseResult, runContract, type RunOptions } from "./run.ts";
export type { ContractCase, DependsOn, Evidence, Level } from "./case.ts";
export type {
  IsolateOptions,
  Target,
  TargetApps,
  TargetClock,
  TargetCollection,
  TargetCollections,
  TargetFaults,
  TargetJournal,
} from "./target.ts";

const SUBJECTS: Readonly<Record<string, Definition[]>> = {
  token: [...wire.tokenCases, ...client.tokenCases],
  bearer: [...wire.bearerCases, ...client.bearerCases],
  status: [...wire.statusCases, ...client.statusCases],
  errors: [...wire.errorCases, ...client.errorCases],
  retries: client.retryCases,
  fetch: client.fetchCases,
  options: client.optionCases,
  inputs: client.inputCases,
  accounts: client.accountCases,
  answers: client.answerCases,
  hostile: client.hostileCases,
  events: client.eventCases,
  collections: [...wire.collectionCases, ...client.collectionCases],
  paging: [...wire.pagingCases, ...client.pagingCases],
  records: [...wire.recordCases, ...client.recordCases],
  external: [...wire.externalCases, ...client.externalCases],
  bulk: [...wire.bulkCases, ...client.bulkCases],
  ingest: [...wire.ingestCases, ...client.ingestCases],
  stream: [...wire.streamCases, ...client.streamCases],
  limits: wire.limitCases,
  faults: wire.faultCases,
};

/** Options of {@linkcode contract}. */
export interface ContractOptions {
  /**
   * How the target behaves where that is not documented, as written by `kinabase contract --write-profile` or returned by
   * `probeBehaviors`. Cases that depend on a behavior, assumed facts (A) too, expect what is right under its option. Facts
   * that are specified, documented or observed are expected in any case. Default: what the target itself says, or else what
   * this project assumes.
   */
  profile?: Profile | object | undefined;
}

/**
 * Returns all cases for a target. A case that needs a capability that the target does not have is
 * skipped, and its `skip` gives the reason.
 *
 * Each call returns new cases in the same order. The titles are unique within a target.
 *
 * @param target The target to test. See {@linkcode mockTarget}, {@linkcode controlTarget} and
 * {@linkcode deploymentTarget}.
 * @param options See {@linkcode ContractOptions}.
 * @throws {TypeError} When an option is unknown, or the profile is invalid.
 * @returns The cases. No request is sent until a case runs.
 *
 * @example With the test runner of Node
 * ```ts ignore
 * import { test } from "node:test";
 * import { contract, mockTarget } from "@kinakit/kinabase/contract";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * for (const { title, skip, run } of contract(mockTarget(createMockServer()))) {
 *   test(title, { skip }, run);
 * }
 * ```
 */
export function contract(target: Target, options: ContractOptions = {}): ContractCase[] {
  const { profile, ...unknown } = options;
  const [name] = Object.keys(unknown);
  if (name !== undefined) {
    throw new TypeError(`Unknown option "${name}" of contract(). It takes { profile }.`);
  }
  const known = profile === undefined ? {} : behaviorsOf(profile);
  const subject = profile === undefined ? target : profiledTarget(target, known);
  return Object.entries(SUBJECTS).flatMap(([topic, cases]) => bind(topic, cases, subject, known));
}

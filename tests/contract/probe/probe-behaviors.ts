import {
  behaviorTable,
  type Finding,
  type Profile,
  type SwitchId,
} from "../../../mock-server/mod.ts";
import { trackCreated } from "../clean-up.ts";
import { helpersFor } from "../helpers.ts";
import { deleteRecords, RecordsLeft } from "../left-over.ts";
import type { Target } from "../target.ts";
import { notSeen } from "./finding.ts";
import { createProbeContext, type ProbeContext, ProbeStopped } from "./probe-context.ts";
import { PROBES } from "./probes.ts";

/** The effects that opt-in probes have on others: they end tokens, or use up the minute. */
export type OptIn = "token" | "rate-limit";

/** Options of {@linkcode probeBehaviors}. */
export interface ProbeOptions {
  /** Probes with effects that others notice. Default: none. */
  probe?: readonly OptIn[] | undefined;
  /** The time of the profile, in milliseconds since 1970. Default: the system's time. */
  now?: number | undefined;
  /** Ends the probes early. The rest is `notSeen`. */
  signal?: AbortSignal | undefined;
  /** Called with each finding. */
  onFinding?: ((id: SwitchId, finding: Finding) => void) | undefined;
}

/**
 * Finds out how a deployment behaves where that is not documented. It sends few requests, and works only
 * with records that it creates in the target's collection and deletes afterward.
 *
 * @throws {ContractViolation} When a record could not be deleted. The message names it.
 *
 * @example
 * ```ts
 * import { mockTarget, probeBehaviors } from "@kinakit/kinabase/contract";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 *
 * const mock = createMockServer({ behaviors: { "status.body": "empty" } });
 * const profile = await probeBehaviors(mockTarget(mock));
 * console.log(profile.behaviors["status.body"]); // { option: "empty" }
 * ```
 */
export async function probeBehaviors(
  shared: Target,
  { probe: optIn = [], now = Date.now(), signal, onFinding }: ProbeOptions = {},
): Promise<Profile> {
  const { target, created, unnamed } = trackCreated(shared);
  const context = await createProbeContext(target);
  // Not through the target of the probes, which sends nothing after an abort.
  const { records } = await helpersFor(shared);
  const deleted = new Set<string>();
  const cleanUp = async (others: readonly string[] = []) => {
    const paths = [...await created()].filter((path) => !deleted.has(path));
    for (const path of paths) deleted.add(path);
    const left = await deleteRecords(records, paths, shared);
    left.push(...others);
    if (left.length > 0) throw new RecordsLeft(left, shared.collection);
  };
  const findings = new Map<SwitchId, Finding>();
  // What uses up the minute comes last.
  const ids = switchIds().sort((a, b) => Number(isLast(a)) - Number(isLast(b)));
  try {
    for (const id of ids) {
      if (isLast(id)) await cleanUp();
      const reason = signal?.aborted ? ENDED : reasonNotToProbe(id, optIn);
      const finding = reason === undefined ? await found(id, context, signal) : notSeen(reason);
      findings.set(id, finding);
      onFinding?.(id, finding);
    }
  } finally {
    await cleanUp(unnamed());
  }
  const behaviors = Object.fromEntries(switchIds().map((id) => [id, findings.get(id)]));
  return {
    version: 1,
    target: shared.baseUrl,
    date: new Date(now).toISOString(),
    behaviors,
  };
}

/** The names of all behaviors with options. */
function switchIds(): SwitchId[] {
  return Object.keys(behaviorTable).filter((id): id is SwitchId => id in behaviorTable);
}

const ENDED = "the probes ended early";

const isLast = (id: SwitchId) => id.startsWith("rate-limit.");

function reasonNotToProbe(id: SwitchId, optIn: readonly OptIn[]): string | undefined {
  const { probe } = behaviorTable[id];
  if (probe === "impossible") return "this cannot be found out without changing the deployment";
  if (probe === "safe") return undefined;
  const needed: OptIn = isLast(id) ? "rate-limit" : "token";
  return optIn.includes(needed) ? undefined : `its probe was not asked for (--probe ${needed})`;
}

async function found(
  id: SwitchId,
  context: ProbeContext,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  try {
    return await PROBES[id]?.(context) ?? notSeen("there is no probe for it");
  } catch (error) {
    if (signal?.aborted) return notSeen(ENDED);
    if (error instanceof ProbeStopped) return notSeen(error.message);
    throw error;
  }
}

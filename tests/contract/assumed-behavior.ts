import { behaviorTable, type SwitchId } from "../../mock-server/mod.ts";
import { ContractViolation } from "./assert.ts";
import type { DependsOn } from "./helpers.ts";
import { RecordsLeft } from "./left-over.ts";
import type { Target } from "./target.ts";

/**
 * Thrown by a case about the client that failed, although the client may be right: what is expected depends on how the
 * target behaves, and that is only assumed. With a profile of the target, see `contract`, the case decides.
 */
export class AssumedBehavior extends ContractViolation {
  /** Always `AssumedBehavior`. */
  override readonly name: string = "AssumedBehavior";
  /** The behaviors that are only assumed. */
  readonly behaviors: readonly SwitchId[];

  /** Creates the error from that of the case. */
  constructor(error: unknown, behaviors: readonly SwitchId[]) {
    const assumed = behaviors.map((id) => `${id}=${behaviorTable[id].default}`).join(", ");
    super(
      `${error instanceof Error ? error.message : String(error)}\n` +
        `This depends on what is only assumed about the target: ${assumed}. If it behaves in another way, the client ` +
        "may be right. Find out with kinabase contract --write-profile, or pass a profile to contract().",
      { cause: error },
    );
    this.behaviors = behaviors;
  }
}

/** The error of a failed case, which says so if the case depends on behaviors that are only assumed. */
export async function blamed(
  error: unknown,
  dependsOn: DependsOn = {},
  { behavior, signal }: Target,
): Promise<unknown> {
  if (error instanceof RecordsLeft || signal?.aborted) return error;
  const assumed: SwitchId[] = [];
  for (const id of Object.keys(dependsOn).filter(isSwitch)) {
    if (await behavior?.(id) === undefined) assumed.push(id);
  }
  return assumed.length === 0 ? error : new AssumedBehavior(error, assumed);
}

function isSwitch(id: string): id is SwitchId {
  return id in behaviorTable;
}

import { systemClock } from "../../mod.ts";
import { ContractViolation } from "./assert.ts";
import type { CollectionCalls } from "./collection-context.ts";
import { redacted } from "./redacted.ts";
import type { Target } from "./target.ts";
import { within } from "./within.ts";

/** The error when records that the contract created could not be deleted. */
export class RecordsLeft extends ContractViolation {
  /**
   * @param left The paths or descriptions of the records, each with the reason.
   * @param failure Why the case failed, if it did.
   */
  constructor(left: readonly string[], collection = "", failure?: ContractViolation) {
    const message = `Records in the collection ${collection} could not be deleted. Delete them: ${
      left.join(", ")
    }`;
    super(failure === undefined ? message : `${failure.message}\n${message}`);
  }
}

/** The pauses before each attempt to delete a record, in milliseconds. */
const PAUSES = [0, 1_000, 5_000];
const LONGEST = 100;

/**
 * Deletes the records that a case created.
 *
 * @param paths The paths of the records, below the collection.
 * @returns The paths of those that could not be deleted, each with the reason.
 */
export async function deleteRecords(
  records: CollectionCalls,
  paths: Iterable<string>,
  { timer = systemClock, ...target }: Target,
): Promise<string[]> {
  const left: string[] = [];
  for (const path of paths) {
    let problem: string | undefined = "";
    for (const pause of PAUSES) {
      if (pause > 0) await timer.sleep(pause);
      problem = await deleted(records, path, target);
      if (problem === undefined) break;
    }
    if (problem !== undefined) left.push(`${path} (${problem})`);
  }
  return left;
}

/** Deletes a record. Returns why it could not; `undefined` if it is gone. */
async function deleted(
  { call }: CollectionCalls,
  path: string,
  { idleTimeout, deadlineClock }: Pick<Target, "idleTimeout" | "deadlineClock">,
): Promise<string | undefined> {
  try {
    const { status } = await within(call("DELETE", `/${path}`), idleTimeout, deadlineClock);
    return status < 300 || status === 404 ? undefined : `the response is ${status}`;
  } catch (error) {
    return redacted(error instanceof Error ? error.message : String(error), LONGEST);
  }
}

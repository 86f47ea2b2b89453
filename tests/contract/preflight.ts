import { createProbeContext, described, property } from "./probe/probe-context.ts";
import { RecordsLeft } from "./left-over.ts";
import { redacted } from "./redacted.ts";
import { runAndCleanUp } from "./shared-run.ts";
import type { Target } from "./target.ts";

const FIELDS = { name: "Contract", note: "Checks the deployment", amount: 7 };
const NEEDED = "The collection needs the text fields name and note and the number field amount.";
const LONGEST = 200;

/**
 * Finds out in a few requests whether the contract can run against a target: it issues tokens, and its collection
 * exists and has the needed fields. The record that it adds is deleted, also if the target's `signal` aborts.
 *
 * @returns What is wrong and what to do, in one line; `undefined` if nothing is, or if the signal aborted and no record
 * is left.
 */
export async function preflight(target: Target): Promise<string | undefined> {
  let problem: string | undefined;
  try {
    await runAndCleanUp(async (watched) => {
      problem = await problemOf(watched).catch(unexpected);
    }, target);
    return problem;
  } catch (error) {
    if (!(error instanceof RecordsLeft)) {
      return target.signal?.aborted ? undefined : unexpected(error);
    }
    const left = error.message.replaceAll("\n", " ");
    return problem === undefined ? left : `${problem} ${left}`;
  }
}

function unexpected(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `The deployment does not respond as it should: ${redacted(message, LONGEST)}`;
}

async function problemOf(target: Target): Promise<string | undefined> {
  const { collection } = target;
  const { call, collection: path = "" } = await createProbeContext(target);
  const status = await call("GET", "status");
  if (status.status !== 200) {
    return `The deployment does not accept its own token: GET status is ${described(status)}`;
  }
  if (collection === undefined) return undefined;
  const page = await call("GET", `${path}?pageSize=1`);
  if (page.status === 404) {
    return `The collection ${collection} does not exist. Create it, or give the ID or slug of another one.`;
  }
  if (page.status !== 200) {
    return `The collection ${collection} cannot be read: the response is ${described(page)}.`;
  }
  const added = await call("POST", path, { data: FIELDS });
  const id = property(added.body, "id");
  if (added.status !== 200 || typeof id !== "string") {
    return `A record with the fields name, note and amount cannot be added to the collection ${collection}: ` +
      `the response is ${described(added)}. ${NEEDED}`;
  }
  const read = await call("GET", `${path}/${id}`);
  const data = property(read.body, "data");
  const missing = Object.entries(FIELDS).filter(([name, value]) => property(data, name) !== value);
  if (missing.length === 0) return undefined;
  return `The collection ${collection} does not return ${
    missing.map(([name]) => name).join(" and ")
  } as given: the response is ${described(read)}. ${NEEDED}`;
}

import { behaviorTable } from "../../world/behaviors/behavior-table.ts";
import { checkedBehaviors } from "../../world/behaviors/behaviors.ts";
import { instant } from "../../world/clock/instant.ts";
import { createManualClock } from "../../world/clock/manual-clock.ts";
import { snapshotSchema } from "../../world/tenant/snapshot.ts";
import { type ActionResult, BLANK_FORM } from "../action-result.ts";
import type { DoneName } from "../done.ts";
import { SHOWN } from "../panels/behaviors.ts";
import type { View } from "../view.ts";
import type { Sent } from "./action.ts";
import { checkedJson, issueOf, problem, text } from "./form.ts";

/** Moves, freezes or resumes the clock. */
export async function moveClock(
  { tenant: { clock } }: View,
  { form }: Sent,
): Promise<ActionResult> {
  const moves: Record<string, () => DoneName | Promise<DoneName>> = {
    "5m": () => clock.advance("5m").then(() => "moved5m"),
    "1h": () => clock.advance("1h").then(() => "moved1h"),
    freeze() {
      clock.freeze();
      return "frozen";
    },
    resume() {
      clock.resume();
      return "resumed";
    },
  };
  const wanted = text(form, "do");
  const move = Object.hasOwn(moves, wanted) ? moves[wanted] : undefined;
  if (move === undefined) return { failed: "Unknown clock action. Reload the page." };
  return { done: await move() };
}

/** Sets the clock to a time, or to the time of the machine. A time without a zone is taken as UTC. */
export async function setTime(
  { tenant: { clock } }: View,
  { form, isCheck }: Sent,
): Promise<ActionResult> {
  const values = { time: text(form, "time") };
  const time = values.time === "now" ? createManualClock().now() : timeIn(values.time);
  if (time === undefined) {
    const message = "expected a time such as 2026-03-02 09:30 (UTC), or now";
    return { forms: { time: problem(values, "time", message) } };
  }
  if (isCheck) return { forms: { time: { values, problems: {} } } };
  await clock.set(time);
  return { done: "timeSet", forms: { time: BLANK_FORM } };
}

const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?/;

function timeIn(given: string): number | undefined {
  const [local = ""] = DATE.exec(given) ?? [];
  if (local === "") return undefined;
  const zone = given.slice(local.length).replace(/^ ?utc$/i, "") || (local.length > 10 ? "Z" : "");
  return instant(`${local.replace(" ", "T")}${zone}`);
}

/** Restores the initial state of the tenant. */
export function resetTenant({ tenant }: View): ActionResult {
  tenant.reset();
  return { done: "tenantReset", go: { entry: "", until: "", show: "", record: "", find: "" } };
}

/** The tenant's state as a file. */
export async function takeSnapshot({ tenant }: View): Promise<ActionResult> {
  const snapshot = await tenant.snapshot();
  return {
    download: { name: "kinabase-mock.json", text: `${JSON.stringify(snapshot, null, 2)}\n` },
  };
}

/** Replaces the tenant's state by that of a snapshot. */
export async function restoreSnapshot(
  { tenant }: View,
  { form, isCheck }: Sent,
): Promise<ActionResult> {
  const values = { json: text(form, "json") };
  const parsed = checkedJson(snapshotSchema, values.json);
  if ("issue" in parsed) return { forms: { restore: problem(values, "json", parsed.issue) } };
  if (isCheck) return { forms: { restore: { values, problems: {} } } };
  try {
    await tenant.restore(parsed.data);
  } catch (error) {
    return { forms: { restore: problem(values, "json", issueOf(error)) } };
  }
  return { done: "restored", forms: { restore: BLANK_FORM }, go: { record: "", find: "" } };
}

/** Changes the behaviors for which another option was chosen than the form showed. */
export function setBehaviors({ tenant }: View, { form }: Sent): ActionResult {
  const wanted = Object.fromEntries(
    Object.keys(behaviorTable)
      .filter((id) => form.has(id) && form.get(id) !== form.get(`${SHOWN}${id}`))
      .map((id) => [id, text(form, id)]),
  );
  tenant.behaviors.set(checkedBehaviors(wanted));
  return { done: "behaviorsSet" };
}

/** Restores the initial behaviors. */
export function resetBehaviors({ tenant }: View): ActionResult {
  tenant.behaviors.reset();
  return { done: "behaviorsReset" };
}

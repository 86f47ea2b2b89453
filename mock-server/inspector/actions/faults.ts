import type { Chaos, Fault } from "../../world/faults/fault-types.ts";
import { chaosSchema, faultSchema } from "../../world/faults/fault-schema.ts";
import { type ActionResult, BLANK_FORM } from "../action-result.ts";
import type { View } from "../view.ts";
import type { Sent } from "./action.ts";
import { checkedForm, given, number, text } from "./form.ts";

const FIELDS = ["kind", "status", "duration", "after", "retryAfter", "path", "method", "times"];

/** Queues a fault. */
export function addFault({ tenant }: View, { form, isCheck }: Sent): ActionResult {
  const values = Object.fromEntries(FIELDS.map((name) => [name, text(form, name)]));
  const { path = "", method = "", times = "" } = values;
  const match = { ...given("path", path), ...given("method", method) };
  const fault = checkedForm<Fault>(faultSchema, {
    ...ownFields(values),
    ...(Object.keys(match).length === 0 ? {} : { match }),
    ...given("times", times, number),
  }, "kind");
  if ("problems" in fault) return { forms: { fault: { values, problems: fault.problems } } };
  if (isCheck) return { forms: { fault: { values, problems: {} } } };
  tenant.faults.add(fault.data);
  return { done: "faultAdded", forms: { fault: BLANK_FORM } };
}

/** The kind and its own fields. The form hides the other fields, so they are ignored. */
function ownFields(values: Readonly<Record<string, string>>): Record<string, unknown> {
  const { kind = "", status = "", duration = "", after = "", retryAfter = "" } = values;
  switch (kind) {
    case "status":
      return { kind, status: status === "" ? 503 : number(status) };
    case "delay":
      return { kind, duration: /^\d+$/.test(duration) ? Number(duration) : duration };
    case "stalledBody":
    case "cutBody":
      return { kind, ...given("after", after, number) };
    case "rateLimit":
      return { kind, ...given("retryAfter", retryAfter, number) };
    case "malformedJson":
    case "drop":
      return { kind };
    default:
      return { kind, ...given("status", status, number) };
  }
}

/** Removes a queued fault. */
export function removeFault({ tenant }: View, { form }: Sent): ActionResult {
  return { done: tenant.faults.remove(text(form, "id")) ? "faultRemoved" : "faultGone" };
}

/** Removes all faults and turns chaos off. */
export function clearFaults({ tenant }: View): ActionResult {
  tenant.faults.clear();
  return { done: "faultsCleared" };
}

/** Turns chaos on. */
export function turnChaosOn({ tenant }: View, { form, isCheck }: Sent): ActionResult {
  const values = { rate: text(form, "rate"), seed: text(form, "seed") };
  const seed = /^-?\d{1,15}$/.test(values.seed) ? Number(values.seed) : values.seed;
  const chaos = checkedForm<Chaos>(chaosSchema, { rate: number(values.rate), seed }, "rate");
  if ("problems" in chaos) return { forms: { chaos: { values, problems: chaos.problems } } };
  if (isCheck) return { forms: { chaos: { values, problems: {} } } };
  tenant.faults.chaos(chaos.data);
  return { done: "chaosOn", forms: { chaos: { values, problems: {} } } };
}

/** Turns chaos off. */
export function turnChaosOff({ tenant }: View): ActionResult {
  tenant.faults.chaos(false);
  return { done: "chaosOff" };
}

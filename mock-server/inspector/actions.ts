import type { DoneName } from "./done.ts";
import type { ZodType } from "zod";
import type { Chaos, Fault } from "../world/faults/fault-types.ts";
import { behaviorTable } from "../world/behaviors/behavior-table.ts";
import { checkedBehaviors } from "../world/behaviors/behaviors.ts";
import { chaosSchema, faultSchema } from "../world/faults/fault-schema.ts";
import { validate } from "../support/check.ts";
import type { Path } from "../support/format-value.ts";
import type { ActionResult, AppEnd, FormState } from "./action-result.ts";
import type { View } from "./view.ts";

/** Handles a form of the page: changes the tenant and returns what to show. */
export type Action = (view: View, form: URLSearchParams) => ActionResult | Promise<ActionResult>;

/** The actions of the page's forms, by the end of their path. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  "apps": addApp,
  "apps/expire": (view, form) => endApp("expire", view, form),
  "apps/revoke": (view, form) => endApp("revoke", view, form),
  "api": switchApi,
  "clock": moveClock,
  "token": decodeToken,
  "faults": addFault,
  "faults/remove": removeFault,
  "faults/clear": clearFaults,
  "behaviors": setBehaviors,
  "behaviors/reset": resetBehaviors,
  "chaos": turnChaosOn,
  "chaos/off": turnChaosOff,
};

async function addApp({ tenant }: View, form: URLSearchParams): Promise<ActionResult> {
  const [name, description] = [text(form, "name"), text(form, "description")];
  const problems = {
    ...(name === "" ? { name: "Enter a name." } : {}),
    ...(description === "" ? { description: "Enter a description." } : {}),
  };
  if (Object.keys(problems).length > 0) {
    return { dialog: { kind: "add", form: { values: { name, description }, problems } } };
  }
  const { appId, appSecret, state } = await tenant.apps.create({ name, description });
  return { dialog: { kind: "created", app: { appId, appSecret, name, description, state } } };
}

const ENDED = { expire: "appExpired", revoke: "appRevoked" } as const;

function endApp(end: AppEnd, { tenant }: View, form: URLSearchParams): ActionResult {
  const appId = text(form, "appId");
  if (tenant.app(appId) === undefined) return { failed: "The app does not exist in this tenant." };
  tenant.apps[end](appId);
  return { done: ENDED[end] };
}

function switchApi({ tenant }: View, form: URLSearchParams): ActionResult {
  const enabled = text(form, "enabled") === "true";
  tenant.setApiEnabled(enabled);
  return { done: enabled ? "apiOn" : "apiOff" };
}

async function moveClock(
  { tenant: { clock } }: View,
  form: URLSearchParams,
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

async function decodeToken({ tenant }: View, form: URLSearchParams): Promise<ActionResult> {
  // Accepts a token copied with its header or with quotes.
  const token = text(form, "token").replace(/^(?:authorization:)?\s*bearer\s+/i, "")
    .replace(/^["']|["']$/g, "");
  if (token === "") return { token: { text: "" } };
  return { token: { text: token, decoded: await tenant.decodeToken(token) } };
}

function addFault({ tenant }: View, form: URLSearchParams): ActionResult {
  const fields = ["kind", "status", "duration", "after", "retryAfter", "path", "method", "times"];
  const values = Object.fromEntries(fields.map((name) => [name, text(form, name)]));
  const { path = "", method = "", times = "" } = values;
  const match = { ...given("path", path), ...given("method", method) };
  const fault = checkedForm<Fault>(faultSchema, {
    ...ownFields(values),
    ...(Object.keys(match).length === 0 ? {} : { match }),
    ...given("times", times, number),
  });
  if ("problems" in fault) return { fault: { values, problems: fault.problems } };
  tenant.faults.add(fault.data);
  return { done: "faultAdded", fault: { values: {}, problems: {} } };
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

function removeFault({ tenant }: View, form: URLSearchParams): ActionResult {
  return { done: tenant.faults.remove(text(form, "id")) ? "faultRemoved" : "faultGone" };
}

function clearFaults({ tenant }: View): ActionResult {
  tenant.faults.clear();
  return { done: "faultsCleared" };
}

function turnChaosOn({ tenant }: View, form: URLSearchParams): ActionResult {
  const values = { rate: text(form, "rate"), seed: text(form, "seed") };
  const seed = /^-?\d{1,15}$/.test(values.seed) ? Number(values.seed) : values.seed;
  const chaos = checkedForm<Chaos>(chaosSchema, { rate: number(values.rate), seed });
  if ("problems" in chaos) return { chaos: { values, problems: chaos.problems } };
  tenant.faults.chaos(chaos.data);
  return { done: "chaosOn", chaos: { values, problems: {} } };
}

function turnChaosOff({ tenant }: View): ActionResult {
  tenant.faults.chaos(false);
  return { done: "chaosOff" };
}

function setBehaviors({ tenant }: View, form: URLSearchParams): ActionResult {
  const wanted = Object.fromEntries(
    Object.keys(behaviorTable).filter((id) => form.has(id)).map((id) => [id, text(form, id)]),
  );
  tenant.behaviors.set(checkedBehaviors(wanted));
  return { done: "behaviorsSet" };
}

function resetBehaviors({ tenant }: View): ActionResult {
  tenant.behaviors.reset();
  return { done: "behaviorsReset" };
}

function text(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? "").trim();
}

/** Parses a number. Other strings stay as they are, so that validation can report them. */
function number(value: string): number | string {
  return value === "" || Number.isNaN(Number(value)) ? value : Number(value);
}

/** A property, if its field was filled in. */
function given(
  name: string,
  value: string,
  read: (value: string) => unknown = (same) => same,
): Record<string, unknown> {
  return value === "" ? {} : { [name]: read(value) };
}

/** Validates a form and returns the problems by field. */
function checkedForm<T>(
  schema: ZodType<T>,
  value: unknown,
): { data: T } | Pick<FormState, "problems"> {
  const result = validate(schema, value);
  if (result.success) return { data: result.data };
  const problems: Record<string, string> = {};
  for (const { path, message } of result.error.issues) {
    problems[fieldAt(path)] ??= sentence(message);
  }
  return { problems };
}

/** The form field for a path: its last part, such as `path` for `match.path`. */
function fieldAt(path: Path): string {
  return String(path.at(-1) ?? "kind");
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

import type { ActionResult, AppEnd } from "../action-result.ts";
import type { View } from "../view.ts";
import type { Action, Sent } from "./action.ts";
import { text } from "./form.ts";

/** Registers an app and shows its secret. */
export async function addApp(
  { tenant }: View,
  { form, isCheck }: Sent,
): Promise<ActionResult> {
  const [name, description] = [text(form, "name"), text(form, "description")];
  const problems = {
    ...(name === "" ? { name: "Enter a name." } : {}),
    ...(description === "" ? { description: "Enter a description." } : {}),
  };
  if (isCheck || Object.keys(problems).length > 0) {
    return { dialog: { kind: "app", form: { values: { name, description }, problems } } };
  }
  const { appId, appSecret, state } = await tenant.apps.create({ name, description });
  return { dialog: { kind: "created", app: { appId, appSecret, name, description, state } } };
}

const ENDED = { expire: "appExpired", revoke: "appRevoked" } as const;

/** An action that ends an app. */
export function endApp(end: AppEnd): Action {
  return ({ tenant }, { form }) => {
    const appId = text(form, "appId");
    if (tenant.app(appId) === undefined) {
      return { failed: "The app does not exist in this tenant." };
    }
    tenant.apps[end](appId);
    return { done: ENDED[end] };
  };
}

/** Turns the tenant's API on or off. */
export function switchApi({ tenant }: View, { form }: Sent): ActionResult {
  const enabled = text(form, "enabled") === "true";
  tenant.setApiEnabled(enabled);
  return { done: enabled ? "apiOn" : "apiOff" };
}

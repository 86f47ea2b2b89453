import { html } from "hono/html";
import {
  type ActionResult,
  BLANK_FORM,
  FORM_NAMES,
  type FormName,
  type FormState,
} from "./action-result.ts";
import { dialogSlot } from "./dialogs/mod.ts";
import type { Html } from "./html.ts";
import { notice } from "./notice.ts";
import { chaosForm } from "./panels/chaos.ts";
import { faultForm } from "./panels/fault-form.ts";
import { editForm } from "./panels/record.ts";
import { addForm, importForm } from "./panels/record-tools.ts";
import { restoreForm, timeForm } from "./panels/tenant.ts";
import { changedParts, type Versions } from "./parts.ts";
import { stateElement, type View } from "./view.ts";

/** The forms that the script replaces when they have problems. */
const FORMS: Readonly<Record<FormName, (view: View, form: FormState) => Html>> = {
  fault: faultForm,
  chaos: chaosForm,
  time: timeForm,
  restore: restoreForm,
  add: addForm,
  edit: editForm,
  import: importForm,
};

/** What fragments are sent for. */
export interface Occasion {
  /** The versions that the browser has. Default: none, so that everything is sent. */
  seen?: Versions;
  /** Whether someone did something, instead of an update. */
  isAction: boolean;
  /** Whether a form was only checked, so that nothing has happened. */
  isCheck?: boolean;
}

/** The fragments that the script updates: what changed, and the result of an action. */
export function fragments(
  view: View,
  result: ActionResult,
  versions: Versions,
  { isAction, isCheck = false, seen = [] }: Occasion,
): Html {
  const { dialog, forms = {} } = result;
  const names = FORM_NAMES.filter((name) => forms[name] !== undefined);
  const shown = html`${names.map((name) => FORMS[name](view, forms[name] ?? BLANK_FORM))}`;
  if (isCheck) return html`${shown}${dialog && dialogSlot(view, dialog)}`;
  const state = stateElement(view, versions.join(" "));
  return html`${state}${changedParts(view, result, versions, seen)}${shown}${
    isAction && html`${notice(result)}${dialogSlot(view, dialog)}`
  }`;
}

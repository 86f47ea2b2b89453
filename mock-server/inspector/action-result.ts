import type { DoneName } from "./done.ts";
import type { AppRegistration } from "../world/apps/app-registration.ts";
import type { StoredRecord } from "../world/collections/store.ts";
import type { DecodedToken } from "../world/tokens/decoded-token.ts";
import type { ViewParams } from "./view.ts";

/** The values of a form and the problems with them, by field name. */
export interface FormState {
  values: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, string>>;
}

/** An empty form. */
export const BLANK_FORM: FormState = { values: {}, problems: {} };

/** The forms of the page that can show problems. Those of dialogs are in {@linkcode Dialog}. */
export type FormName = (typeof FORM_NAMES)[number];

/** The names of these forms. */
export const FORM_NAMES = [
  "fault",
  "chaos",
  "time",
  "restore",
  "add",
  "edit",
  "import",
] as const;

/** The state of forms, by name. */
export type FormStates = Readonly<Partial<Record<FormName, FormState>>>;

/** Whether a form shows a problem. */
export function hasProblem(form: FormState | undefined): boolean {
  return Object.keys(form?.problems ?? {}).length > 0;
}

/** How an app is deactivated. */
export type AppEnd = "expire" | "revoke";

/** The open dialog. */
export type Dialog =
  | { kind: "app"; form: FormState }
  | { kind: "collection"; form: FormState }
  | { kind: "end"; end: AppEnd; app: AppRegistration }
  | { kind: "delete"; record: StoredRecord }
  | { kind: "reset" }
  | { kind: "created"; app: AppRegistration & { appSecret: string } };

/** A pasted token. */
export interface PastedToken {
  text: string;
  /** Absent if the field was empty. */
  decoded?: DecodedToken | undefined;
}

/** A file that the browser stores. */
export interface Download {
  name: string;
  /** JSON. */
  text: string;
}

/** The result of the last action, which the page shows besides the tenant's state. */
export interface ActionResult {
  /** The finished action. */
  done?: DoneName | undefined;
  /** The error message of a failed action. */
  failed?: string | undefined;
  dialog?: Dialog | undefined;
  token?: PastedToken | undefined;
  forms?: FormStates | undefined;
  /** What the page shows afterward. */
  go?: ViewParams | undefined;
  download?: Download | undefined;
}

/** Whether the result needs a page of its own, because a URL cannot carry it. */
export function needsPage(result: ActionResult): boolean {
  return result.failed !== undefined || result.dialog !== undefined || result.token !== undefined ||
    isInvalid(result);
}

/** Whether a form was invalid. */
export function isInvalid({ dialog, token, forms = {} }: ActionResult): boolean {
  const inDialog = dialog !== undefined && "form" in dialog ? [dialog.form] : [];
  return [...Object.values(forms), ...inDialog].some(hasProblem) ||
    (token !== undefined && token.decoded === undefined);
}

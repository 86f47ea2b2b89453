import type { DoneName } from "./done.ts";
import type { AppRegistration } from "../world/apps/app-registration.ts";
import type { DecodedToken } from "../world/tokens/decoded-token.ts";

/** The values of a form and the problems with them, by field name. */
export interface FormState {
  values: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, string>>;
}

/** An empty form. */
export const BLANK_FORM: FormState = { values: {}, problems: {} };

/** How an app is deactivated. */
export type AppEnd = "expire" | "revoke";

/** The open dialog. */
export type Dialog =
  | { kind: "add"; form: FormState }
  | { kind: "end"; end: AppEnd; app: AppRegistration }
  | { kind: "created"; app: AppRegistration & { appSecret: string } };

/** A pasted token. */
export interface PastedToken {
  text: string;
  /** Absent if the field was empty. */
  decoded?: DecodedToken | undefined;
}

/** The result of the last action, which the page shows besides the tenant's state. */
export interface ActionResult {
  /** The finished action. */
  done?: DoneName | undefined;
  /** The error message of a failed action. */
  failed?: string | undefined;
  dialog?: Dialog | undefined;
  token?: PastedToken | undefined;
  /** The fault form. */
  fault?: FormState | undefined;
  /** The chaos form. */
  chaos?: FormState | undefined;
}

/** Whether the result needs a page of its own, because a URL cannot carry it. */
export function needsPage(result: ActionResult): boolean {
  return result.failed !== undefined || result.dialog !== undefined || result.token !== undefined ||
    isInvalid(result);
}

/** Whether a form was invalid. */
export function isInvalid({ dialog, token, fault, chaos }: ActionResult): boolean {
  const forms = [dialog?.kind === "add" ? dialog.form : undefined, fault, chaos];
  return forms.some((form) => Object.keys(form?.problems ?? {}).length > 0) ||
    (token !== undefined && token.decoded === undefined);
}

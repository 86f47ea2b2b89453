import type { DoneName } from "./done.ts";
import type { AppRegistration } from "../world/apps/app-registration.ts";
import type { DecodedToken } from "../world/tokens/decoded-token.ts";

/** What was typed into a form, and what is wrong with it, each by the field's name. */
export interface FormState {
  values: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, string>>;
}

/** A form that nobody has typed into. */
export const BLANK_FORM: FormState = { values: {}, problems: {} };

/** Which of the two ways an app's life ends. */
export type AppEnd = "expire" | "revoke";

/** What stands in front of the page. */
export type Dialog =
  | { kind: "add"; form: FormState }
  | { kind: "end"; end: AppEnd; app: AppRegistration }
  | { kind: "created"; app: AppRegistration & { appSecret: string } };

/** A token that was pasted in. */
export interface PastedToken {
  text: string;
  /** Absent where nothing was pasted in. */
  decoded?: DecodedToken | undefined;
}

/** What a page shows beside the state of the tenant: the outcome of what was done last. */
export interface ActionResult {
  /** What was done. */
  done?: DoneName | undefined;
  /** Why it was not done, in words. */
  failed?: string | undefined;
  dialog?: Dialog | undefined;
  token?: PastedToken | undefined;
  /** The form for a fault. */
  fault?: FormState | undefined;
  /** The form for chance. */
  chaos?: FormState | undefined;
}

/** Whether there is more to show than an address can say. */
export function needsPage(result: ActionResult): boolean {
  return result.failed !== undefined || result.dialog !== undefined || result.token !== undefined ||
    isInvalid(result);
}

/** Whether a form was refused. */
export function isInvalid({ dialog, token, fault, chaos }: ActionResult): boolean {
  const forms = [dialog?.kind === "add" ? dialog.form : undefined, fault, chaos];
  return forms.some((form) => Object.keys(form?.problems ?? {}).length > 0) ||
    (token !== undefined && token.decoded === undefined);
}

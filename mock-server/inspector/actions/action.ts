import type { ActionResult } from "../action-result.ts";
import type { View } from "../view.ts";

/** What a form sends. */
export interface Sent {
  form: URLSearchParams;
  /** Whether to check the form only, because someone is still filling it in. */
  isCheck: boolean;
}

/** Handles a form of the page: changes the tenant and returns what to show. */
export type Action = (view: View, sent: Sent) => ActionResult | Promise<ActionResult>;

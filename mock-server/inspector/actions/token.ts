import type { ActionResult } from "../action-result.ts";
import type { View } from "../view.ts";
import type { Sent } from "./action.ts";
import { text } from "./form.ts";

/** Decodes a pasted token. */
export async function decodeToken({ tenant }: View, { form }: Sent): Promise<ActionResult> {
  // Accepts a token copied with its header or with quotes.
  const token = text(form, "token").replace(/^(?:authorization:)?\s*bearer\s+/i, "")
    .replace(/^["']|["']$/g, "");
  if (token === "") return { token: { text: "" } };
  return { token: { text: token, decoded: await tenant.decodeToken(token) } };
}

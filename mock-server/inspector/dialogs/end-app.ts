import { html } from "hono/html";
import type { Html } from "../html.ts";
import type { Dialog } from "../action-result.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";

const WORDS = {
  expire: ["Expire this app?", "Expire app"],
  revoke: ["Revoke this app?", "Revoke app"],
} as const;

/** Asks for confirmation before an app expires or is revoked. */
export function endApp(view: View, { end, app }: Dialog & { kind: "end" }): Html {
  const [title, word] = WORDS[end];
  return confirm(view, {
    key: end,
    title,
    text: html`<strong>${app.name}</strong> can no longer request tokens, and its existing tokens
      stop working. An app cannot be reactivated. To restore access, register a new one.`,
    action: `apps/${end}`,
    word,
    fields: { appId: app.appId },
  });
}

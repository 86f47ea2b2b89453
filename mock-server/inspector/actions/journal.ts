import type { ActionResult } from "../action-result.ts";
import { activeApp } from "../active-app.ts";
import { sendFromPage, unsendable } from "../journal/send-again.ts";
import type { View } from "../view.ts";
import type { Sent } from "./action.ts";
import { text } from "./form.ts";

/** Deletes all entries. */
export function clearJournal({ tenant }: View): ActionResult {
  tenant.journal.clear();
  return { done: "journalCleared", go: { entry: "", until: "", show: "" } };
}

/** Sends the request of an entry again, and opens the new entry. */
export async function sendAgain(view: View, { form }: Sent): Promise<ActionResult> {
  const entry = view.tenant.journal.entry(Number(text(form, "id")));
  if (entry === undefined) {
    return { failed: "This request is no longer in the journal, so it cannot be sent again." };
  }
  const obstacle = unsendable(entry);
  if (obstacle !== undefined) return { failed: obstacle };
  const id = await sendFromPage(view, entry);
  return { done: "sentAgain", go: { entry: id === undefined ? "" : String(id), until: "" } };
}

/** Sends a request of which the first app, if there is one, is the sender. */
export async function sendTest(view: View): Promise<ActionResult> {
  const app = activeApp(view.tenant);
  const path = app === undefined ? "/version" : "/status";
  const id = await sendFromPage(view, { method: "GET", path, query: "", appId: app?.appId });
  return { done: "testSent", go: { entry: id === undefined ? "" : String(id) } };
}

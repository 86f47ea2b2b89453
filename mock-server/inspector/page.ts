import { html } from "hono/html";
import type { ActionResult } from "./action-result.ts";
import { dialogSlot } from "./dialogs/mod.ts";
import { frame, script } from "./frame.ts";
import type { Html } from "./html.ts";
import { notice } from "./notice.ts";
import { appsPanel } from "./panels/apps.ts";
import { behaviorsPanel } from "./panels/behaviors.ts";
import { collectionsPanel } from "./panels/collections.ts";
import { connect } from "./panels/connect.ts";
import { faultsPanel } from "./panels/faults.ts";
import { journalPanel } from "./panels/journal.ts";
import { tenantPanel } from "./panels/tenant.ts";
import { tenantPicker } from "./panels/tenant-picker.ts";
import { tokenPanel } from "./panels/token.ts";
import type { Versions } from "./parts.ts";
import { stateElement, type View } from "./view.ts";

const SECTIONS = [
  ["journal", "Requests"],
  ["collections", "Records"],
  ["apps", "Apps"],
  ["behaviors", "Behaviors"],
  ["tenant-state", "Tenant"],
  ["faults", "Faults"],
  ["token", "Token"],
] as const;

const TITLE = "Kinabase mock: requests, records and faults";

/** The whole page. What is used most stands first. */
export function page(
  view: View,
  result: ActionResult,
  versions: Versions,
  nonce: string | undefined,
): Html {
  const { forms = {} } = result;
  const body = html`
    <a class="skip" href="#main">Skip to content</a>
    <header class="top">
      <div class="top-line">
        <p class="brand"><span class="mark" aria-hidden="true">K</span>Kinabase mock
          <span class="unofficial">unofficial</span></p>
        <nav aria-label="Sections">
          <ul>${SECTIONS.map(([id, word]) => html`<li><a href="#${id}">${word}</a></li>`)}</ul>
        </nav>
        ${tenantPicker(view)}
        <p class="link js-only" id="link" data-state="on"><span class="dot" aria-hidden="true"></span><span
          id="link-word">Live</span></p>
      </div>
    </header>
    <main id="main" tabindex="-1">
      ${stateElement(view, versions.join(" "))}
      <div class="title">
        <h1>Requests, records and faults of this mock</h1>
        ${connect(view)}
      </div>
      ${journalPanel(view)}
      <div class="columns">
        <div class="column">${collectionsPanel(view, forms)}${appsPanel(view)}${behaviorsPanel(
          view,
        )}</div>
        <div class="column">${tenantPanel(view, forms)}${faultsPanel(view, forms)}${tokenPanel(
          view,
          result.token,
        )}</div>
      </div>
    </main>
    <footer>
      <p>An unofficial mock for tests, not made by Kinabase. Where Kinabase does not document
        a behavior, the mock makes an assumption.</p>
    </footer>
    ${notice(result)}
    ${dialogSlot(view, result.dialog)}
    ${nonce && script(nonce)}
  `;
  return frame(nonce, `${TITLE} (unofficial)`, body, view.tenantName);
}

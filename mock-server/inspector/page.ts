import { html, raw } from "hono/html";
import { dialogSlot } from "./dialogs/mod.ts";
import type { Html } from "./html.ts";
import { field } from "./field.ts";
import { notice } from "./notice.ts";
import { apiAccess } from "./panels/api-access.ts";
import { appsList, appsPanel } from "./panels/apps.ts";
import { behaviorsPanel, behaviorsState } from "./panels/behaviors.ts";
import { chaosForm, chaosState } from "./panels/chaos.ts";
import { clock } from "./panels/clock.ts";
import { collectionsList, collectionsPanel } from "./panels/collections.ts";
import { faultForm } from "./panels/fault-form.ts";
import { faultsList, faultsPanel } from "./panels/faults.ts";
import { journalList, journalPanel } from "./panels/journal.ts";
import { tenantPicker } from "./panels/tenant-picker.ts";
import { tokenPanel, tokenResult } from "./panels/token.ts";
import { SCRIPT } from "./script.ts";
import { type ActionResult, BLANK_FORM } from "./action-result.ts";
import { STYLES } from "./styles.ts";
import type { View } from "./view.ts";

const ICON = "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" ' +
    'fill="#2f56c9"/><path d="M10 8v16M22 8 11 16l11 8" stroke="#fff" stroke-width="3.5" fill="none" ' +
    'stroke-linecap="round" stroke-linejoin="round"/></svg>',
);

/**
 * The document around a page. Styles, script and icon are inline, so it loads nothing else.
 *
 * @param nonce Absent for a document whose body replaces that of a page with styles and script.
 */
function frame(nonce: string | undefined, title: string, body: Html, tenant = ""): Html {
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>${title}</title>
        <link rel="icon" href="${ICON}">
        ${nonce && html`<style nonce="${nonce}">${raw(STYLES)}</style>`}
      </head>
      <body data-tenant="${tenant}">
    ${body}
      </body>
    </html>
  `;
}

const SECTIONS = [
  ["apps", "Apps"],
  ["collections", "Collections"],
  ["journal", "Journal"],
  ["token", "Token"],
  ["faults", "Faults"],
  ["behaviors", "Behaviors"],
] as const;

/** The whole page. */
export function page(view: View, result: ActionResult, nonce: string | undefined): Html {
  const body = html`
    <a class="skip" href="#main">Skip to content</a>
    <header class="top">
      <div class="top-line">
        <p class="brand"><span class="mark" aria-hidden="true">K</span>Kinabase mock
          <span class="unofficial">unofficial</span></p>
        ${tenantPicker(view)}
        <p class="link js-only" id="link" data-state="on"><span class="dot" aria-hidden="true"></span><span
          id="link-word">Live</span></p>
      </div>
      <nav aria-label="Sections">
        <ul>${SECTIONS.map(([id, word]) => html`<li><a href="#${id}">${word}</a></li>`)}</ul>
      </nav>
    </header>
    <main id="main" tabindex="-1">
      <div class="title">
        <p class="crumbs">Settings <span aria-hidden="true">›</span></p>
        <h1>API</h1>
      </div>
      <div class="strip">${apiAccess(view)}${clock(view)}</div>
      <div class="columns">
        <div class="column">${appsPanel(view)}${collectionsPanel(view)}${journalPanel(view)}</div>
        <div class="column">${tokenPanel(view, result.token)}${faultsPanel(
          view,
          result,
        )}${behaviorsPanel(view)}</div>
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
  return frame(nonce, "API · Kinabase mock (unofficial)", body, view.tenantName);
}

/** The fragments that the script updates: what changes over time, and the result of an action. */
export function fragments(view: View, result: ActionResult, acted: boolean): Html {
  return html`${appsList(view)}${apiAccess(view)}${clock(view)}${collectionsList(view)}${
    journalList(view)
  }${faultsList(view)}${chaosState(view)}${behaviorsState(view)}${
    result.token && tokenResult(view, result.token)
  }${result.fault && faultForm(view, result.fault)}${
    result.chaos && chaosForm(view, result.chaos)
  }${acted && html`${notice(result)}${dialogSlot(view, result.dialog)}`}`;
}

/** The page for an unknown tenant. */
export function unknownTenantPage(nonce: string | undefined): Html {
  const body = html`<main id="main" class="lost">
  <h1>Tenant not found</h1>
  <p>The mock may have been restarted since this page was opened.</p>
  <p><a class="button primary" href="/">Show the default tenant</a></p>
</main>`;
  return frame(nonce, "Tenant not found · Kinabase mock (unofficial)", body);
}

/** The page for a browser that has sent no key. It contains no data of the mock. Its form is for the script. */
export function keyPage(nonce: string): Html {
  const body = html`<main id="main" class="lost">
  <h1>Kinabase mock</h1>
  <p>This unofficial mock can be controlled only with its key.</p>
  <noscript><p>With a key, the page needs JavaScript.</p></noscript>
  <form id="key-form" method="post" hidden>
    ${
    field({
      form: "key",
      name: "key",
      label: "Key",
      code: true,
      secret: true,
      hint: "It was printed or set when the mock was started.",
    }, BLANK_FORM)
  }
    <p class="problem" id="key-problem" role="alert"></p>
    <div class="buttons"><button class="button primary">Open</button></div>
  </form>
</main>
${script(nonce)}`;
  return frame(nonce, "Kinabase mock (unofficial)", body);
}

function script(nonce: string): Html {
  return html`
    <script type="module" nonce="${nonce}">${raw(SCRIPT)}</script>
  `;
}

import { html, raw } from "hono/html";
import { dialogSlot } from "./dialogs/mod.ts";
import type { Html } from "./html.ts";
import { field } from "./field.ts";
import { notice } from "./notice.ts";
import { appsPanel } from "./panels/apps.ts";
import { behaviorsPanel } from "./panels/behaviors.ts";
import { chaosForm } from "./panels/chaos.ts";
import { collectionsPanel } from "./panels/collections.ts";
import { connect } from "./panels/connect.ts";
import { faultForm } from "./panels/fault-form.ts";
import { faultsPanel } from "./panels/faults.ts";
import { journalPanel } from "./panels/journal.ts";
import { editForm } from "./panels/record.ts";
import { addForm, importForm } from "./panels/record-tools.ts";
import { restoreForm, tenantPanel, timeForm } from "./panels/tenant.ts";
import { tenantPicker } from "./panels/tenant-picker.ts";
import { tokenPanel } from "./panels/token.ts";
import { changedParts, type Versions } from "./parts.ts";
import { EARLY_SCRIPT, SCRIPT } from "./script/mod.ts";
import {
  type ActionResult,
  BLANK_FORM,
  FORM_NAMES,
  type FormName,
  type FormState,
} from "./action-result.ts";
import { STYLES } from "./styles/mod.ts";
import { stateElement, type View } from "./view.ts";

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
        ${nonce && html`
          <style nonce="${nonce}">${raw(STYLES)}</style>
          <script nonce="${nonce}">${raw(EARLY_SCRIPT)}</script>
        `}
      </head>
      <body data-tenant="${tenant}">
    ${body}
      </body>
    </html>
  `;
}

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

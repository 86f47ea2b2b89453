import { html, raw } from "hono/html";
import type { Html } from "./html.ts";
import { EARLY_SCRIPT, SCRIPT } from "./script/mod.ts";
import { STYLES } from "./styles/mod.ts";

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
export function frame(nonce: string | undefined, title: string, body: Html, tenant = ""): Html {
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

/** The script of a page. */
export function script(nonce: string): Html {
  return html`
    <script type="module" nonce="${nonce}">${raw(SCRIPT)}</script>
  `;
}

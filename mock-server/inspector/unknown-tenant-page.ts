import { html } from "hono/html";
import { frame } from "./frame.ts";
import type { Html } from "./html.ts";

/** The page for an unknown tenant. */
export function unknownTenantPage(nonce: string | undefined): Html {
  const body = html`<main id="main" class="lost">
  <h1>Tenant not found</h1>
  <p>The mock may have been restarted since this page was opened.</p>
  <p><a class="button primary" href="/">Show the default tenant</a></p>
</main>`;
  return frame(nonce, "Tenant not found · Kinabase mock (unofficial)", body);
}

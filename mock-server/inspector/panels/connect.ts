import { html } from "hono/html";
import { activeApp } from "../active-app.ts";
import { copyButton } from "../copy-button.ts";
import { envFile } from "../env-file.ts";
import type { Html } from "../html.ts";
import type { View } from "../view.ts";

/** How a program reaches the mock. */
export function connect(view: View): Html {
  const { baseUrl, tenant } = view;
  return html`<div id="connect" class="connect">
    <span class="muted">Base URL</span>
    <code class="ellipsis">${baseUrl}</code>
    ${copyButton("base URL", baseUrl)}
    ${copyButton(".env file", envFile(baseUrl, activeApp(tenant)), "Copy .env")}
    <a href="/openapi.json">OpenAPI</a>
  </div>`;
}

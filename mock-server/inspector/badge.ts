import { html } from "hono/html";
import type { Html } from "./html.ts";

/** How something stands. */
export type Tone = "good" | "bad" | "warn" | "plain";

// Beside its color every tone has a sign of its own.
const SIGNS: Readonly<Record<Tone, string>> = { good: "●", bad: "✕", warn: "▲", plain: "○" };

/** A state in one or two words. */
export function badge(tone: Tone, text: string): Html {
  return html`
    <span
      class="badge ${tone}"><span class="sign" aria-hidden="true">${SIGNS[
        tone
      ]}</span>${text}</span>
  `;
}

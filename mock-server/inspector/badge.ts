import { html } from "hono/html";
import type { Html } from "./html.ts";

/** The tone of a badge. */
export type Tone = "good" | "bad" | "warn" | "plain";

// Every tone has its own symbol, so that it can be recognized without its color.
const SIGNS: Readonly<Record<Tone, string>> = { good: "●", bad: "✕", warn: "▲", plain: "○" };

/** A badge with a state in one or two words. */
export function badge(tone: Tone, text: string): Html {
  return html`
    <span
      class="badge ${tone}"><span class="sign" aria-hidden="true">${SIGNS[
        tone
      ]}</span>${text}</span>
  `;
}

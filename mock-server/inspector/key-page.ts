import { html } from "hono/html";
import { BLANK_FORM } from "./action-result.ts";
import { field } from "./field.ts";
import { frame, script } from "./frame.ts";
import type { Html } from "./html.ts";

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

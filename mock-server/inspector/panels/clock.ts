import { html } from "hono/html";
import { badge } from "../badge.ts";
import { utc } from "../format.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { stateFields, type View } from "../view.ts";

/** The tenant's clock and its controls. */
export function clock(view: View): Html {
  const own = view.tenant.clock;
  const { running } = own;
  const { date, clock: time, iso } = utc(own.now());
  return html`
    <div id="clock">
      <div class="line">
          <p class="time"><time datetime="${iso}"><span class="time-of-day">${time}</span> <span
          class="muted">${date} UTC</span></time></p>
          ${running ? badge("good", "Running") : badge("plain", "Frozen")}
        </div>
      <form class="buttons" method="post" action="${actionPath("clock")}">
          ${stateFields(view)}
          <button class="button small" name="do" value="5m">+5 min</button>
          <button class="button small" name="do" value="1h">+1 h</button>
          <button class="button small freeze" name="do" value="${running
            ? "freeze"
            : "resume"}">${running ? "Freeze" : "Resume"}</button>
        </form>
    </div>
  `;
}

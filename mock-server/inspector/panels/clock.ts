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
    <section class="card" id="clock" aria-labelledby="clock-title">
      <div class="card-head">
          <h2 id="clock-title">Clock</h2>
          ${running ? badge("good", "Running") : badge("plain", "Frozen")}
        </div>
      <p class="time"><time datetime="${iso}"><span class="time-of-day">${time}</span> <span
          class="muted">${date} UTC</span></time></p>
      <form class="buttons" method="post" action="${actionPath("clock")}">
          ${stateFields(view)}
          <button class="button" name="do" value="5m">+5 min</button>
          <button class="button" name="do" value="1h">+1 h</button>
          <button class="button freeze" name="do" value="${running ? "freeze" : "resume"}">${running
            ? "Freeze"
            : "Resume"}</button>
        </form>
    </section>
  `;
}

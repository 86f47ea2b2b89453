import { html } from "hono/html";
import type { DecodedToken, TokenVerdict } from "../../world/tokens/decoded-token.ts";
import { badge, type Tone } from "../badge.ts";
import { field } from "../field.ts";
import { cell, span, utc } from "../format.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { BLANK_FORM, type PastedToken } from "../action-result.ts";
import { stateFields, type View } from "../view.ts";

/** A token, pasted in and taken apart. */
export function tokenPanel(view: View, token: PastedToken | undefined): Html {
  const form = { ...BLANK_FORM, values: { token: token?.text ?? "" } };
  return html`<section class="card" aria-labelledby="token-title" id="token">
    <div class="card-head"><h2 id="token-title">Token</h2></div>
    <form method="post" action="${actionPath("token")}" id="token-form">
      ${stateFields(view)}
      ${
    field({
      form: "token",
      name: "token",
      label: "Paste a token",
      rows: 4,
      code: true,
      hint: "It is taken apart and judged here, and never put into an address.",
    }, form)
  }
      <div class="buttons"><button class="button">Decode</button></div>
    </form>
    ${tokenResult(view, token)}
  </section>`;
}

/** What became of it. */
export function tokenResult(view: View, token: PastedToken | undefined): Html {
  if (token === undefined) return html`<div id="token-result"></div>`;
  const { decoded } = token;
  if (decoded === undefined) {
    return html`
      <div id="token-result">
        <p class="problem" role="alert">Paste a token first: the field
            is blank.</p>
      </div>
    `;
  }
  const [tone, word, meaning] = VERDICTS[decoded.verdict];
  return html`<div id="token-result" class="token-result">
    <div class="verdict">
      ${badge(tone, word)}
      <span class="left" id="time-left">${timeLeft(decoded)}</span>
    </div>
    <p class="muted">${meaning}${
    belongsToOtherTenant(decoded, view) && " It names another tenant."
  }</p>
    ${parts("Header", decoded.header)}
    ${parts("Claims", decoded.claims, (name, value) => claimMeaning(name, value, view))}
  </div>`;
}

const VERDICTS: Readonly<Record<TokenVerdict, [Tone, string, string]>> = {
  good: ["good", "Good", "Calls with this token are accepted now."],
  tokenExpired: ["warn", "Expired", "Its hour is over on the tenant’s clock. Obtain a new one."],
  tokenInvalid: [
    "bad",
    "Invalid",
    "It is malformed, was signed elsewhere, or names no app of this tenant.",
  ],
  apiNotEnabled: ["bad", "API off", "The API is off for this tenant, so no token works."],
  appExpired: ["warn", "App expired", "Its app has expired. Register a new one."],
  appRevoked: ["bad", "App revoked", "Its app was revoked. Register a new one."],
};

function timeLeft({ timeLeft: left }: DecodedToken): string {
  if (left === undefined) return "";
  return left > 0 ? `${span(left)} left` : `ended ${span(left)} ago`;
}

function belongsToOtherTenant({ claims }: DecodedToken, { tenant }: View): boolean {
  const named = claims?.["tntid"];
  return typeof named === "string" && named !== tenant.id;
}

function parts(
  title: string,
  of: Record<string, unknown> | undefined,
  meaning: (name: string, value: unknown) => string = () => "",
): Html {
  if (of === undefined) {
    return html`
      <h3>${title}</h3>
      <p class="muted">It cannot be read.</p>
    `;
  }
  const rows = Object.entries(of).map(([name, value]) => {
    const means = meaning(name, value);
    return html`
      <div>
        <dt><code>${name}</code></dt>
        <dd><code>${cell(value)}</code>${means && html`<span class="sub">${means}</span>`}</dd>
      </div>
    `;
  });
  return html`
    <h3>${title}</h3>
    <dl class="parts">${rows}</dl>
  `;
}

function claimMeaning(name: string, value: unknown, { tenant }: View): string {
  if (name === "exp" && typeof value === "number") {
    const { date, clock } = utc(value * 1000);
    return `ends ${date} ${clock} UTC`;
  }
  if (name === "appid" && typeof value === "string") return tenant.app(value)?.name ?? "";
  if (name === "tntid" && value === tenant.id) return "this tenant";
  return "";
}

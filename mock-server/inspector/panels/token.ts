import { html } from "hono/html";
import type { DecodedToken, TokenVerdict } from "../../world/tokens/decoded-token.ts";
import { badge, type Tone } from "../badge.ts";
import { field } from "../field.ts";
import { cell, span, utc } from "../format.ts";
import type { Html } from "../html.ts";
import { actionPath } from "../paths.ts";
import { BLANK_FORM, type PastedToken } from "../action-result.ts";
import { stateFields, type View } from "../view.ts";

/** Decodes a pasted token. */
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
      rows: 3,
      code: true,
      hint: "The token is decoded and checked here. It never appears in a URL.",
    }, form)
  }
      <div class="buttons"><button class="button">Decode</button></div>
    </form>
    ${tokenResult(view, token)}
  </section>`;
}

/** The decoded token. */
export function tokenResult(view: View, token: PastedToken | undefined): Html {
  if (token === undefined) return html`<div id="token-result"></div>`;
  const { decoded } = token;
  if (decoded === undefined) {
    return html`
      <div id="token-result">
        <p class="problem" role="alert">Paste a token first.</p>
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
    belongsToOtherTenant(decoded, view) && " It belongs to another tenant."
  }</p>
    ${parts("Header", decoded.header)}
    ${parts("Claims", decoded.claims, (name, value) => claimMeaning(name, value, view))}
  </div>`;
}

const VERDICTS: Readonly<Record<TokenVerdict, [Tone, string, string]>> = {
  good: ["good", "Good", "Requests with this token are accepted."],
  tokenExpired: [
    "warn",
    "Expired",
    "The token has expired on the tenant’s clock. Request a new one.",
  ],
  tokenInvalid: [
    "bad",
    "Invalid",
    "The token is malformed, was signed by another server, or does not belong to an app of this tenant.",
  ],
  apiNotEnabled: ["bad", "API off", "The API is off for this tenant, so no token is accepted."],
  appExpired: ["warn", "App expired", "The token’s app has expired. Register a new app."],
  appRevoked: ["bad", "App revoked", "The token’s app was revoked. Register a new app."],
};

function timeLeft({ timeLeft: left }: DecodedToken): string {
  if (left === undefined) return "";
  return left > 0 ? `${span(left)} left` : `expired ${span(left)} ago`;
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
      <p class="muted">It could not be decoded.</p>
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
    return `expires ${date} ${clock} UTC`;
  }
  if (name === "appid" && typeof value === "string") return tenant.app(value)?.name ?? "";
  if (name === "tntid" && value === tenant.id) return "this tenant";
  return "";
}

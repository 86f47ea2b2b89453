import type { MockServer } from "../../../mock-server/mod.ts";
import { toBase64Url } from "./base64.ts";
import { defended } from "./attempts.ts";
import { between, pick } from "./choices.ts";
import { discloseNothing } from "./disclosure.ts";
import type { AttackGroup } from "./group.ts";
import { guardedState } from "./guarded-state.ts";
import { createTarget, createVictim, furnished, type Victim } from "./victim.ts";

const KIND = "credentials";
const MUTATIONS = 30;
const LONGEST_ANSWER = 400;

/** How an app can be, which nobody may learn without its secret. */
const STATES: Readonly<Record<string, (victim: Victim) => void>> = {
  active: () => {},
  expired: ({ tenant, app }) => tenant.apps.expire(app.appId),
  revoked: ({ tenant, app }) => tenant.apps.revoke(app.appId),
  "of an API that is off": ({ tenant }) => tenant.setApiEnabled(false),
};

/**
 * Token requests with nearly the right credentials, for apps in every state. None gets a token, none reaches the
 * tenant, and every answer is the same whatever the app's state is.
 */
export const credentialAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  const shared = createTarget();
  const victims = await Promise.all(
    Object.entries(STATES).flatMap(([state, end]) =>
      [false, true].map(async (isDefault) => {
        const mock = isDefault ? createTarget() : shared;
        const victim = isDefault ? await furnished(mock.tenant) : await createVictim(mock);
        end(victim);
        return {
          mock,
          victim,
          state: isDefault ? `${state}, of the default tenant` : state,
          isDefault,
        };
      })
    ),
  );
  // Requests with wrong credentials belong to the default tenant.
  const others = victims.filter(({ isDefault }) => !isDefault).map(({ victim }) => victim);
  const stored = await guardedState(victims.map(({ victim }) => victim));
  // Positions and characters of the random changes, which are the same for all victims.
  const changes = Array.from(
    { length: MUTATIONS * scale },
    () => ({
      at: random(),
      by: between(1, 60, random),
      kind: pick(["change", "drop", "add"], random),
    }),
  );
  const bodies = victims.map(({ victim }) => wrongBodies(victim, changes));
  for (const name of bodies[0]?.keys() ?? []) {
    const answers = new Set<string>();
    const guarded = await guardedState(others);
    for (const [i, { mock, state, victim }] of victims.entries()) {
      await attempt(KIND, `${name}, for an app that is ${state}`, async () => {
        const { type = "application/json", text } = bodies[i]?.get(name) ?? { text: "" };
        const response = await post(mock, type, text);
        const answer = await response.text();
        defended([400, 401].includes(response.status), `expected 401, got ${response.status}`);
        defended(answer.length < LONGEST_ANSWER, `the answer has ${answer.length} characters`);
        const secrets = [
          { name: "the App Secret", value: victim.app.appSecret },
          { name: "the victim's data", value: victim.canary },
        ];
        discloseNothing(answer, secrets, "the answer");
        defended(!/expired|revoked|not enabled/i.test(answer), "the answer tells the app's state");
        answers.add(`${response.status} ${answer.replaceAll(victim.app.appId, "")}`);
        // A request with the right secret belongs to its tenant, even if it is malformed.
        if (!OF_ITS_TENANT.includes(name)) guarded.expectSameJournals();
      });
    }
    await attempt(KIND, `${name}: the same answer for every state`, () => {
      defended(answers.size <= 1, "the answer depends on the state of the app");
    });
  }
  await attempt(KIND, "all of them, on the stored data", stored.expectSameContents);
};

const OF_ITS_TENANT = ["another secret beside it", "the secret beside null"];

interface Body {
  type?: string;
  text: string;
}

interface Change {
  at: number;
  by: number;
  kind: string;
}

/** Bodies that are nearly a good token request, by name. */
function wrongBodies({ app, tenant }: Victim, changes: readonly Change[]): Map<string, Body> {
  const { appId, appSecret } = app;
  const json = (body: unknown): Body => ({ text: JSON.stringify(body) });
  const good = JSON.stringify({ appId, appSecret });
  const bodies = new Map<string, Body>();
  for (const [name, secret] of Object.entries(wrongSecrets(appSecret, appId))) {
    bodies.set(`the secret ${name}`, json({ appId, appSecret: secret }));
    bodies.set(`the secret ${name}, as secret`, json({ appId, secret }));
  }
  for (const [i, change] of changes.entries()) {
    bodies.set(
      `the secret with random change ${i}`,
      json({ appId, appSecret: changed(appSecret, change) }),
    );
  }
  for (const [name, id] of Object.entries(wrongIds(appId))) {
    bodies.set(`the App ID ${name}`, json({ appId: id, appSecret }));
  }
  const shapes: Record<string, unknown> = {
    "no secret": { appId },
    "no App ID": { appSecret },
    "nothing": {},
    "a list": [appId, appSecret],
    "the object in a list": [{ appId, appSecret }],
    "the object as text": good,
    "null": null,
    "another secret beside it": { appId, appSecret, secret: "x" },
    "the secret beside another": { appId, appSecret: "x", secret: appSecret },
    "the secret beside an empty one": { appId, appSecret: "", secret: appSecret },
    "the secret beside null": { appId, appSecret: null, secret: appSecret },
    "the tenant's ID as the App ID": { appId: tenant.id, appSecret },
    "the secret under other names": { appId, app_secret: appSecret, password: appSecret },
    "names in another case": { APPID: appId, APPSECRET: appSecret },
    "the secret nested": { appId, appSecret: { appSecret } },
    "the secret in a list": { appId, appSecret: [appSecret] },
    "the App ID in a list": { appId: [appId], appSecret },
    "the secret as the App ID": { appId: appSecret, appSecret: "x" },
    "the secret in a list as the App ID": { appId: [appSecret], appSecret: "x" },
    "the secret as a name": { appId, appSecret: "x", [appSecret]: [appSecret] },
  };
  for (const [name, shape] of Object.entries(shapes)) bodies.set(name, json(shape));
  const inner = good.slice(1, -1);
  const wrong = `"appSecret":"wrong"`;
  const texts: Record<string, string> = {
    "__proto__": `{"__proto__":${good}}`,
    "the secret in __proto__": `{"appId":"${appId}","__proto__":{"appSecret":"${appSecret}"}}`,
    "constructor": `{"constructor":{"prototype":${good}}}`,
    "a duplicate name, the last one wrong": `{${inner},${wrong}}`,
    "a duplicate App ID, the last one wrong": `{${inner},"appId":"${crypto.randomUUID()}"}`,
    "a trailing comma": `{${inner},}`,
    "a comment": `{${inner}/**/}`,
    "single quotes": `{'appId':'${appId}','appSecret':'${appSecret}'}`,
    "no quotes": `{appId:"${appId}",appSecret:"${appSecret}"}`,
    "cut": good.slice(0, -1),
    "twice": good + good,
    "empty": "",
    "deeply nested": "[".repeat(50_000),
    "a number": "1",
  };
  for (const [name, text] of Object.entries(texts)) bodies.set(`JSON: ${name}`, { text });
  const form = new URLSearchParams({ appId, appSecret });
  const types: Record<string, string> = {
    "application/x-www-form-urlencoded": String(form),
    "text/plain": good,
    "text/json": good,
    "application/jsonp": good,
    "application/x-json": good,
    "multipart/form-data; boundary=x":
      `--x\r\nContent-Disposition: form-data; name="appSecret"\r\n\r\n${appSecret}\r\n--x--`,
    "application/xml": `<token><appId>${appId}</appId><appSecret>${appSecret}</appSecret></token>`,
  };
  for (const [type, text] of Object.entries(types)) {
    // With the right secret the request belongs to its tenant, whatever the type is.
    const other = type.includes("json") || type === "text/plain"
      ? text.replace(appSecret, "x")
      : text;
    bodies.set(`the type ${type}`, { type, text: other });
  }
  return bodies;
}

function wrongSecrets(secret: string, appId: string): Record<string, unknown> {
  const middle = Math.floor(secret.length / 2);
  const bytes = atob(secret);
  return {
    "in upper case": secret.toUpperCase(),
    "in lower case": secret.toLowerCase(),
    "without its last character": secret.slice(0, -1),
    "without its first character": secret.slice(1),
    "without its padding": secret.replace(/=+$/, ""),
    "with more padding": `${secret}=`,
    "with a space before it": ` ${secret}`,
    "with a space after it": `${secret} `,
    "with a line break after it": `${secret}\n`,
    "with a tab after it": `${secret}\t`,
    "with a NUL after it": `${secret}\u0000`,
    "with a NUL and more after it": `${secret}\u0000x`,
    "with a no-break space after it": `${secret}\u00a0`,
    "with a byte order mark": `\ufeff${secret}`,
    "with a zero-width space": `${secret.slice(0, middle)}\u200b${secret.slice(middle)}`,
    "with a combining mark": `${secret}\u0301`,
    "with a lone surrogate": `${secret}\ud800`,
    "in full-width characters": String.fromCharCode(
      ...[...secret].map((c) => c.charCodeAt(0) + 0xfee0),
    ),
    "in base64url": secret.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
    "percent-encoded": encodeURIComponent(secret).replace(
      /^./,
      (c) => `%${c.charCodeAt(0).toString(16)}`,
    ),
    "encoded twice": btoa(secret),
    "decoded": bytes,
    "with other unused bits": otherUnusedBits(secret),
    "twice": secret + secret,
    "half": secret.slice(0, middle),
    "quoted": `"${secret}"`,
    "empty": "",
    "one space": " ",
    "the App ID": appId,
    "very long": secret.repeat(1_000),
    "null": null,
    "true": true,
    "0": 0,
    "a number": Number.MAX_SAFE_INTEGER,
    "a list": [secret],
    "a list of characters": [...secret],
    "an object": { ...[...secret] },
    "an object with toString": { toString: secret, valueOf: secret, length: secret.length },
    "in base64url with its padding": `${toBase64Url(bytes)}==`,
  };
}

function wrongIds(appId: string): Record<string, unknown> {
  return {
    "in braces": `{${appId}}`,
    "as a URN": `urn:uuid:${appId}`,
    "without hyphens": appId.replaceAll("-", ""),
    "with a space after it": `${appId} `,
    "with a NUL after it": `${appId}\u0000`,
    "with a zero-width space": `${appId}\u200b`,
    "with other hyphens": appId.replaceAll("-", "\u2010"),
    "in full-width digits": appId.replace(
      /\d/g,
      (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0),
    ),
    "percent-encoded": appId.replaceAll("-", "%2D"),
    "cut": appId.slice(0, -1),
    "as a pattern": "*",
    "as a condition": { $ne: null },
    "as a list": [appId],
    "empty": "",
    "null": null,
    "true": true,
    "__proto__": "__proto__",
    "constructor": "constructor",
    "toString": "toString",
  };
}

/** The padding of 64 bytes leaves four bits of the last character unused. */
function otherUnusedBits(secret: string): string {
  const at = secret.indexOf("=") - 1;
  const other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const digit = other.indexOf(secret.charAt(at));
  return secret.slice(0, at) + other.charAt(digit ^ 5) + secret.slice(at + 1);
}

function changed(secret: string, { at, by, kind }: Change): string {
  const i = Math.floor(at * secret.length);
  const character = String.fromCharCode(33 + (secret.charCodeAt(i) - 33 + by) % 94);
  if (kind === "change") return secret.slice(0, i) + character + secret.slice(i + 1);
  if (kind === "add") return secret.slice(0, i) + character + secret.slice(i);
  return secret.slice(0, i) + secret.slice(i + 1);
}

async function post(mock: MockServer, type: string, body: string): Promise<Response> {
  return await mock.fetch(`${mock.baseUrl}token`, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
}

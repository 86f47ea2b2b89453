import type { MockServer } from "../../../mock-server/mod.ts";
import { actionPath } from "../../../mock-server/inspector/paths.ts";
import { defended } from "./attempts.ts";
import { sample } from "./choices.ts";
import { OWN_HOST } from "./disguises.ts";
import type { AttackGroup } from "./group.ts";
import { MARKUP } from "./hostile-texts.ts";
import { structureOf } from "./html-structure.ts";
import { unsigned } from "./jwt.ts";
import { createTarget, tokenOf } from "./victim.ts";

const KIND = "the page";
const TEXTS = 12;
const HARMLESS = "harmless";

/**
 * Hostile texts in every place that the page shows. The page must have the structure that it has with harmless
 * texts, so that none of them becomes an element or an attribute.
 */
export const pageAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  const harmless = new Map<string, string[][]>();
  for (const [place, plant] of Object.entries(PLACES)) {
    harmless.set(place, (await plant(HARMLESS)).map(structureOf));
  }
  const texts = sample(Object.entries(MARKUP), TEXTS * scale, random);
  for (const [name, text] of texts) {
    for (const [place, plant] of Object.entries(PLACES)) {
      await attempt(KIND, `${name} in ${place}`, async () => {
        for (const [i, html] of (await plant(text)).entries()) {
          const found = structureOf(html);
          const expected = harmless.get(place)?.[i] ?? [];
          const differs = found.findIndex((tag, at) => tag !== expected[at]);
          defended(
            differs < 0 && found.length === expected.length,
            `it changes the structure of the page at element ${differs}`,
          );
        }
      });
    }
  }
};

/** The HTML of the page, after a text was put into a place. */
type Plant = (text: string) => Promise<string[]>;

const blank = () => createTarget({ control: true });

const PLACES: Readonly<Record<string, Plant>> = {
  async "the names of apps and collections"(text) {
    const mock = blank();
    const { appId } = await mock.tenant.apps.create({ name: text, description: text });
    mock.tenant.collections.create({ slug: "things", name: text });
    return [
      await page(mock),
      await page(mock, { dialog: `revoke:${appId}` }),
      await page(mock, { dialog: `expire:${appId}` }),
      await view(mock, { dialog: `revoke:${appId}` }),
    ];
  },
  async "fields, values and links of records"(text) {
    const mock = blank();
    const things = mock.tenant.collections.create({ slug: "things", name: "Things" });
    const { id } = things.records.add({
      data: { [text]: text, list: [text], object: { [text]: text, isEscaped: true } },
      external: [{ key: text, id: text, properties: { [text]: text } }],
    });
    const open = { collection: "things", record: id };
    return [
      await page(mock),
      await page(mock, open),
      await page(mock, { ...open, dialog: `delete:${id}` }),
      await page(mock, { find: text }),
      await page(mock, { find: `x${text}` }),
      await view(mock, {}),
      await view(mock, open),
    ];
  },
  async "the journal: paths, queries and bodies"(text) {
    // A body that is stored only in part cannot be sent again, and the page says so.
    const mock = createTarget({ control: true, journal: { bodyBytes: 1_000_000 } });
    const path = encodeURIComponent(text.slice(0, 2_000));
    for (
      const url of [`${mock.baseUrl}${path}?${path}=${path}`, `${mock.baseUrl}x?<attack>"'=${path}`]
    ) {
      await mock.fetch(url, { method: "POST", body: text, headers: { "content-type": "x/y" } });
    }
    mock.faults.add({ kind: "status", status: 500, body: { error: `x${text}` } });
    await mock.fetch(`${mock.baseUrl}x`);
    return [
      await page(mock),
      await page(mock, { entry: "1" }),
      await page(mock, { entry: "2" }),
      await page(mock, { entry: "3" }),
      await page(mock, { search: `x${text}`, inPath: text, withStatus: text, ofApp: text }),
      await view(mock, {}),
      await view(mock, { entry: "3" }),
    ];
  },
  async "faults and chaos"(text) {
    const mock = blank();
    const path = `/${text.replace(/[?#]/g, "")}`;
    mock.faults.add({ kind: "status", status: 500, body: text, match: { path } });
    mock.faults.add({ kind: "html", page: text, match: { path } });
    mock.faults.add({ kind: "invalidCredentials", message: text, match: { path } });
    mock.faults.add({ kind: "rateLimit", message: text });
    mock.faults.chaos({ seed: text, rate: 0.5, match: { path } });
    return [await page(mock), await view(mock, {})];
  },
  async "a pasted token"(text) {
    const mock = blank();
    const token = unsigned({ alg: text, [text]: text }, { [text]: text, tntid: text, appid: text });
    return [
      await act(mock, "token", { token: `${token}.x` }),
      await act(mock, "token", { token: `${token}.x` }, true),
      await act(mock, "token", { token: `x${text}` }),
    ];
  },
  async "a token of an app with that name"(text) {
    const mock = blank();
    const token = await tokenOf(
      mock,
      await mock.tenant.apps.create({ name: text, description: text }),
    );
    return [await act(mock, "token", { token })];
  },
  async "the form that adds an app"(text) {
    const mock = blank();
    return [
      await act(mock, "apps", { name: `x${text}`, description: "" }),
      await act(mock, "apps", { name: "", description: `x${text}` }),
      await act(mock, "apps", { name: `x${text}`, description: `x${text}` }),
      await act(mock, "apps", { name: `x${text}`, description: `x${text}` }, true),
    ];
  },
  async "the forms of faults and chaos"(text) {
    const mock = blank();
    const fault = {
      status: text,
      duration: text,
      after: text,
      retryAfter: text,
      times: `x${text}`,
    };
    return [
      ...await Promise.all(
        ["status", "delay", "cutBody", "rateLimit", "html"].map((kind) =>
          act(mock, "faults", { kind, ...fault, path: `x${text}`, method: `1${text}` })
        ),
      ),
      await act(mock, "chaos", { rate: `x${text}`, seed: `x${text}` }),
      await act(mock, "chaos", { rate: `x${text}`, seed: `x${text}` }, true),
    ];
  },
  async "the forms of records, time and snapshots"(text) {
    const mock = blank();
    const things = mock.tenant.collections.create({ slug: "things", name: "Things" });
    const { id } = things.records.add({ data: {} });
    const [shown, isScript] = [{ collection: "things", record: id, recordId: id }, true];
    return [
      await act(mock, "collections", { name: "", slug: `x${text}` }),
      await act(mock, "records", { ...shown, json: `x${text}` }),
      await act(mock, "records", { ...shown, json: `x${text}` }, isScript),
      await act(mock, "records/edit", { ...shown, json: `x${text}` }),
      await act(mock, "records/import", { ...shown, json: `x${text}` }),
      await act(mock, "records/import", { ...shown, json: JSON.stringify([{ [text]: text }]) }),
      await act(mock, "clock/set", { time: `x${text}` }),
      await act(mock, "clock/set", { time: `x${text}`, check: "1" }, isScript),
      await act(mock, "tenant/restore", { json: JSON.stringify({ [text]: text }) }),
      await act(mock, "journal/send", { id: text }),
    ];
  },
  async "the parameters of the page"(text) {
    const mock = blank();
    mock.tenant.collections.create({ slug: "things", name: "Things" });
    return [
      await page(mock, { tenant: `x${text}` }),
      await page(mock, { collection: text, page: text, done: text, dialog: text }),
      await page(mock, { dialog: `revoke:${text}` }),
      await page(mock, { dialog: `delete:${text}` }),
      await page(mock, { [text]: text }),
      await page(mock, { entry: text, until: text, show: text }),
      await page(mock, { collection: "things", record: `x${text}` }),
      await act(mock, "clock", { do: text }),
      await act(mock, "apps/revoke", { appId: text }),
      await act(mock, "faults/remove", { id: text }, true),
      await act(mock, "view", { tenant: `x${text}`, collection: text, page: text }),
    ];
  },
};

async function page(mock: MockServer, params: Record<string, string> = {}): Promise<string> {
  const response = await mock.fetch(
    new Request(`http://${OWN_HOST}/?${new URLSearchParams(params)}`),
  );
  return await htmlOf(response);
}

async function view(mock: MockServer, params: Record<string, string>): Promise<string> {
  return await act(mock, "view", params, true);
}

/** @param asScript Whether the page's script sends the form. */
async function act(
  mock: MockServer,
  action: string,
  fields: Record<string, string>,
  asScript = false,
): Promise<string> {
  const response = await mock.fetch(
    new Request(`http://${OWN_HOST}${actionPath(action)}`, {
      method: "POST",
      headers: asScript ? { "x-inspector": "script" } : {},
      body: new URLSearchParams(fields),
    }),
  );
  if (response.status === 303) {
    return response.headers.get("location")?.replace(/=[^&]*/g, "") ?? "";
  }
  return await htmlOf(response);
}

const POLICY = [
  "default-src 'none';",
  "script-src 'nonce-",
  "style-src 'nonce-",
  "connect-src 'self';",
  "form-action 'self';",
  "base-uri 'none';",
  "frame-ancestors 'none'",
];

async function htmlOf(response: Response): Promise<string> {
  const { headers } = response;
  const html = await response.text();
  defended(headers.get("content-type") === "text/html; charset=UTF-8", "it is not marked as HTML");
  defended(headers.get("x-content-type-options") === "nosniff", "browsers may guess its type");
  const policy = headers.get("content-security-policy") ?? "";
  for (const directive of POLICY) {
    defended(policy.includes(directive), `its policy lacks ${directive}`);
  }
  return html;
}

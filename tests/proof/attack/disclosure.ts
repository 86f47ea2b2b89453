import { defended } from "./attempts.ts";

/** A part of a secret of at least this length counts as a disclosure. */
export const SHORTEST_DISCLOSURE = 16;

/** A value that must not appear anywhere. */
export interface Canary {
  /** What it is, for the report: "the App Secret". */
  name: string;
  value: string;
}

/**
 * Throws when a text contains a part of a canary, in any usual spelling. It decodes the text step by step and
 * looks for the value in each step. It shares no code with the client's redaction.
 *
 * @param where What the text is, for the report.
 */
export function discloseNothing(text: string, canaries: readonly Canary[], where: string): void {
  const found = disclosed(text, canaries);
  defended(found === undefined, `${where} contains ${found}`);
}

/** The canary that a text contains, and how. */
function disclosed(text: string, canaries: readonly Canary[]): string | undefined {
  // Much is shown in more than one place.
  const lines = [...new Set(text.split("\n"))].join("\n");
  for (const [how, view] of viewsOf(lines)) {
    const plain = comparable(view);
    for (const { name, value } of canaries) {
      if (hasPart(plain, partsOf(value))) return `${name} (${how})`;
    }
  }
  return undefined;
}

/** The parts of a canary: the short ones, to find a place quickly, and those that count. */
interface Parts {
  short: ReadonlySet<string>;
  disclosing: ReadonlySet<string>;
}

const SHORT = 8;
const known = new Map<string, Parts>();

function partsOf(value: string): Parts {
  const found = known.get(value);
  if (found !== undefined) return found;
  const plain = comparable(value);
  const parts = { short: allParts(plain, SHORT), disclosing: allParts(plain, SHORTEST_DISCLOSURE) };
  known.set(value, parts);
  return parts;
}

function allParts(text: string, length: number): Set<string> {
  const parts = new Set<string>();
  for (let i = 0; i + length <= text.length; i++) parts.add(text.slice(i, i + length));
  return parts;
}

function hasPart(text: string, { short, disclosing }: Parts): boolean {
  // A long part that starts anywhere contains a short one at one of these steps.
  const step = SHORTEST_DISCLOSURE - SHORT + 1;
  for (let at = 0; at < text.length; at += step) {
    if (!short.has(text.slice(at, at + SHORT))) continue;
    for (let i = Math.max(0, at - step); i <= at; i++) {
      if (disclosing.has(text.slice(i, i + SHORTEST_DISCLOSURE))) return true;
    }
  }
  return false;
}

/** The text, and what it becomes when it is decoded up to three times. */
function viewsOf(text: string): Map<string, string> {
  const views = new Map([["as it is", text]]);
  const seen = new Set([text]);
  let last: [string, string][] = [...views];
  for (let round = 0; round < 3; round++) {
    const next: [string, string][] = [];
    for (const [how, view] of last) {
      for (const [name, decode] of Object.entries(DECODERS)) {
        // The result of a base64 decoder is mostly noise, which need not be decoded as base64 again.
        if (how.includes("base64") && name.includes("base64")) continue;
        const decoded = decode(view);
        if (seen.has(decoded)) continue;
        seen.add(decoded);
        next.push([`${how}, ${name}`, decoded]);
      }
    }
    for (const [how, view] of next) views.set(how, view);
    last = next;
  }
  return views;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  plus: "+",
  sol: "/",
  equals: "=",
};

const DECODERS: Readonly<Record<string, (text: string) => string>> = {
  "percent-decoded": (text) =>
    text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  "JSON-decoded": (text) =>
    text.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  "HTML-decoded": (text) =>
    text.replace(
      /&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi,
      (all, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
        if (decimal !== undefined) return String.fromCharCode(Number(decimal));
        if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
        return ENTITIES[name ?? ""] ?? all;
      },
    ),
  "base64-decoded": (text) =>
    text.replace(
      /[\w+/-]{24,}/g,
      (run) => [0, 1, 2, 3].map((at) => decoded(run.slice(at))).join(" "),
    ),
};

function decoded(run: string): string {
  const whole = run.slice(0, run.length - run.length % 4);
  return atob(whole.replaceAll("-", "+").replaceAll("_", "/"));
}

/** Without letter case, backslashes, and differences between base64, base64url and forms. */
function comparable(text: string): string {
  return text.replaceAll("\\", "").toLowerCase().replace(/[- ]/g, "+").replaceAll("_", "/");
}

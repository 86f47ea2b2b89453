import { toBase64, toBase64Url } from "./base64.ts";
import { between, pick, randomBytes } from "./choices.ts";
import { claimsOf, signed, unsigned } from "./jwt.ts";
import { wrongClaims } from "./wrong-claims.ts";

/** A text that must not be accepted as a token. */
export interface ForgedToken {
  /** What is wrong with it. */
  name: string;
  /** The text. It may contain characters that a header cannot carry. */
  token: string;
}

/** What an attacker knows. */
export interface Knowledge {
  /** A token that is accepted. */
  good: string;
  /** A token of another tenant of the same server. */
  foreign: string;
  /** The victim's credentials. */
  credentials: { appId: string; appSecret: string };
  /** The server's time, in milliseconds. */
  now: number;
  random: () => number;
}

const HS256 = { alg: "HS256", typ: "JWT" };
const LONG = 1_000_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Texts of every kind that must not be accepted.
 *
 * @param mutations How many random changes of a good token.
 */
export async function forgedTokens(of: Knowledge, mutations: number): Promise<ForgedToken[]> {
  return [
    ...algorithms(of),
    ...await ownSignatures(of),
    ...await otherHeaders(of),
    ...await publicKeySignatures(of),
    ...shapes(of),
    ...spellings(of),
    ...Array.from({ length: mutations }, (_, i) => mutation(of, i)),
  ];
}

/** No algorithm, or a name that a careless comparison takes for a known one. */
function algorithms({ good }: Knowledge): ForgedToken[] {
  const claims = claimsOf(good);
  const signature = good.split(".")[2] ?? "";
  const names = [
    "none",
    "None",
    "NONE",
    "nOnE",
    "",
    " HS256",
    "hs256",
    "HS256\u0000",
    "HS1",
    "dir",
  ];
  const values: unknown[] = [...names, null, 0, true, ["HS256"], { alg: "HS256" }];
  return values.flatMap((alg) => {
    const start = unsigned({ alg, typ: "JWT" }, claims);
    const name = `alg ${JSON.stringify(alg)}`;
    return [
      { name: `${name} without a signature`, token: `${start}.` },
      { name: `${name} without a third part`, token: start },
      { name: `${name} with the original signature`, token: `${start}.${signature}` },
    ];
  });
}

/** Signed with every key that an attacker may try. */
async function ownSignatures(
  { good, foreign, credentials, random }: Knowledge,
): Promise<ForgedToken[]> {
  const claims = claimsOf(good);
  const bytes = (text: string) => new TextEncoder().encode(text);
  const { appId, appSecret } = credentials;
  const [header = "", payload = ""] = good.split(".");
  const keys: Record<string, Uint8Array<ArrayBuffer>> = {
    "a key of its own": randomBytes(64, random),
    "an empty key": new Uint8Array(0),
    "64 zero bytes": new Uint8Array(64),
    "the word secret": bytes("secret"),
    "the App Secret": bytes(appSecret),
    "the bytes of the App Secret": Uint8Array.from(atob(appSecret), (c) => c.charCodeAt(0)),
    "the App ID": bytes(appId),
    "the token as the key": bytes(good),
    "the public part of the token as the key": bytes(`${header}.${payload}`),
    "the tenant's ID": bytes(String(claims["tntid"])),
    "a token of another tenant as the key": bytes(foreign),
  };
  const tokens: ForgedToken[] = [];
  for (const [name, key] of Object.entries(keys)) {
    tokens.push({ name: `HS256 with ${name}`, token: await signed(unsigned(HS256, claims), key) });
    for (const [alg, hash] of [["HS384", "SHA-384"], ["HS512", "SHA-512"]] as const) {
      const start = unsigned({ alg, typ: "JWT" }, claims);
      tokens.push({ name: `${alg} with ${name}`, token: await signed(start, key, hash) });
    }
  }
  return tokens;
}

/** Headers that ask the server to take the attacker's key, or to skip a check. */
async function otherHeaders({ good, random }: Knowledge): Promise<ForgedToken[]> {
  const claims = claimsOf(good);
  const key = randomBytes(64, random);
  const jwk = { kty: "oct", alg: "HS256", use: "sig", k: toBase64Url(key) };
  const headers: Record<string, object> = {
    kid: { kid: "../../../../dev/null" },
    "kid with a query": { kid: "' UNION SELECT '" },
    "kid as an object": { kid: { toString: "x" } },
    jku: { jku: "https://attacker.example/keys.json" },
    x5u: { x5u: "https://attacker.example/cert.pem" },
    x5c: { x5c: [toBase64(key)] },
    jwk: { jwk },
    "jwk and kid": { jwk: { ...jwk, kid: "1" }, kid: "1" },
    "an empty crit": { crit: [] },
    "crit exp": { crit: ["exp"], exp: 1 },
    "crit of an unknown name": { crit: ["attacker"], attacker: true },
    "b64 false": { crit: ["b64"], b64: false },
    "b64 false without crit": { b64: false },
    "typ JWE": { typ: "JWE", enc: "A256GCM" },
    zip: { zip: "DEF" },
    "__proto__": JSON.parse('{"__proto__":{"alg":"none"}}'),
  };
  return await Promise.all(
    Object.entries(headers).map(async ([name, header]) => ({
      name: `header ${name}, with a key of its own`,
      token: await signed(unsigned({ ...HS256, ...header }, claims), key),
    })),
  );
}

/** Signed with a key pair of the attacker. */
async function publicKeySignatures({ good }: Knowledge): Promise<ForgedToken[]> {
  const claims = claimsOf(good);
  const kinds = {
    ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
    RS256: {
      name: "RSASSA-PKCS1-v1_5",
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: "SHA-256",
    },
  };
  return await Promise.all(
    Object.entries(kinds).map(async ([alg, parameters]) => {
      const pair = await crypto.subtle.generateKey(parameters, true, ["sign", "verify"]);
      const { kty, crv, x, y, n, e } = await crypto.subtle.exportKey("jwk", pair.publicKey);
      const header = { alg, typ: "JWT", jwk: { kty, crv, x, y, n, e } };
      const start = unsigned(header, claims);
      const content = new TextEncoder().encode(start);
      const signature = await crypto.subtle.sign(parameters, pair.privateKey, content);
      return {
        name: `${alg} with a key pair of its own`,
        token: `${start}.${toBase64Url(new Uint8Array(signature))}`,
      };
    }),
  );
}

/** Other claims with the signature of the original ones, or of those of another tenant. */
export function changedClaims(of: Knowledge): ForgedToken[] {
  const [header = "", payload = "", signature = ""] = of.good.split(".");
  const [, , foreignSignature = ""] = of.foreign.split(".");
  const later = { ...claimsOf(of.good), exp: Math.floor(of.now / 1000) + 7_200 };
  return [
    ...[...wrongClaims(of), { name: "a later exp", claims: later }].map(({ name, claims }) => ({
      name: `${name}, with the original signature`,
      token: `${unsigned(HS256, claims)}.${signature}`,
    })),
    { name: "the signature of another token", token: `${header}.${payload}.${foreignSignature}` },
    {
      name: "the claims of another tenant",
      token: `${header}.${of.foreign.split(".")[1]}.${signature}`,
    },
  ];
}

/**
 * Tokens that the server's own key signed, but with claims or headers that the server never issues. They belong
 * to the tenant in their claims, so they may be in its journal.
 */
export async function misissuedTokens(
  of: Knowledge,
  key: Uint8Array<ArrayBuffer>,
): Promise<ForgedToken[]> {
  const { good } = of;
  const claims = claimsOf(good);
  const headers = {
    "alg HS384": [{ alg: "HS384" }, "SHA-384"],
    "alg HS512": [{ alg: "HS512" }, "SHA-512"],
    "alg HS384 signed as HS256": [{ alg: "HS384" }, "SHA-256"],
    "alg none": [{ alg: "none" }, "SHA-256"],
    "an empty crit": [{ alg: "HS256", crit: [] }, "SHA-256"],
    "an unknown crit": [{ alg: "HS256", crit: ["x"], x: 1 }, "SHA-256"],
    "b64 false": [{ alg: "HS256", crit: ["b64"], b64: false }, "SHA-256"],
    "no alg": [{ typ: "JWT" }, "SHA-256"],
  } as const;
  return [
    ...await Promise.all(
      wrongClaims(of).map(async ({ name, claims }) => ({
        name: `${name}, with the server's key`,
        token: await signed(unsigned(HS256, claims), key),
      })),
    ),
    ...await Promise.all(
      Object.entries(headers).map(async ([name, [header, hash]]) => ({
        name: `${name}, with the server's key`,
        token: await signed(unsigned(header, claims), key, hash),
      })),
    ),
  ];
}

/** Texts that are not three parts. */
function shapes({ good, foreign }: Knowledge): ForgedToken[] {
  const [header = "", payload = "", signature = ""] = good.split(".");
  const encrypted = `${
    toBase64Url('{"alg":"dir","enc":"A256GCM"}')
  }..${payload}.${signature}.${signature}`;
  const json = JSON.stringify({ payload, protected: header, signature });
  const texts: Record<string, string> = {
    "one dot": ".",
    "two dots": "..",
    "three dots": "...",
    "many dots": ".".repeat(10_000),
    "a word": "token",
    undefined: "undefined",
    null: "null",
    "the name of a property": "__proto__",
    "only the header": header,
    "header and payload": `${header}.${payload}`,
    "an empty header": `.${payload}.${signature}`,
    "an empty payload": `${header}..${signature}`,
    "an empty signature": `${header}.${payload}.`,
    "a fourth part": `${good}.`,
    "a fourth part with content": `${good}.${signature}`,
    "a dot in front": `.${good}`,
    "a JWE": encrypted,
    "a JWE with an encrypted key": `${header}.${payload}.${signature}.${signature}.${signature}`,
    "a signature as JSON": json,
    "a token inside a token": unsigned(HS256, { token: good }) + `.${signature}`,
    "twice the token": `${good}${good}`,
    "two tokens with a comma": `${good},${foreign}`,
    "two tokens with a semicolon": `${good};${foreign}`,
    "a scheme in front": `Bearer ${good}`,
    "quoted": `"${good}"`,
    "in angle brackets": `<${good}>`,
  };
  return [
    ...Object.entries(texts).map(([name, token]) => ({ name, token })),
    ...[0.1, 0.3, 0.5, 0.7, 0.9, 0.99].map((part) => ({
      name: `the first ${part * 100} percent`,
      token: good.slice(0, Math.floor(good.length * part)),
    })),
  ];
}

/** Very long texts, and one that is deeply nested. */
export function hugeTokens({ good }: Knowledge): ForgedToken[] {
  const [header = "", payload = "", signature = ""] = good.split(".");
  const texts: Record<string, string> = {
    "a very long word": "a".repeat(LONG),
    "a very long header": `${"a".repeat(LONG)}.${payload}.${signature}`,
    "very long claims": `${unsigned(HS256, { text: "a".repeat(LONG) })}.${signature}`,
    "a very long signature": `${header}.${payload}.${"A".repeat(LONG)}`,
    "deeply nested claims": `${unsigned(HS256, "[".repeat(50_000))}.${signature}`,
  };
  return Object.entries(texts).map(([name, token]) => ({ name, token }));
}

/** The same bytes in another spelling, and characters that look alike. */
function spellings({ good }: Knowledge): ForgedToken[] {
  const respelled: Record<string, (part: string) => string> = {
    "with padding": (part) => `${part}${"=".repeat((4 - part.length % 4) % 4 || 4)}`,
    "with a lone =": (part) => `${part}=`,
    "in the other case": (part) =>
      part.replace(/[a-z]/gi, (c) => c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase()),
    "with a line break": (part) => `${part.slice(0, 4)}\n${part.slice(4)}`,
    "with a space": (part) => `${part.slice(0, 4)} ${part.slice(4)}`,
    "with a tab": (part) => `${part.slice(0, 4)}\t${part.slice(4)}`,
    "with a NUL": (part) => `${part}\u0000`,
    "with a no-break space": (part) => `${part}\u00a0`,
    "with %20": (part) => `${part}%20`,
    "with its first character percent-encoded": (part) =>
      `%${part.charCodeAt(0).toString(16)}${part.slice(1)}`,
    "with other unused bits": (part) => otherUnusedBits(part),
    "with a character of the other alphabet": (part) => `+${part.slice(1)}`,
    "encoded twice": (part) => toBase64Url(part),
    "in full-width characters": (part) =>
      String.fromCharCode(...[...part.slice(0, 40)].map((c) => c.charCodeAt(0) + 0xfee0)) +
      part.slice(40),
    "with a combining mark": (part) => `${part}\u0301`,
    "with a zero-width space": (part) => `${part}\u200b`,
    "with a byte order mark": (part) => `\ufeff${part}`,
    "with a lone surrogate": (part) => `${part}\ud800`,
    "with a Latin letter": (part) => `${part}\u00e9`,
  };
  const names = ["header", "payload", "signature"];
  return [
    ...Object.entries(respelled).flatMap(([how, respell]) =>
      names.flatMap((name, i) => {
        const parts = good.split(".");
        parts[i] = respell(parts[i] ?? "");
        const token = parts.join(".");
        return token === good ? [] : [{ name: `its ${name} ${how}`, token }];
      })
    ),
    { name: "other dots", token: good.replaceAll(".", "\u2024") },
    { name: "percent-encoded dots", token: good.replaceAll(".", "%2E") },
  ];
}

/** Changes the bits of the last character that no byte uses. */
function otherUnusedBits(part: string): string {
  const unused = { 2: 15, 3: 3 }[part.length % 4] ?? 0;
  const last = ALPHABET.indexOf(part.slice(-1));
  return unused === 0 ? part : part.slice(0, -1) + ALPHABET.charAt(last ^ (unused === 15 ? 9 : 2));
}

/** A good token with a random change. */
function mutation({ good, random }: Knowledge, i: number): ForgedToken {
  const at = between(0, good.length - 1, random);
  const character = pick([...ALPHABET].filter((c) => c !== good[at]), random);
  const other = between(0, good.length - 1, random);
  const [from, to] = [Math.min(at, other), Math.max(at, other) + 1];
  const changed = pick([
    good.slice(0, at) + character + good.slice(at + 1),
    good.slice(0, at) + character + good.slice(at),
    good.slice(0, at) + good.slice(at + 1),
    good.slice(0, from) + good.slice(to),
    good.slice(0, to) + good.slice(from),
  ], random);
  const token = changed === good ? `${good}A` : changed;
  return { name: `random change ${i}`, token };
}

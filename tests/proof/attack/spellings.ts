import { toBase64, toBase64Url } from "./base64.ts";
import { between } from "./choices.ts";
import { SHORTEST_DISCLOSURE } from "./disclosure.ts";

/** The ways in which a server may repeat a value, by name. */
export function spellingsOf(value: string, random: () => number): Record<string, string> {
  const all = (spell: (code: number) => string) =>
    [...value].map((c) => spell(c.charCodeAt(0))).join("");
  const hex = (code: number, length: number) => code.toString(16).padStart(length, "0");
  const special = (spell: (code: number) => string) =>
    value.replace(/[^a-z\d]/gi, (c) => spell(c.charCodeAt(0)));
  const json = JSON.stringify({ appSecret: value });
  const middle = Math.floor(value.length / 2);
  const length = between(SHORTEST_DISCLOSURE, middle, random);
  const start = between(0, value.length - length, random);
  const part = value.slice(start, start + length);
  const percent = encodeURIComponent(value);
  return {
    "as it is": value,
    "percent-encoded": percent,
    "percent-encoded in lower case": percent.replace(/%[\dA-F]{2}/g, (c) => c.toLowerCase()),
    "percent-encoded twice": encodeURIComponent(percent),
    "percent-encoded four times": encodeURIComponent(
      encodeURIComponent(encodeURIComponent(percent)),
    ),
    "with every character percent-encoded": all((code) => `%${hex(code, 2)}`),
    "as a form encodes it": String(new URLSearchParams({ secret: value })),
    "as a form decodes it": value.replaceAll("+", " "),
    "in JSON": json,
    "in JSON with escaped slashes": json.replaceAll("/", "\\/"),
    "in JSON with \\u escapes": special((code) => `\\u${hex(code, 4)}`),
    "with every character as a \\u escape": all((code) => `\\u${hex(code, 4).toUpperCase()}`),
    "in JSON in JSON": JSON.stringify(json),
    "in JSON in JSON in JSON": JSON.stringify({ body: JSON.stringify(json) }),
    "in percent-encoded JSON with escapes": encodeURIComponent(json.replaceAll("/", "\\/")),
    "in HTML": special((code) => `&#${code};`),
    "in HTML with hexadecimal entities": special((code) => `&#x${hex(code, 4)};`),
    "in HTML with named entities": value.replaceAll("+", "&plus;").replaceAll("/", "&sol;")
      .replaceAll("=", "&equals;"),
    "in HTML, escaped twice": special((code) => `&amp;#${code};`),
    "with every character as an entity": all((code) => `&#${code};`),
    "as base64url": value.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
    "without its padding": value.replace(/=+$/, ""),
    "in upper case": value.toUpperCase(),
    "in lower case": value.toLowerCase(),
    "in base64": toBase64(value),
    "in base64 after another text": toBase64(`id:${value}`),
    "in base64 after a longer text": toBase64(`client:${value}:x`),
    "in base64url": toBase64Url(`{"appSecret":"${value}"}`),
    "in percent-encoded base64": encodeURIComponent(toBase64(value)),
    "the first half": value.slice(0, middle),
    "the second half": value.slice(middle),
    "a part": part,
    "a percent-encoded part": encodeURIComponent(part),
    "a part in upper case": part.toUpperCase(),
    "a part between other letters": `xyz${part}xyz`,
    "without its last character": value.slice(0, -1),
    "without its first character": value.slice(1),
    "in two lines": `${value.slice(0, middle)}\r\n${value.slice(middle)}`,
    "twice": value + value,
    "in a URL": `https://user:${percent}@attacker.example/?secret=${percent}`,
    "after Bearer": `Bearer ${value}`,
    "after a long text": `${"x".repeat(480)} ${value}`,
    "after a very long text": `${"x ".repeat(20_000)}${value}`,
    "around the place where messages are cut": `${"x".repeat(500 - middle)}${value}`,
  };
}

import type { JournalEntry } from "../../world/journal/journal-entry.ts";
import { bodyText, plainHeaders } from "./request-body.ts";
import { requestUrl } from "./request-url.ts";

/** A request as a command for a shell. The token is the variable `$TOKEN`. */
export function asCurl(entry: JournalEntry, baseUrl: string): string {
  const body = bodyText(entry);
  const { method } = entry;
  const url = requestUrl(entry, baseUrl);
  // Otherwise curl takes brackets as a range of addresses.
  const glob = /[[\]{}]/.test(url) ? " -g" : "";
  return [
    `curl${glob}${METHOD_OPTIONS[method] ?? ` -X ${word(method)}`} ${quoted(url)}`,
    ...(hasToken(entry) ? ['-H "authorization: Bearer $TOKEN"'] : []),
    ...plainHeaders(entry).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
  ].join(" \\\n  ");
}

/** Other methods need `-X`. With it, a HEAD request would wait for a body. */
const METHOD_OPTIONS: Readonly<Record<string, string>> = { GET: "", HEAD: " -I" };

/** A request as a call of `fetch`. The token is the variable `$TOKEN`. */
export function asFetch(entry: JournalEntry, baseUrl: string): string {
  const body = bodyText(entry);
  const headers = [
    ...(hasToken(entry) ? ["authorization: `Bearer ${$TOKEN}`"] : []),
    ...plainHeaders(entry).map(([name, value]) =>
      `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${JSON.stringify(value)}`
    ),
  ];
  const init = [
    ...(entry.method === "GET" ? [] : [`method: ${JSON.stringify(entry.method)}`]),
    ...(headers.length === 0 ? [] : [`headers: { ${headers.join(", ")} }`]),
    ...(body === undefined ? [] : [`body: ${bodyCode(entry, body)}`]),
  ];
  const url = JSON.stringify(requestUrl(entry, baseUrl));
  if (init.length === 0) return `await fetch(${url});`;
  return `await fetch(${url}, {\n${init.map((line) => `  ${line},\n`).join("")}});`;
}

function bodyCode({ requestBody }: JournalEntry, body: string): string {
  return typeof requestBody === "string" ? JSON.stringify(body) : `JSON.stringify(${body})`;
}

function hasToken({ requestHeaders = {} }: JournalEntry): boolean {
  return requestHeaders["authorization"] !== undefined;
}

/** A method may have characters that mean something to a shell. */
function word(text: string): string {
  return /^\w+$/.test(text) ? text : quoted(text);
}

/** A text as one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

import { EXPOSED_HEADER } from "../../control/exposed.ts";
import { MASK, redactedText } from "../../support/redacted.ts";

/** The headers whose values are of use and hold no secrets. The values of all others are not stored. */
const LISTED: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "access-control-allow-origin",
  "allow",
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "date",
  "expect",
  "host",
  "origin",
  "retry-after",
  "transfer-encoding",
  "user-agent",
  "vary",
  "x-request-id",
]);

/** Headers as the journal stores them: names and values in turn, because this is written on every request. */
export type StoredHeaders = readonly string[];

/** Headers, or their values by name in lower case. */
export type GivenHeaders = Headers | Readonly<Record<string, string>>;

/** The headers of a message. Only those that are listed keep their value. */
export function storedHeaders(headers: GivenHeaders): StoredHeaders {
  const stored: string[] = [];
  const add = (value: string, name: string) => {
    if (LISTED.has(name)) stored.push(name, value);
    // The mock adds this one, not the sender.
    else if (name !== EXPOSED_HEADER) stored.push(name.length > LONGEST_NAME ? MASK : name, MASK);
  };
  if (headers instanceof Headers) headers.forEach(add);
  else for (const name in headers) add(headers[name] ?? "", name);
  return stored;
}

/** A longer name may be a secret. */
const LONGEST_NAME = 40;
/** The number of characters of stored headers. */
export function headersSize(stored: StoredHeaders): number {
  return stored.reduce((sum, text) => sum + text.length, 0);
}

/** Stored headers by name, with secrets and tokens redacted. */
export function shownHeaders(stored: StoredHeaders): Record<string, string> {
  const pairs: [string, string][] = [];
  for (let i = 0; i < stored.length; i += 2) {
    pairs.push([stored[i] ?? "", redactedText(stored[i + 1] ?? "")]);
  }
  return Object.fromEntries(pairs);
}

// Processing foreign text takes linear time: twice the text takes about twice the time. Each entry is a
// pattern, or a function that uses patterns, with its worst input.
import { describe, expect, test } from "bun:test";
import { provenCause } from "../../src/errors/proven-cause.ts";
import { errorOfCall } from "../../src/errors/from-response.ts";
import { isDefectOfFetch } from "../../src/http/fetch-defects.ts";
import { createRedactor } from "../../src/http/redact.ts";
import { retryAfter } from "../../src/http/retry-after.ts";
import { isLoopback } from "../../src/support/loopback.ts";
import { isToken } from "../../src/auth/b64token.ts";
import { instantText } from "../../src/records/instant.ts";
import { collectionSegment } from "../../src/records/paths.ts";

const SMALL = 200_000;
const secret = btoa("0123456789".repeat(6)) + "/+//==";
const redactor = createRedactor(secret);
redactor.hide("another+token/with=signs");
const headersWith = (name: string, value: string): { get(name: string): string | null } => ({
  get: (asked) => asked === name ? value : null,
});

const repeat = (text: string) => (size: number) => text.repeat(Math.ceil(size / text.length));

/** Functions that read foreign text, with texts that are slow for patterns that backtrack. */
const READERS: [
  name: string,
  read: (text: string) => unknown,
  worst: ((size: number) => string)[],
][] = [
  ["redactor.text", (text) => redactor.text(text), [
    repeat("ey-"),
    repeat("eyJhbGciOi."),
    repeat("ey".padEnd(20, "a") + "-"),
    repeat("."),
    repeat("\\"),
    repeat("%25"),
    repeat(secret.slice(0, -1)),
    repeat(secret.slice(0, 40)),
    repeat("a"),
  ]],
  ["redactor.shown", (text) => redactor.shown(text), [
    repeat("\n"),
    repeat("ey-"),
    repeat("a \u0000"),
  ]],
  ["provenCause", provenCause, [
    repeat("token "),
    repeat("app "),
    repeat("invalid or "),
    repeat("not a"),
    repeat("expired or "),
  ]],
  ["errorOfCall", (body) =>
    errorOfCall({
      request: { method: "GET", path: "status", url: "https://kinabase.invalid/api/v1/status" },
      received: {
        response: new Response(null, { status: 401 }),
        name: "GET status at kinabase.invalid",
        requestId: () => undefined,
      },
      body,
      now: 0,
      redactor,
    }), [repeat("token "), repeat(" "), repeat("["), repeat('{"error":"'), repeat("ey-")]],
  ["retryAfter", (text) => retryAfter(headersWith("retry-after", text) as Headers, 0), [
    repeat("1"),
    repeat("Thu, 01 "),
    repeat("a"),
  ]],
  ["isDefectOfFetch", (text) => isDefectOfFetch(new TypeError(text)), [
    repeat("is not "),
    repeat("C"),
  ]],
  ["isToken", isToken, [repeat("a"), (size) => `${"=".repeat(size)}!`]],
  ["isLoopback", isLoopback, [repeat("127."), repeat(".localhos")]],
  ["instantText", instantText, [
    (size) => `2026-01-01T00:00:00.${"0".repeat(size)}`,
    (size) => `2026-01-01T00:00:00Z${"[".repeat(size)}`,
    repeat("[]"),
  ]],
  ["collectionSegment", attempt(collectionSegment), [
    (size) => `https://a/c/${"a".repeat(size)}`,
    repeat("http://"),
  ]],
];

function attempt(read: (text: string) => unknown): (text: string) => unknown {
  return (text) => {
    try {
      return read(text);
    } catch {
      return undefined;
    }
  };
}

/** The fastest of several runs, in milliseconds, to ignore other load on the machine. */
function time(read: (text: string) => unknown, text: string): number {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    read(text);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

describe("twice the text takes at most three times as long", () => {
  for (const [name, read, worst] of READERS) {
    for (const [i, make] of worst.entries()) {
      test(`${name}, input ${i + 1}`, () => {
        const [small, large] = [time(read, make(SMALL)), time(read, make(2 * SMALL))];
        // Below a few milliseconds the precision of the clock dominates.
        expect(large < 60 || large <= 3 * small).toBe(true);
        expect(large).toBeLessThan(1_000);
      });
    }
  }
});

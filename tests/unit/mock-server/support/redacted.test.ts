import { expect, test } from "bun:test";
import { redactedBody, redactedText } from "../../../../mock-server/support/redacted.ts";

const SECRET = `ab+/${"Cd09".repeat(20)}yz==`;

test("anything with the format of an App Secret is removed, under any name", () => {
  expect(SECRET).toHaveLength(88);
  expect(redactedText(`{"note":["${SECRET}"]}`)).toBe('{"note":["[redacted]"]}');
  expect(redactedText(`/collections/${SECRET}`)).toBe("/collections/[redacted]");
  expect(redactedText(`note=${encodeURIComponent(SECRET)}&a=b`)).toBe("note=[redacted]&a=b");
  expect(redactedText(SECRET.replace("/", "\\/"))).toBe("[redacted]");
});

test("a secret or a token is also removed where it is a name in JSON", () => {
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl";
  const body = redactedBody(JSON.stringify({ data: { [SECRET]: 1 }, list: [{ [jwt]: 2 }] }));
  expect(body).toEqual({ data: { "[redacted]": 1 }, list: [{ "[redacted]": 2 }] });
});

test("shorter texts of the same characters stay", () => {
  for (const text of [SECRET.slice(1), SECRET.slice(0, -2), "a".repeat(88)]) {
    expect(redactedText(text)).toBe(text);
  }
});

test("the end of a sentence after a quoted path is not taken for a secret", () => {
  for (const error of ['The API has no path "/token". Check it.', 'There is no "/token".']) {
    expect(redactedBody(JSON.stringify({ error }))).toEqual({ error });
  }
  const error = 'The body was {"token": ".x"}';
  expect(JSON.stringify(redactedBody(JSON.stringify({ error })))).not.toContain(".x");
});

import { expect, test } from "bun:test";
import { redacted } from "../../../contract/redacted.ts";
import { otherSecret } from "../../../contract/tools.ts";

test("tokens and secrets are hidden, in each spelling", () => {
  const secret = otherSecret();
  for (const shown of [secret, secret.replaceAll("/", "\\/"), encodeURIComponent(secret)]) {
    const text = redacted(`The secret "${shown}" is wrong`, 500);
    expect(text).toStartWith('The secret "[redacted]');
    expect(text).toEndWith(" is wrong");
    expect(text).not.toContain(secret.slice(0, 10));
  }
  expect(redacted("got eyJhbGciOi.eyJqdGki.c2ln, again", 500)).toBe("got [redacted], again");
});

test("IDs and paths stay, white space is one space, and a long text is cut", () => {
  const path = `GET collections/scratch/${crypto.randomUUID()}`;
  expect(redacted(path, 500)).toBe(path);
  expect(redacted(" a\n\t b ", 500)).toBe("a b");
  expect(redacted("abcdef", 3)).toBe("abc…");
});

import { expect, test } from "bun:test";
import { createClient } from "../../../../mod.ts";
import {
  describeValue,
  shortened,
  withoutSecrets,
} from "../../../../src/support/describe-value.ts";

const SECRET = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(64))));
const TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjF9.c2lnbmF0dXJlLXNpZ25hdHVyZS1z";

test("what looks like a secret or a token is not shown", () => {
  for (const secret of [SECRET, TOKEN, encodeURIComponent(SECRET)]) {
    expect(describeValue(secret)).toBe('"[redacted]"');
    expect(describeValue([secret])).toBe('["[redacted]"]');
    expect(describeValue({ a: secret, b: 1 })).toBe('{"a":"[redacted]","b":1}');
    expect(describeValue(Symbol(secret))).toBe("Symbol([redacted])");
    expect(withoutSecrets(`Bearer ${secret}\n`)).toBe("Bearer [redacted]\n");
  }
});

test("words, IDs and URLs are shown", () => {
  for (
    const text of [
      "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11",
      "collections/people/3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11",
      "https://app.kinabase.com/api/v1/",
      "aVeryLongNameOfAnOptionWithoutAnyDigitAtAll",
    ]
  ) {
    expect(withoutSecrets(text)).toBe(text);
    expect(describeValue(text)).toBe(JSON.stringify(text));
  }
});

test("a long value is shortened", () => {
  expect(describeValue("word ".repeat(100))).toBe(`"${"word ".repeat(100).slice(0, 59)}…`);
});

// Wrong on purpose, as the compiler would also report.
for (
  const [name, options] of Object.entries({
    baseUrl: { baseUrl: SECRET },
    "baseUrl as a URL": { baseUrl: `x:${SECRET}` },
    timeout: { timeout: SECRET },
    rateLimit: { rateLimit: TOKEN },
    allowInsecure: { allowInsecure: SECRET },
    retry: { retry: SECRET },
    "retry.limit": { retry: { limit: TOKEN } },
    "the name of an option": { [SECRET]: true },
    tokenStore: { tokenStore: SECRET },
  })
) {
  test(`the error for a secret in the wrong option does not show it: ${name}`, () => {
    const credentials = { appId: "5f0c7a52-6d0e-4c43-9d0b-0d3c52a6c1f7", appSecret: SECRET };
    const make = () => Reflect.apply(createClient, undefined, [{ ...credentials, ...options }]);
    expect(make).toThrow("[redacted]");
    expect(make).not.toThrow(SECRET.slice(0, 20));
  });
}

test("the error of a call with a secret in the wrong place does not show it", async () => {
  const client = createClient({ token: TOKEN });
  const people = client.collection("people");
  const wrong: [unknown, unknown[]][] = [
    [client.status, [SECRET]],
    [client.fetch, [`https://evil.example/?token=${TOKEN}`]],
    [people.get, ["1", SECRET]],
    [people.update, ["1", { [SECRET]: 1 }]],
    [people.page, [{ pageSize: SECRET }]],
    [people.page, [{ updatedAfter: TOKEN }]],
    [people.external("crm").upsert, ["1", { [SECRET]: 1 }]],
  ];
  for (const [call, args] of wrong) {
    const thrown: unknown = await (async () =>
      await Reflect.apply(call as () => unknown, undefined, args))()
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(TypeError);
    expect(String(thrown)).toContain("[redacted]");
  }
});

test("60 characters are shown, and one more is not", () => {
  const text = (length: number) => "word ".repeat(20).slice(0, length);
  expect(shortened(text(60))).toBe(text(60));
  expect(shortened(text(61))).toBe(`${text(60)}…`);
});

test("values that JSON cannot represent are described", () => {
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  const throws = {
    toJSON() {
      throw new Error("hidden");
    },
  };
  expect([circle, throws, () => 1, undefined, 7n, Symbol("x"), null].map(describeValue))
    .toEqual([
      "an object",
      "an object",
      "a function",
      "undefined",
      "7",
      "Symbol(x)",
      "null",
    ]);
});

test("only text that is long and has letters of both cases and digits is masked", () => {
  const random = "aB3+/=%.~-_".repeat(4).slice(0, 40);
  expect(withoutSecrets(`(${random})`)).toBe("([redacted])");
  for (
    const text of [
      random.slice(1),
      random.toLowerCase(),
      random.toUpperCase(),
      random.replaceAll("3", "x"),
      random.replaceAll(".", " "),
    ]
  ) {
    expect(withoutSecrets(text)).toBe(text);
  }
});

test("numbers that JSON cannot represent are shown", () => {
  expect([NaN, -Infinity, 1.5].map(describeValue)).toEqual(["NaN", "-Infinity", "1.5"]);
});

test("what is often passed by mistake is named, with what to do", () => {
  expect(describeValue(Promise.resolve({ id: "1" }))).toBe("a Promise; await it");
  expect(describeValue({ then: () => {} })).toBe("a Promise; await it");
  expect(describeValue({ then: "text" })).toBe('{"then":"text"}');
  expect(describeValue(new AbortController())).toBe("an AbortController; pass its signal");
  const hostile = Object.defineProperty({}, "then", {
    get() {
      throw new Error("no");
    },
  });
  expect(describeValue(hostile)).toBe("{}");
});

import { expect, test } from "bun:test";
import { createRedactor } from "../../../../src/http/redact.ts";

const SECRET = "ab+cd/ef+gh/ij==";
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2lnbmF0dXJl-_";
const redactor = createRedactor(SECRET);

/** Returns everything that an error shows, including its stack and hidden properties. */
function shown(error: Error): string {
  return Reflect.ownKeys(error).map((key) => {
    const value: unknown = Reflect.get(error, key);
    return `${String(key)}: ${value instanceof Error ? shown(value) : String(value)}`;
  }).join("\n");
}

for (
  const [how, spelling] of [
    ["as it is", SECRET],
    ["percent-encoded", encodeURIComponent(SECRET)],
    ["with its slashes escaped, as some JSON encoders do", SECRET.replaceAll("/", "\\/")],
    ["with \\u002B for +, as others do", SECRET.replaceAll("+", "\\u002B")],
    ["with \\u002b for +", SECRET.replaceAll("+", "\\u002b")],
    ["percent-encoded in small letters", encodeURIComponent(SECRET).toLowerCase()],
    ["escaped in two ways at once", SECRET.replaceAll("+", "\\u002B").replaceAll("/", "\\/")],
    ["with \\u002F for /", SECRET.replaceAll("/", "\\u002F")],
    ["without its padding", SECRET.replaceAll("=", "")],
    ["as base64url", SECRET.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")],
    ["with spaces for +, as a form decodes it", SECRET.replaceAll("+", " ")],
    ["with entities of HTML", SECRET.replaceAll("+", "&#43;").replaceAll("/", "&#x2F;")],
    ["with named entities", SECRET.replaceAll("+", "&plus;").replaceAll("=", "&equals;")],
  ] as const
) {
  test(`a secret is removed ${how}, every time it occurs`, () => {
    const text = redactor.text(`one ${spelling}, two "${spelling}"`);
    expect(text).toBe('one [redacted], two "[redacted]"');
  });
}

test("text that only resembles a secret stays", () => {
  expect(redactor.text("ab+cd/ef and ==")).toBe("ab+cd/ef and ==");
});

test("a secret with special characters of patterns is matched literally", () => {
  const odd = createRedactor("a.c$&*(");
  expect(odd.text("abc$&*( a.c$&*(")).toBe("abc$&*( [redacted]");
});

test("a secret that JSON escapes is removed from JSON", () => {
  const quoted = createRedactor('a"b\\c');
  expect(quoted.text(JSON.stringify({ secret: 'a"b\\c' }))).toBe('{"secret":"[redacted]"}');
});

test("text that looks like a JWT is removed, known or not", () => {
  expect(redactor.text(`Bearer ${JWT}, again "${JWT}"`)).toBe(
    'Bearer [redacted], again "[redacted]"',
  );
  expect(redactor.text("eyJhbGciOiJub25lIn0.eyJleHAiOjF9.")).toBe("[redacted]");
});

test("a JWT is removed even if it directly follows a name", () => {
  expect(redactor.text(`access_${JWT}`)).toBe("access_[redacted]");
});

test("an error whose properties throw or are not texts is copied as far as possible", () => {
  const odd = Object.assign(new Error(SECRET), { name: 42 });
  expect(redactor.error(odd).message).toBe("[redacted]");
  expect(redactor.error(odd).name).toBe("Error");
  expect(redactor.error(Object.assign(new Error("x"), { message: undefined })).message).toBe("");
  const hostile = new Error("x");
  Object.defineProperty(hostile, "stack", {
    get() {
      throw new Error(SECRET);
    },
  });
  expect(redactor.error(hostile).message).toBe("x");
  expect(redactor.error(hostile).stack).toBe("Error: x");
});

for (
  const text of [
    "eye.see.you, app.kinabase.com, eyJ.a.b",
    // Too short for the header of a JWT, with ten characters before it or after it.
    "eye.see.you.and.me",
    "my-eyes.are.red.today",
    "eyJhbGciO.payload.signature",
    // In the middle of a word.
    "honeymoonsuites.example.com",
    "one.two.honeymoonsuite",
    // Nothing follows the header.
    "eyJhbGciOiJIUzI1NiJ9",
    "eyJhbGciOiJIUzI1NiJ9.",
    "before.eyJhbGciOiJIUzI1NiJ9..",
  ]
) {
  test(`is not a JWT: ${text}`, () => {
    expect(redactor.text(text)).toBe(text);
  });
}

for (
  const [text, masked] of [
    ["eyJhbGciOi.payload.signature", "[redacted]"],
    ["they-are-eyJhbGciOi.payload.signature", "they-are-[redacted]"],
    ["a.host.name.eyJhbGciOi.payload.signature.more.words", "a.host.name.[redacted].more.words"],
    ["eyJhbGciOi.payload.signature.eyJhbGciOi.payload.signature", "[redacted].[redacted]"],
  ] as const
) {
  test(`a JWT is found in ${text}`, () => {
    expect(redactor.text(text)).toBe(masked);
  });
}

for (
  const [character, spellings] of [
    ["&", ["&amp;", "%26", "&#38;", "&#x26;", "\\u0026"]],
    ["<", ["&lt;", "%3C"]],
    [">", ["&gt;", "%3e"]],
    ['"', ["&quot;", '\\"']],
    ["'", ["&apos;", "&#0039;"]],
    ["$", ["&#36;", "%24", "%2524"]],
    ["\t", ["%09", "\\u0009", "&#9;"]],
    ["é", ["\\u00e9", "&#233;", "&#xE9;"]],
  ] as const
) {
  test(`${JSON.stringify(character)} in a secret is found in each spelling`, () => {
    const { text } = createRedactor(`one${character}two`);
    for (const spelling of [character, ...spellings]) {
      expect(text(`(one${spelling}two)`)).toBe("([redacted])");
    }
    expect(text("(onetwo)")).toBe("(onetwo)");
  });
}

test("a secret is found without its padding only if it is long enough to be no word", () => {
  const short = createRedactor("sixteen-minus==");
  expect(short.text("sixteen-minus, sixteen-minus==")).toBe("sixteen-minus, [redacted]");
  const long = createRedactor("at=least-sixteen==");
  expect(long.text("at=least-sixteen at=least-sixteen=")).toBe("[redacted] [redacted]");
  expect(long.text("at")).toBe("at");
  expect(createRedactor("=".repeat(16)).text("a = b")).toBe("a = b");
});

test("a shown text is shortened after its 500th character", () => {
  expect(redactor.shown("x".repeat(500))).toBe("x".repeat(500));
  expect(redactor.shown("x".repeat(501))).toBe(`${"x".repeat(500)}…`);
});

test("an error without secrets stays the same object", () => {
  const clean = new RangeError("nothing secret");
  expect(redactor.untouchedIfClean(clean)).toBe(clean);
  Object.assign(clean, { stack: undefined });
  expect(redactor.untouchedIfClean(clean)).toBe(clean);
});

test("an error is copied if its message or its stack contains a secret", () => {
  const inMessage = Object.assign(new RangeError(SECRET), { stack: "no secret" });
  const inStack = Object.assign(new RangeError("no secret"), { stack: `at ${SECRET}` });
  for (const dirty of [inMessage, inStack]) {
    const copy = redactor.untouchedIfClean(dirty);
    expect(copy).not.toBe(dirty);
    expect(shown(copy)).not.toContain(SECRET);
  }
});

test("a value that is hidden later is removed from then on", () => {
  const later = createRedactor();
  expect(later.text("opaque-token")).toBe("opaque-token");
  later.hide("opaque-token");
  expect(later.text("opaque-token")).toBe("[redacted]");
});

test("an empty value hides nothing", () => {
  const empty = createRedactor("");
  empty.hide("");
  expect(empty.text("abc")).toBe("abc");
});

test("the newest values are kept, also those of many concurrent calls, and always the App Secret", () => {
  const full = createRedactor(SECRET);
  const values = Array.from({ length: 2_000 }, (_, i) => `opaque~token~number~${i}~`);
  for (const [i, value] of values.entries()) {
    full.hide(value);
    // The oldest are forgotten whether the values are looked for in between or not.
    if (i % 700 === 0) expect(full.text(value)).toBe("[redacted]");
  }
  expect(full.text(SECRET)).toBe("[redacted]");
  for (const value of values.slice(-100)) expect(full.text(value)).toBe("[redacted]");
  const longest = "x".repeat(65_536);
  full.hide(longest);
  expect(full.text(`${SECRET} ${longest.slice(0, 100)}`)).toBe("[redacted] [redacted]");
  expect(full.text("opaque~token~number~0~")).toBe("opaque~token~number~0~");
});

test("a part of a secret is removed from 16 characters on, at any place", () => {
  const long = createRedactor(`${btoa("0123456789abcdefghijklmnopqrstuvwxyz")}/+/+==`);
  const secret = `${btoa("0123456789abcdefghijklmnopqrstuvwxyz")}/+/+==`;
  for (let at = 0; at + 16 <= secret.length - 2; at++) {
    expect(long.text(`(${secret.slice(at, at + 16)})`)).toBe("([redacted])");
    expect(long.text(`(${secret.slice(at, at + 15)})`)).toBe(`(${secret.slice(at, at + 15)})`);
  }
  expect(long.text(`xyz${secret.slice(5, 30)}xyz`)).toBe("xyz[redacted]xyz");
  expect(long.text(`${secret.slice(0, 20)}\r\n${secret.slice(20)}`)).toBe(
    "[redacted]\r\n[redacted]",
  );
});

test("a secret is removed in either letter case, and in base64", () => {
  const secret = btoa("0123456789abcdefghijklmnopqrstuvwxyz");
  const other = createRedactor(secret);
  for (const spelling of [secret.toUpperCase(), secret.toLowerCase()]) {
    expect(other.text(`a ${spelling}.`)).toBe("a [redacted].");
  }
  for (const before of ["", "a", "ab", "id:"]) {
    expect(other.text(`Basic ${btoa(`${before}${secret}`)}, x`)).toBe("Basic [redacted], x");
    expect(other.text(`(${btoa(`${before}${secret.slice(0, 30)}`)})`)).toBe("([redacted])");
  }
  const text = `Basic ${btoa("another text that is long enough")}`;
  expect(other.text(text)).toBe(text);
});

test("a secret is removed however its characters are escaped", () => {
  const secret = btoa("0123456789abcdefghijklmnopqrstuvwxyz");
  const other = createRedactor(secret);
  const each = (spell: (hex: string) => string) =>
    [...secret].map((c) => spell(c.charCodeAt(0).toString(16))).join("");
  for (
    const spelling of [
      each((hex) => `%${hex}`),
      each((hex) => `%2525${hex}`),
      each((hex) => `\\u00${hex}`),
      each((hex) => `\\\\\\\\u00${hex}`),
      each((hex) => `&#x${hex};`),
      each((hex) => `&amp;amp;#x00${hex};`),
      each((hex) => `%5Cu00${hex}`),
      encodeURIComponent(JSON.stringify(JSON.stringify(secret))).slice(12, -12),
    ]
  ) {
    expect(other.text(`a ${spelling}, b`)).toBe("a [redacted], b");
  }
});

test("a very long text is cut, so that the time is bounded", () => {
  const text = redactor.text(`${"x".repeat(9_990)}${SECRET}${"y".repeat(1_000_000)}`);
  expect(text).toBe(`${"x".repeat(9_990)}ab+cd/ef+g…`);
});

test("an error's name, message, stack and code are copied without secrets", () => {
  const thrown = Object.assign(new RangeError(`m ${SECRET}`), {
    name: `N ${SECRET}`,
    code: `C ${JWT}`,
  });
  const copy = redactor.error(thrown);
  expect(copy).not.toBe(thrown);
  expect(copy).toBeInstanceOf(Error);
  expect([copy.name, copy.message]).toEqual(["N [redacted]", "m [redacted]"]);
  expect(Reflect.get(copy, "code")).toBe("C [redacted]");
  expect(copy.stack).toBe(thrown.stack?.replaceAll(SECRET, "[redacted]"));
  expect(Object.hasOwn(copy, "cause")).toBe(false);
  expect(shown(copy)).not.toContain(SECRET);
  expect(shown(copy)).not.toContain(JWT);
});

test("nothing else of a foreign error is copied", () => {
  const thrown = Object.assign(new Error("failed"), {
    config: { headers: { authorization: `Bearer ${JWT}` } },
    code: 42,
    [Symbol("request")]: SECRET,
  });
  const names = Reflect.ownKeys(redactor.error(thrown)).filter((key) => typeof key === "symbol");
  expect(names).toEqual([]);
  expect(redactor.error(thrown)).not.toHaveProperty("config");
  expect(redactor.error(thrown)).not.toHaveProperty("code");
});

test("causes are copied too, to a limited depth", () => {
  const deep = new Error(SECRET, { cause: new Error(`a ${SECRET}`, { cause: `b ${SECRET}` }) });
  const copy = redactor.error(deep);
  expect(shown(copy)).not.toContain(SECRET);
  expect(String(copy.cause)).toBe("Error: a [redacted]");

  const circle = new Error("round and round");
  circle.cause = circle;
  let depth = 0;
  for (let at: unknown = redactor.error(circle); at instanceof Error; at = at.cause) depth += 1;
  expect(depth).toBe(5);
});

test("any other thrown value becomes an error that shows no secret", () => {
  expect(redactor.error(`lost ${SECRET}`).message).toBe("lost [redacted]");
  expect(redactor.error(undefined).message).toBe("undefined");
  expect(redactor.error(null).message).toBe("null");
  expect(redactor.error(Symbol("odd")).message).toBe("Symbol(odd)");
  expect(redactor.error({ authorization: JWT }).message).toBe("[object Object]");
});

test("a value that cannot be shown is described as such", () => {
  const hostile = {
    toString() {
      throw new Error(SECRET);
    },
  };
  expect(redactor.error(hostile).message).toBe("a value that cannot be shown");
  expect(redactor.error(Object.create(null)).message).toBe("a value that cannot be shown");
});

test("an error with only plain values without secrets stays itself", () => {
  const clean = Object.assign(new RangeError("bad"), { code: "ERR", input: "x", line: 1 });
  expect(redactor.untouchedIfClean(clean)).toBe(clean);
});

for (
  const [what, unclean] of [
    ["its message", new RangeError(`bad ${SECRET}`)],
    ["a property", Object.assign(new RangeError("bad"), { input: SECRET })],
    ["the name of a property", Object.assign(new RangeError("bad"), { [SECRET]: 1 })],
    ["a symbol", Object.assign(new RangeError("bad"), { [Symbol(SECRET)]: 1 })],
    ["a hidden property", Object.defineProperty(new RangeError("bad"), "input", { value: SECRET })],
    ["an object", Object.assign(new RangeError("bad"), { request: { body: SECRET } })],
    ["a function", Object.assign(new RangeError("bad"), { request: () => SECRET })],
    ["its cause", new RangeError("bad", { cause: new Error(SECRET) })],
    ["the message of a DOMException", new DOMException(SECRET, "DataCloneError")],
  ] as const
) {
  test(`an error with a secret in ${what} is copied without it`, () => {
    const copy = redactor.untouchedIfClean(unclean);
    expect(copy).not.toBe(unclean);
    expect(copy.name).toBe(unclean.name);
    expect(shown(copy)).not.toContain(SECRET);
  });
}

test("a text of the longest size is not cut", () => {
  const text = "x ".repeat(5_000);
  expect(redactor.text(text)).toBe(text);
  expect(redactor.text(`${text}y`)).toBe(`${text}…`);
});

test("an error whose class has a secret as its name is copied without it", () => {
  class Odd extends Error {}
  Object.defineProperty(Odd.prototype, "name", { value: SECRET });
  const odd = new Odd("bad");
  const copy = redactor.untouchedIfClean(odd);
  expect(copy).not.toBe(odd);
  expect(copy.name).toBe("[redacted]");
});

test("an error with null as a property stays itself", () => {
  const clean = Object.assign(new RangeError("bad"), { input: null });
  expect(redactor.untouchedIfClean(clean)).toBe(clean);
});

test.each(["name", "message", "stack"])(
  "an error is not clean if its class shows a secret in its %s",
  (property) => {
    const odd = new Error("plain");
    for (const own of ["message", "stack"]) Reflect.deleteProperty(odd, own);
    Object.setPrototypeOf(
      odd,
      Object.create(Error.prototype, { [property]: { get: () => SECRET } }),
    );
    const copy = redactor.untouchedIfClean(odd);
    expect(copy).not.toBe(odd);
    expect(shown(copy)).not.toContain(SECRET);
  },
);

import { afterEach, describe, expect, test } from "bun:test";
import { lossInJson } from "../../../../src/http/json-value.ts";

const lossIn = (value: unknown) => lossInJson(value, "x");
const lost = (what: string, path = "x") => `${path} is ${what}, which JSON cannot represent`;
const withoutToJson = <T extends object>(value: T): T =>
  Object.defineProperty(value, "toJSON", { value: undefined });
const fail = () => {
  throw new Error("of the value itself");
};

describe("nothing is lost of", () => {
  for (
    const [what, value] of Object.entries({
      "a text": "a",
      "an empty text": "",
      "a number": 0,
      "a boolean": false,
      "null": null,
      "an object": { a: 1, b: undefined, c: [null] },
      "a Date": new Date(0),
      "boxed values": [Object("a"), Object(1), Object(false)],
      "the same object twice": (() => {
        const same = { a: 1 };
        return [same, same];
      })(),
    })
  ) {
    test(what, () => expect(lossIn(value)).toBeUndefined());
  }
});

describe("the message names what is lost of", () => {
  let count = 0;
  for (
    const [value, expected] of [
      [undefined, lost("undefined")],
      [-Infinity, lost("-Infinity")],
      [1n, lost("a BigInt")],
      [Symbol("a"), lost("a symbol")],
      [fail, lost("a function")],
      [new Date(NaN), lost("an invalid Date")],
      [{ ok: 1, bad: NaN, worse: 1n }, lost("NaN", "x.bad")],
      [[1, [2, NaN]], lost("NaN", "x[1][1]")],
      [new DataView(new ArrayBuffer(1)), lost("a DataView")],
      ...[
        new Map(),
        new Set(),
        new WeakMap(),
        new WeakSet(),
        /a/,
        new Error("a"),
        Promise.resolve(),
        new ArrayBuffer(1),
        new SharedArrayBuffer(1),
        new Blob([]),
        // Bun gives these a toJSON() that other runtimes do not have.
        withoutToJson(new FormData()),
        withoutToJson(new Headers()),
        new ReadableStream(),
      ].map((value) => [value, lost(`a ${value.constructor.name}`)] as const),
      [new URLSearchParams(), lost("a URLSearchParams")],
      // Not every runtime calls a file so.
      [{ [Symbol.toStringTag]: "File" }, lost("a File")],
      [{ a: { toJSON: fail } }, "x.a cannot be read as JSON: its toJSON() throws"],
      [
        { a: Object.defineProperty({}, "b", { get: fail, enumerable: true }) },
        "x.a.b cannot be read as JSON: its getter throws",
      ],
      [
        Object.defineProperty([1], 1, { get: fail }),
        "x[1] cannot be read as JSON: its getter throws",
      ],
    ] as const
  ) {
    test(`value ${++count}: ${expected}`, () => expect(lossIn(value)).toBe(expected));
  }
});

test("the value in a boxed number is what counts", () => {
  expect(lossIn([Object(NaN)])).toBe(lost("NaN", "x[0]"));
  expect(lossIn([Object(1n)])).toBe(lost("a BigInt", "x[0]"));
});

test("a value may be nested 500 levels deep", () => {
  const nested = (levels: number): unknown => levels === 0 ? 1 : [nested(levels - 1)];
  expect(lossIn(nested(500))).toBeUndefined();
  expect(lossIn(nested(501))).toEndWith(
    "[0] is nested more than 500 levels deep, which JSON cannot represent",
  );
});

describe("toJSON", () => {
  const withToJson = [String, Number, Boolean, BigInt, Object];
  afterEach(() =>
    withToJson.forEach(({ prototype }) => Reflect.deleteProperty(prototype, "toJSON"))
  );

  test("gets the key of the value, as with JSON.stringify", () => {
    const keys: unknown[] = [];
    const value = {
      toJSON(key: unknown) {
        keys.push(key);
        return 1;
      },
    };
    const all = { toJSON: (key: unknown) => [key, { a: value, b: [value] }] };
    JSON.stringify(all);
    expect(keys).toEqual(["a", "0"]);
    lossIn(all);
    expect(keys.splice(0)).toEqual(["a", "0", "a", "0"]);
    lossIn(value);
    expect(keys).toEqual([""]);
  });

  test("of a primitive counts only where JSON.stringify uses it", () => {
    for (const { prototype } of withToJson) {
      Object.defineProperty(prototype, "toJSON", { value: () => NaN, configurable: true });
    }
    const values = ["a", 1, true, null];
    expect(JSON.stringify({ toJSON: () => values })).toBe('["a",1,true,null]');
    expect(values.map(lossIn)).toEqual(values.map(() => undefined));
    expect(lossIn(1n)).toBe(lost("NaN"));
  });
});

test("a path of 200 characters is shown, and of a longer one its beginning and its end", () => {
  const name = (length: number) => "n".repeat(length - 2);
  expect(lossIn({ [name(200)]: NaN })).toBe(lost("NaN", `x.${name(200)}`));
  expect(lossIn({ [`${name(200)}m`]: NaN })).toBe(
    lost("NaN", `x.${"n".repeat(98)}…${"n".repeat(99)}m`),
  );
});

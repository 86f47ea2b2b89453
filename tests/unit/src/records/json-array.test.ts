import { describe, expect, spyOn, test } from "bun:test";
import { createJsonArrayReader } from "../../../../src/records/json-array.ts";
import {
  JsonArrayError,
  type JsonArrayErrorKind,
} from "../../../../src/records/json-array-error.ts";
import { seededRandom } from "../../seeded-random.ts";

const encoder = new TextEncoder();

interface Outcome {
  elements: unknown[];
  error?: JsonArrayError;
}

/** Reads chunks to the end or to the first error, which must be a JsonArrayError. */
function read(chunks: Iterable<Uint8Array>, maxElementBytes = 1_000_000): Outcome {
  const reader = createJsonArrayReader({ maxElementBytes });
  const elements: unknown[] = [];
  try {
    for (const chunk of chunks) {
      for (const list of reader.push(chunk)) elements.push(...list);
    }
    reader.end();
    return { elements };
  } catch (error) {
    if (!(error instanceof JsonArrayError)) throw error;
    return { elements, error };
  }
}

/** The bytes split at the given places, in the order of a stream. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...places, bytes.length];
  return edges.slice(1).map((end, i) => bytes.subarray(edges[i], end));
}

function cutEvenly(bytes: Uint8Array, size: number): Uint8Array[] {
  const cuts = Math.ceil(bytes.length / size) - 1;
  return cut(bytes, Array.from({ length: cuts }, (_, i) => (i + 1) * size));
}

/** All bytes in one chunk, in each possible pair of chunks, and in chunks of one byte. */
function everyCut(bytes: Uint8Array): Uint8Array[][] {
  const halves = Array.from(bytes.subarray(1), (_, i) => cut(bytes, [i + 1]));
  return [[bytes], ...halves, cutEvenly(bytes, 1)];
}

/** The result of JSON.parse: the array, or nothing if the bytes are not a JSON array. */
function parseWhole(bytes: Uint8Array): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function expectSame(actual: unknown[], expected: unknown[]): void {
  // Both, since JSON shows an own "__proto__" and the order of keys, and toEqual a negative zero.
  expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
  expect(actual).toStrictEqual(expected);
}

describe("an array is parsed wherever it is split", () => {
  const texts: Record<string, string> = {
    "empty": "[]",
    "empty with white space": " \r\n\t[ \r\n\t] \r\n\t",
    "a byte order mark": '\uFEFF[1,"\uFEFF"]',
    "a byte order mark and white space": "\uFEFF \n[1]\n",
    "numbers": "[0,-0,1,-1.5e+3,12E-2,9007199254740993,1e400]",
    "words": "[true,false,null]",
    "strings": '["","a"," b "]',
    "what looks like structure in strings": '["a,b","[","]","{","}","],[","{\\"a\\":[1,2]}"]',
    "escaped quotes and backslashes": String.raw`["\"","\\","\\\"","\\\\",{"\\":"\"","\"":"\\"}]`,
    "other escapes": String.raw`["\u00e9\u005C","\ud83d\ude00","\ud83d","\u0022,\/\b\f\n\r\t"]`,
    "characters of two, three and four bytes": '["é","€","😀",{"ключ":"値😀"}]',
    "nested": '[[],[[]],{},{"a":{"b":[{"c":[1,{"d":2}]}]}},[[1,2],[3,[4]]]]',
    "spaced": '[ 1 , "a" , { "a" : [ 1 , 2 ] } , [ ] , { } ]',
    "indented": JSON.stringify([1, { a: [1, 2, { b: "c" }] }, [], "x"], null, 2),
    "tabs and carriage returns": '[\t1\r\n,\t{"a"\t:\r\n1}\t,\r\n2]',
    "keys with a meaning": '[{"__proto__":{"a":1},"constructor":2,"a":1,"a":2,"2":0,"1":0}]',
  };
  for (const [title, text] of Object.entries(texts)) {
    test(title, () => {
      const bytes = encoder.encode(text);
      const expected = parseWhole(bytes);
      if (!expected) throw new Error("Not an array");
      for (const chunks of everyCut(bytes)) {
        const { elements, error } = read(chunks);
        expect(error).toBeUndefined();
        expectSame(elements, expected);
      }
    });
  }

  test("empty chunks", () => {
    const [nothing, ...chunks] = cut(encoder.encode("[1]"), [0, 1, 1, 2, 2, 3]);
    expect(nothing).toHaveLength(0);
    expect(read([nothing!, ...chunks])).toEqual({ elements: [1] });
  });
});

describe("an error is thrown after the elements before it, wherever the bytes are split", () => {
  type Row = [text: string, kind: JsonArrayErrorKind, offset: number, elements: unknown[]];
  const rows: Row[] = [
    ["", "incomplete", 0, []],
    [" \n", "incomplete", 2, []],
    ["\uFEFF", "incomplete", 3, []],
    ["[", "incomplete", 1, []],
    ["[1", "incomplete", 2, []],
    ["[1,", "incomplete", 3, [1]],
    ['[1,"a', "incomplete", 5, [1]],
    ['[1,"]\\', "incomplete", 6, [1]],
    ['[{"a":1},{"b":[2]', "incomplete", 17, [{ a: 1 }]],
    ["[[1,2]", "incomplete", 6, []],
    ["<html><body>[1]</body></html>", "notAnArray", 0, []],
    ['{"error":[1]}', "notAnArray", 0, []],
    [" null", "notAnArray", 1, []],
    ['"[1]"', "notAnArray", 0, []],
    ["\uFEFF\uFEFF[1]", "notAnArray", 3, []],
    [" \uFEFF[1]", "notAnArray", 1, []],
    ["\u00a0[1]", "notAnArray", 0, []],
    ["]", "notAnArray", 0, []],
    ["[1 2]", "malformed", 1, []],
    ["[0,1 2,3]", "malformed", 3, [0]],
    ["[,1]", "malformed", 1, []],
    ["[ ,1]", "malformed", 2, []],
    ["[,]", "malformed", 1, []],
    ["[1,]", "malformed", 3, [1]],
    ["[1, ]", "malformed", 4, [1]],
    ["[1,,2]", "malformed", 3, [1]],
    ["[1}", "malformed", 2, []],
    ["[0,1}", "malformed", 4, [0]],
    ["[}", "malformed", 1, []],
    ['[1,{"a":1],2]', "malformed", 3, [1]],
    ["[1,[2},3]", "malformed", 3, [1]],
    ["[1, nul,2]", "malformed", 4, [1]],
    ["[1,01,2]", "malformed", 3, [1]],
    ["[1,1.,2]", "malformed", 3, [1]],
    ["[1,{a:1},2]", "malformed", 3, [1]],
    ['[1,"a\nb",2]', "malformed", 3, [1]],
    ['[1,"\\x",2]', "malformed", 3, [1]],
    ["[1,'a',2]", "malformed", 3, [1]],
    ["[1,\u00a02]", "malformed", 3, [1]],
    ["[\uFEFF1]", "malformed", 1, []],
    ["[1,2,\uFEFF3]", "malformed", 5, [1, 2]],
    ["[1]]", "trailing", 3, [1]],
    ["[1],", "trailing", 3, [1]],
    ["[] \n[]", "trailing", 4, []],
    ["[1]\n<html>", "trailing", 4, [1]],
    ["[1]\uFEFF", "trailing", 3, [1]],
  ];
  for (const [text, kind, offset, expected] of rows) {
    test(`${JSON.stringify(text)} is ${kind} at byte ${offset}`, () => {
      const bytes = encoder.encode(text);
      expect(parseWhole(bytes)).toBeUndefined();
      for (const chunks of everyCut(bytes)) {
        const { elements, error } = read(chunks);
        expect([elements, error?.kind, error?.offset]).toEqual([expected, kind, offset]);
        expect(error?.message).toContain(`(byte ${offset})`);
      }
    });
  }

  test("the message shows a byte that is no visible character as a number", () => {
    for (
      const [byte, shown] of [[0x01, "0x1"], [0x21, "!"], [0x7e, "~"], [0x7f, "0x7f"]] as const
    ) {
      const { error } = read([Uint8Array.from([byte])]);
      expect(error?.message).toBe(`Expected [ at the start of the array, got ${shown} (byte 0)`);
    }
  });

  test("bytes that are not UTF-8", () => {
    const wrong = {
      "a lone continuation byte": [0x80],
      "a character cut short": [0xe2, 0x82],
      "a surrogate": [0xed, 0xa0, 0x80],
      "an overlong quote": [0xc0, 0xa2],
      "a byte that is never used": [0xff],
    };
    for (const sequence of Object.values(wrong)) {
      const bytes = Uint8Array.from([
        ...encoder.encode('["good", "'),
        ...sequence,
        ...encoder.encode('","never given"]'),
      ]);
      for (const chunks of everyCut(bytes)) {
        const { elements, error } = read(chunks);
        expect([elements, error?.kind, error?.offset]).toEqual([["good"], "malformed", 9]);
      }
    }
  });

  test("a byte order mark that is cut short", () => {
    for (const start of [[0xef], [0xef, 0xbb], [0xef, 0xbb, 0xbb], [0xbb, 0xbf]]) {
      for (const chunks of everyCut(Uint8Array.from([...start, 0x5b, 0x5d]))) {
        expect(read(chunks).error?.kind).toBe("notAnArray");
      }
    }
  });

  test("too much white space after the array, at the same byte in every chunk", () => {
    const bytes = encoder.encode(`[1]${" ".repeat(5_000)}x`);
    for (const size of [1, 1_000, 10_000]) {
      const { error } = read(cutEvenly(bytes, size));
      expect([error?.kind, error?.offset]).toEqual(["trailing", 3 + 4_096]);
    }
    expect(read([encoder.encode(`[1]${" ".repeat(4_096)}`)])).toEqual({ elements: [1] });
  });

  test("the error for an invalid element has a cause, and names what it found", () => {
    expect(read([encoder.encode("[1,x]")]).error?.cause).toBeInstanceOf(SyntaxError);
    expect(read([encoder.encode('["'), Uint8Array.of(0xff), encoder.encode('"]')]).error?.cause)
      .toBeInstanceOf(TypeError);
    for (const chunks of everyCut(encoder.encode("[1,[2],x,3]"))) {
      expect(read(chunks).error?.message).toContain("Element 2 is not valid JSON");
    }
    expect(read([encoder.encode("<html>")]).error?.message).toContain("got <");
    expect(read([Uint8Array.of(0x1f, 0x8b)]).error?.message).toContain("got 0x1f");
    expect(read([encoder.encode("[1]x")]).error?.message).toContain("Unexpected x after");
  });
});

describe("elements are yielded as soon as their bytes arrive", () => {
  test("with the byte that ends them", () => {
    const reader = createJsonArrayReader({ maxElementBytes: 100 });
    const push = (text: string) => [...reader.push(encoder.encode(text))].flat();
    expect(push('[{"a":1}')).toEqual([]);
    expect(push(",")).toEqual([{ a: 1 }]);
    expect(push("12")).toEqual([]);
    expect(push('3,"x",')).toEqual([123, "x"]);
    expect(push("[[1],2]")).toEqual([]);
    expect(push("] ")).toEqual([[[1], 2]]);
    reader.end();
  });

  test("before a later error in the same chunk", () => {
    const reader = createJsonArrayReader({ maxElementBytes: 100 });
    const elements = reader.push(encoder.encode('[1,{"a":2},oops,3]'))[Symbol.iterator]();
    expect(elements.next().value).toEqual([1]);
    expect(elements.next().value).toEqual([{ a: 2 }]);
    expect(() => elements.next()).toThrow(JsonArrayError);
  });

  test("before a later error beyond the first piece of a large chunk", () => {
    const good = Array.from({ length: 20_000 }, (_, id) => ({ id }));
    const { elements, error } = read([encoder.encode(JSON.stringify(good).replace(/]$/, ",1 2]"))]);
    expectSame(elements, good);
    expect(error?.kind).toBe("malformed");
  });
});

describe("a call out of order", () => {
  const unread = "Expected all elements of the previous chunk to be read before the next call";
  const one = encoder.encode("[1,2]");

  test("is refused if a chunk was never iterated", () => {
    const reader = createJsonArrayReader({ maxElementBytes: 100 });
    reader.push(one);
    expect(() => reader.push(one)).toThrow(unread);
    expect(() => reader.end()).toThrow(unread);
  });

  test("is refused if a chunk was not iterated to its end", () => {
    const reader = createJsonArrayReader({ maxElementBytes: 100 });
    for (const list of reader.push(one)) if (list.length > 0) break;
    expect(() => reader.end()).toThrow(unread);
  });

  test("is refused after an error", () => {
    const reader = createJsonArrayReader({ maxElementBytes: 100 });
    expect(() => [...reader.push(encoder.encode("{}"))]).toThrow(JsonArrayError);
    expect(() => reader.push(one)).toThrow(unread);
  });
});

describe("objects, whose boundaries are guessed, are parsed wherever they are split", () => {
  const LAYOUTS: Record<string, (elements: unknown[]) => string> = {
    compact: (elements) => JSON.stringify(elements),
    indented: (elements) => JSON.stringify(elements, null, 2),
    spaced: (elements) => `[ ${elements.map((one) => JSON.stringify(one)).join(" , ")} ]`,
  };
  const CONTENTS: Record<string, (n: number) => unknown> = {
    "plain values": (n) => ({ id: `${n}`, name: "größer".repeat(n % 5) }),
    "what looks like the start of an element in a string": (n) => ({ id: `},{"id":"${n}` }),
    "objects like the elements in lists": (n) => ({ id: "1", of: [{ id: "2" }, { id: `${n}` }] }),
    "another first property in some elements": (n) => n % 3 === 0 ? { n } : { id: "1", n },
    "elements that are not objects": (n) => n % 7 === 0 ? [{ id: "1" }, { id: "2" }] : { id: n },
  };
  for (const [layout, textOf] of Object.entries(LAYOUTS)) {
    for (const [title, content] of Object.entries(CONTENTS)) {
      test(`${layout}: ${title}`, () => {
        const elements = Array.from({ length: 60 }, (_, n) => content(n));
        const bytes = encoder.encode(textOf(elements));
        for (const size of [1, 7, 100, 101, 250, 1000, bytes.length]) {
          const { elements: found, error } = read(cutEvenly(bytes, size));
          expect(error).toBeUndefined();
          expectSame(found, elements);
        }
      });
    }
  }

  test("and an error in one of them is found after all elements before it", () => {
    const elements = Array.from({ length: 60 }, (_, n) => ({ id: `${n}`, text: "x".repeat(20) }));
    const text = JSON.stringify(elements);
    for (const at of [1, 30, 59]) {
      const bad = text.replace(`{"id":"${at}"`, `{"id":nope${at}`);
      for (const size of [100, 1000, bad.length]) {
        const { elements: found, error } = read(cutEvenly(encoder.encode(bad), size));
        expectSame(found, elements.slice(0, at));
        expect([error?.kind, error?.offset]).toEqual(["malformed", bad.indexOf('{"id":nope')]);
      }
    }
  });

  test("and none of them may be larger than maxElementBytes", () => {
    const elements = Array.from({ length: 20 }, (_, n) => ({ id: `${n}`, text: "x".repeat(20) }));
    const large = [...elements, { id: "x", text: "x".repeat(200) }, ...elements];
    const bytes = encoder.encode(JSON.stringify(large));
    for (const size of [50, 300, bytes.length]) {
      const { elements: found, error } = read(cutEvenly(bytes, size), 100);
      expectSame(found, elements);
      expect(error?.kind).toBe("tooLarge");
    }
  });
});

describe("maxElementBytes", () => {
  test("accepts exactly that size", () => {
    for (const chunks of everyCut(encoder.encode('["12345678","12345678", 1234567 ]'))) {
      expect(read(chunks, 10)).toEqual({ elements: ["12345678", "12345678", 1234567] });
    }
  });

  test("refuses one byte more, names the option, and yields the earlier elements", () => {
    for (
      const text of ['[1,"123456789",2]', '[1,"123456789"]', "[1,[[[[[[[[[[[", '[1,"abcdefghij']
    ) {
      for (const chunks of everyCut(encoder.encode(text))) {
        const { elements, error } = read(chunks, 10);
        expect([elements, error?.kind, error?.offset]).toEqual([[1], "tooLarge", 3]);
        expect(error?.message).toContain("10 bytes");
      }
    }
  });

  test("applies to white space instead of an element, not to white space around the array", () => {
    const blank = " ".repeat(11);
    expect(read([encoder.encode(`[1,${blank}`)], 10).error?.kind).toBe("tooLarge");
    expect(read([encoder.encode(`${blank}[1]${blank}`)], 10)).toEqual({ elements: [1] });
  });

  test("stops an element that never ends", () => {
    let chunks = 0;
    function* endless(): Generator<Uint8Array> {
      yield encoder.encode('["');
      for (; chunks < 1000; chunks++) yield encoder.encode("x".repeat(1000));
    }
    expect(read(endless(), 50_000).error?.kind).toBe("tooLarge");
    expect(chunks).toBeLessThan(52);
  });
});

describe("large arrays", () => {
  const random = seededRandom(1);
  const below = (limit: number) => Math.floor(random() * limit);
  const characters = [
    "a",
    "Z",
    " ",
    ",",
    '"',
    "\\",
    "[",
    "]",
    "{",
    "}",
    "\n",
    "\u0001",
    "é",
    "€",
    "😀",
  ];
  const text = (most: number) =>
    Array.from({ length: below(most) }, () => characters[below(characters.length)]).join("");
  function value(depth: number): unknown {
    switch (below(depth > 0 ? 8 : 6)) {
      case 0:
        return below(2 ** 31) - 2 ** 30;
      case 1:
        return random() * 10 ** (below(40) - 20);
      case 2:
        return [true, false, null][below(3)];
      case 6:
        return Array.from({ length: below(5) }, () => value(depth - 1));
      case 7:
        return Object.fromEntries(
          Array.from({ length: below(5) }, () => [text(8), value(depth - 1)]),
        );
      default:
        return text(40);
    }
  }

  test("split at random", () => {
    for (const indent of [undefined, 1, "\t"]) {
      for (let round = 0; round < 40; round++) {
        const bytes = encoder.encode(
          JSON.stringify(Array.from({ length: below(400) }, () => value(4)), null, indent),
        );
        const places = Array.from({ length: below(60) }, () => below(bytes.length + 1));
        const { elements, error } = read(cut(bytes, places.sort((a, b) => a - b)));
        expect(error).toBeUndefined();
        expectSame(elements, parseWhole(bytes) ?? []);
      }
    }
  });

  test("damaged at random are parsed like JSON.parse, or refused", () => {
    const damage = encoder.encode('[]{},:"\\ 0x\n');
    let good = 0;
    let refused = 0;
    for (let round = 0; round < 5_000; round++) {
      const elements = Array.from({ length: below(4) }, () => value(2));
      const bytes = [...encoder.encode(JSON.stringify(elements, null, below(2)))];
      for (let mistakes = 1 + below(2); mistakes > 0; mistakes--) {
        const byte = below(20) === 0 ? below(256) : damage[below(damage.length)]!;
        bytes.splice(below(bytes.length + 1), below(2), ...below(3) === 0 ? [] : [byte]);
      }
      const damaged = Uint8Array.from(bytes);
      const expected = parseWhole(damaged);
      const found = read(cut(damaged, [below(damaged.length + 1)]));
      if (expected) {
        good++;
        expect(found.error).toBeUndefined();
        expectSame(found.elements, expected);
      } else {
        refused++;
        expect(found.error).toBeInstanceOf(JsonArrayError);
      }
    }
    // Both outcomes must be frequent enough to test something.
    expect(Math.min(good, refused)).toBeGreaterThan(1000);
  });

  test("thousands of elements in one chunk", () => {
    const elements = Array.from({ length: 50_000 }, (_, id) => ({ id, name: `größer "${id}" 😀` }));
    expectSame(read([encoder.encode(JSON.stringify(elements))]).elements, elements);
  });

  test("in a chunk whose memory is reused", () => {
    const elements = Array.from({ length: 500 }, (_, id) => ({ id, name: `Record ${id}` }));
    const memory = new Uint8Array(64);
    function* reused(): Generator<Uint8Array> {
      for (const chunk of cutEvenly(encoder.encode(JSON.stringify(elements)), 64)) {
        memory.set(chunk);
        yield memory.subarray(0, chunk.length);
        memory.fill(0xff);
      }
    }
    expectSame(read(reused()).elements, elements);
  });
});

interface Work {
  /** The number of bytes that were read one by one. */
  reads: number;
  /** The number of copied bytes. */
  copied: number;
  /** The size of the largest created array. */
  largest: number;
  /** The size of the last created array. */
  latest: number;
}

/** Runs work with byte arrays that count operations and limit the number of reads. */
function countWork(mostReads: number, work: () => void): Work {
  const count = { reads: 0, copied: 0, largest: 0, latest: 0 };
  const made = (size: number) => {
    count.latest = size;
    count.largest = Math.max(count.largest, size);
  };
  const original = globalThis.Uint8Array;
  const Plain: new (length: number) => Uint8Array<ArrayBuffer> = original;
  class Counting extends Plain {
    // A subarray is not a proxy, since a decoder does not accept one.
    static get [Symbol.species](): typeof Plain {
      return Plain;
    }
    constructor(length: number) {
      super(length);
      made(length);
      return new Proxy(this, {
        get: (target, key) => {
          if (typeof key === "string" && /^\d/.test(key) && ++count.reads > mostReads) {
            throw new Error(`More than ${mostReads} reads`);
          }
          const found: unknown = Reflect.get(target, key, target);
          return typeof found === "function" ? found.bind(target) : found;
        },
      });
    }
    override set(source: ArrayLike<number>, at?: number): void {
      count.copied += source.length;
      super.set(source, at);
    }
    override copyWithin(target: number, start: number, end = this.length): this {
      count.copied += end - start;
      return super.copyWithin(target, start, end);
    }
    override slice(start = 0, end = this.length): Uint8Array<ArrayBuffer> {
      count.copied += end - start;
      made(end - start);
      return super.slice(start, end);
    }
  }
  globalThis.Uint8Array = Counting as unknown as typeof Uint8Array;
  try {
    work();
  } finally {
    globalThis.Uint8Array = original;
  }
  return count;
}

describe("the work and the memory", () => {
  const huge = `["small","${"x\\n ".repeat(100_000)}"]`;

  test("of one huge element in many chunks grow only with its size", () => {
    for (const size of [100, 10_000]) {
      const bytes = encoder.encode(huge);
      const chunks = cutEvenly(bytes, size);
      let found: Outcome = { elements: [] };
      const { reads, copied, largest } = countWork(2.5 * bytes.length, () => found = read(chunks));
      expectSame(found.elements, parseWhole(bytes) ?? []);
      // A byte in a string is read up to two times, and copied up to two more times as the buffer grows.
      expect(reads).toBeGreaterThan(bytes.length);
      expect(copied).toBeLessThan(3.5 * bytes.length);
      expect(largest).toBeLessThan(2.5 * bytes.length);
    }
  });

  test("of many small elements stay within a few pieces, however large the chunk is", () => {
    const elements = Array.from({ length: 6_000 }, (_, id) => ({ id, name: "x".repeat(80) }));
    const bytes = encoder.encode(JSON.stringify(elements));
    expect(bytes.length).toBeGreaterThan(600_000);
    for (const size of [1000, 64 * 1024, bytes.length]) {
      const chunks = cutEvenly(bytes, size);
      let found: Outcome = { elements: [] };
      const { copied, largest } = countWork(2.5 * bytes.length, () => found = read(chunks));
      expect(found.elements).toHaveLength(elements.length);
      expect(copied).toBeLessThan(1.5 * bytes.length);
      expect(largest).toBeLessThan(256 * 1024);
    }
  });

  test("of a large element are released", () => {
    const bytes = encoder.encode(huge.replace("]", ",1,2,3]"));
    const { largest, latest } = countWork(2.5 * bytes.length, () => read(cutEvenly(bytes, 1000)));
    expect(largest).toBeGreaterThan(400_000);
    expect(latest).toBeLessThan(256 * 1024);
  });

  test("of many small elements take one or two JSON.parse per piece", () => {
    const elements = Array.from({ length: 10_000 }, (_, id) => ({ id }));
    const chunks = cutEvenly(encoder.encode(JSON.stringify(elements)), 10_000);
    const parse = spyOn(JSON, "parse");
    try {
      expect(read(chunks).elements).toHaveLength(elements.length);
      // The guess where the last element starts may leave one complete element.
      expect(parse.mock.calls.length).toBeLessThanOrEqual(2 * chunks.length);
    } finally {
      parse.mockRestore();
    }
  });

  test("of many long runs of backslashes stay linear", () => {
    const bytes = encoder.encode(`["${"\\\\".repeat(50_000)}","${'\\"'.repeat(50_000)}"]`);
    let found: Outcome = { elements: [] };
    const chunks = cutEvenly(bytes, 7);
    const { reads, copied } = countWork(2.5 * bytes.length, () => found = read(chunks));
    expectSame(found.elements, parseWhole(bytes) ?? []);
    expect(reads).toBeGreaterThan(bytes.length);
    expect(copied).toBeLessThan(3.5 * bytes.length);
  });
});

describe("deep nesting", () => {
  const levels = 100_000;
  const deep = { array: ["[", "]"], object: ['{"a":', "}"] } as const;
  for (const [title, [open, close]] of Object.entries(deep)) {
    test(`of an ${title} is left to JSON.parse, which may refuse it`, () => {
      const element = `${open.repeat(levels)}1${close.repeat(levels)}`.replace("[1]", "[]");
      const bytes = encoder.encode(`["before",${element},"after"]`);
      const { elements, error } = read(cutEvenly(bytes, 1000));
      expect(elements[0]).toBe("before");
      let accepted = true;
      try {
        JSON.parse(element);
      } catch {
        accepted = false;
      }
      // If JSON.parse runs out of stack, its error is the cause.
      if (!accepted) return expect([error?.kind, error?.offset]).toEqual(["malformed", 10]);
      expect(error).toBeUndefined();
      expect(elements).toHaveLength(3);
      let depth = 0;
      for (let value = elements[1]; typeof value === "object" && value; depth++) {
        value = Object.values(value)[0];
      }
      expect(depth).toBe(levels);
    });
  }

  test("that is never closed makes the array incomplete", () => {
    const { elements, error } = read([encoder.encode(`[1,${"[".repeat(900_000)}`)]);
    expect([elements, error?.kind]).toEqual([[1], "incomplete"]);
  });
});

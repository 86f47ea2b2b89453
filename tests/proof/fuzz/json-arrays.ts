import * as fc from "fast-check";
import { createJsonArrayReader } from "../../../src/records/json-array.ts";
import { JsonArrayError, type JsonArrayErrorKind } from "../../../src/records/json-array-error.ts";
import { ok } from "../../contract/assert.ts";
import { canonical } from "./canonical.ts";
import { arrayText } from "./json-text.ts";
import { type Property, property } from "./property.ts";

/** The bytes of an array, perhaps with mistakes, and how they arrive. */
interface ArrayPlan {
  text: string;
  /** Whether the text starts with a byte order mark. */
  mark: boolean;
  /** Changes of single bytes. */
  edits: { at: number; kind: "replace" | "insert" | "remove" | "cut"; byte: number }[];
  /** The sizes of the chunks; the last one repeats. */
  sizes: number[];
  /** The largest element that is allowed. */
  limit: number;
  /** White space before and after the array, which is limited. */
  padding: { before: number; after: number };
}

/** So much white space around the array is accepted. */
const ACCEPTED_PADDING = 4_096;

/** The reader of a stream, compared with `JSON.parse`. */
export const jsonArrays: Property = property({
  name: "arrays",
  runs: 2_000,
  input: () =>
    fc.record({
      text: arrayText(),
      mark: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, {
        weight: 1,
        arbitrary: fc.boolean(),
      }),
      edits: fc.oneof(
        fc.constant<ArrayPlan["edits"]>([]),
        fc.array(byteEdit(), { maxLength: 3 }),
      ),
      sizes: fc.array(fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.nat(400)), {
        minLength: 1,
        maxLength: 6,
      }),
      limit: fc.oneof({ weight: 9, arbitrary: fc.constant(1e9) }, {
        weight: 1,
        arbitrary: fc.nat(60),
      }),
      padding: fc.oneof(
        { weight: 19, arbitrary: fc.constant({ before: 0, after: 0 }) },
        { weight: 1, arbitrary: fc.record({ before: fc.nat(5_000), after: fc.nat(5_000) }) },
      ),
    }),
  start: (note) =>
    Promise.resolve(async (plan: ArrayPlan) => {
      const bytes = bytesOf(plan);
      const [whole, cut] = [
        read([bytes], plan.limit),
        read(chunksOf(bytes, plan.sizes), plan.limit),
      ];
      const expected = parsed(bytes);
      note(cut.error?.kind ?? "valid");
      ok(
        describe(whole) === describe(cut),
        `in chunks: ${describe(cut)}, whole: ${describe(whole)}`,
      );
      const padding = paddingOf(bytes);
      if (padding > ACCEPTED_PADDING) {
        ok(
          padding < 4_100 || cut.error !== undefined,
          `white space of ${padding} bytes was accepted`,
        );
      } else if (expected !== undefined && cut.error?.kind !== "tooLarge") {
        ok(
          cut.error === undefined,
          `JSON.parse reads it, but not the reader: ${cut.error?.message}`,
        );
        ok(canonical(cut.values) === canonical(expected), `read ${canonical(cut.values)}`);
      } else ok(cut.error !== undefined, "JSON.parse refuses it, but the reader does not");
      if (cut.error?.kind === "tooLarge") {
        ok(bytes.length > plan.limit, "tooLarge, but all bytes together are within the limit");
      }
    }),
  reaches: ["valid", "malformed", "incomplete", "notAnArray", "trailing", "tooLarge"],
});

function byteEdit(): fc.Arbitrary<ArrayPlan["edits"][number]> {
  return fc.record({
    at: fc.nat(5_000),
    kind: fc.constantFrom("replace", "insert", "remove", "cut"),
    byte: fc.oneof(
      fc.constantFrom(...new TextEncoder().encode('[]{},:"\\ 0-+.eEu/\n\u0000')),
      fc.constantFrom(0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0xed, 0xef, 0xf0, 0xf5, 0xff),
      fc.nat(255),
    ),
  });
}

/** The amount of white space before or after the array, whichever is more. */
function paddingOf(bytes: Uint8Array): number {
  const text = new TextDecoder().decode(bytes);
  const white = [/^[ \n\r\t]*/, /[ \n\r\t]*$/].map((pattern) =>
    pattern.exec(text)?.[0].length ?? 0
  );
  return Math.max(...white);
}

function bytesOf({ text, mark, edits, padding }: ArrayPlan): Uint8Array {
  const padded = " ".repeat(padding.before) + text + " ".repeat(padding.after);
  let bytes = [...new TextEncoder().encode(`${mark ? "\uFEFF" : ""}${padded}`)];
  for (const { at, kind, byte } of edits) {
    const place = at % (bytes.length + 1);
    if (kind === "cut") bytes = bytes.slice(0, place);
    else bytes.splice(place, kind === "insert" ? 0 : 1, ...(kind === "remove" ? [] : [byte]));
  }
  return Uint8Array.from(bytes);
}

function chunksOf(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const wanted = sizes[Math.min(i, sizes.length - 1)] ?? 1;
    // Empty chunks are possible, but not forever.
    const size = i < sizes.length ? wanted : Math.max(1, wanted);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

/** What the reader makes of chunks. */
interface Outcome {
  values: unknown[];
  error?: JsonArrayError;
}

function read(chunks: readonly Uint8Array[], limit: number): Outcome {
  const reader = createJsonArrayReader({ maxElementBytes: limit });
  const values: unknown[] = [];
  try {
    for (const chunk of chunks) {
      for (const list of reader.push(chunk)) values.push(...list);
    }
    reader.end();
    return { values };
  } catch (error) {
    if (error instanceof JsonArrayError) return { values, error };
    throw error;
  }
}

function describe({ values, error }: Outcome): string {
  const kind: JsonArrayErrorKind | "valid" = error?.kind ?? "valid";
  return `${kind} at ${error?.offset ?? "the end"} after ${canonical(values)}`;
}

/** The array that the bytes are for `JSON.parse`, if they are one. */
function parsed(bytes: Uint8Array): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

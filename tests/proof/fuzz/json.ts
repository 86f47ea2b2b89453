import * as fc from "fast-check";
import type { JsonValue } from "../../../mod.ts";
import { once } from "./once.ts";
import { anyText, word } from "./text.ts";

/** Numbers at the edges of what JSON, integers and dates can hold. */
const NUMBERS: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  8.64e15,
  -8.64e15,
  8.65e15,
  1e21,
  5e-324,
  1.7976931348623157e308,
];

/** Any number that JSON can represent, often one at an edge. */
export function anyNumber(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(...NUMBERS),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
}

/** Any JSON value, with odd names and texts. */
export const anyJson = once((): fc.Arbitrary<JsonValue> => {
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthSize: "small", withCrossShrink: true },
      fc.oneof(fc.constant(null), fc.boolean(), anyNumber(), anyText()),
      fc.array(tie("value"), { maxLength: 4 }),
      objectOf(tie("value")),
    ),
  }));
  return value;
});

/** Any JSON object. */
export const anyJsonObject = once(() => objectOf(anyJson()));

function objectOf(value: fc.Arbitrary<JsonValue>): fc.Arbitrary<{ [name: string]: JsonValue }> {
  return fc.dictionary(fc.oneof(anyText(), word()), value, { maxKeys: 4 });
}

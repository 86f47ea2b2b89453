import * as fc from "fast-check";
import { anyJson, anyNumber } from "./json.ts";
import { once } from "./once.ts";
import { anyText } from "./text.ts";

/** A class of the caller's. */
class Instance {
  readonly id = "x";
}

/** Any value of JavaScript, often one that JSON cannot represent. */
export const anyValue = once((): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: anyJson() },
    { weight: 2, arbitrary: anyNumber() },
    { weight: 2, arbitrary: anyText() },
    {
      weight: 2,
      arbitrary: fc.constantFrom<unknown>(
        NaN,
        Infinity,
        -Infinity,
        undefined,
        10n,
        Symbol("x"),
        true,
      ),
    },
    { weight: 3, arbitrary: fc.constantFrom(...FACTORIES).map((create) => create()) },
    {
      weight: 1,
      arbitrary: fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withSparseArray: true,
        withTypedArray: true,
        withBoxedValues: true,
        maxDepth: 2,
      }),
    },
  )
);

const FACTORIES: readonly (() => unknown)[] = [
  () => new Date(NaN),
  () => new Date(8.64e15),
  () => new Map([["a", 1]]),
  () => new Set([1]),
  () => new Instance(),
  () => Instance,
  () => () => 1,
  () => async () => {},
  () => Promise.resolve(1),
  () => new URL("https://a.invalid/x"),
  () => /x/g,
  () => new Error("x"),
  () => new Uint8Array(3),
  () => Array(3),
  () => Object.create({ inherited: 1 }),
  () => Object.freeze({ frozen: true }),
  () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    return cycle;
  },
  () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    return cycle;
  },
  () => ({ toString: 1, valueOf: 2 }),
  () => ({ toJSON: () => "x" }),
];

import * as fc from "fast-check";
import { once } from "./once.ts";
import { anyText } from "./text.ts";

const space = once(() =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant("") },
    { weight: 2, arbitrary: fc.constantFrom(" ", "\n", "\t", "\r\n", "  \n    ") },
    { weight: 1, arbitrary: fc.nat(300).map((times) => " ".repeat(times)) },
  )
);

const numberText = () =>
  fc.oneof(
    fc.constantFrom("0", "-0", "1e400", "-1.5e+3", "12E-2", "9007199254740993", "0.1e1", "-1"),
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  );

/** A string in one of its many spellings: some characters as they are, others escaped. */
const stringText = once(() =>
  fc.tuple(anyText(), fc.infiniteStream(fc.nat(7))).map(([text, spellings]) => {
    const units = text.length > 200 ? [text] : text.split("");
    const spelled = units.map((unit) => {
      const { value: spelling } = spellings.next();
      const plain = JSON.stringify(unit).slice(1, -1);
      if (unit.length > 1 || spelling > 1) return plain;
      const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
      if (unit === "/" && spelling === 0) return "\\/";
      return `\\u${spelling === 0 ? hex : hex.toUpperCase()}`;
    });
    return `"${spelled.join("")}"`;
  })
);

/** The text of a JSON value, with any white space and any spelling. */
const valueText = once((): fc.Arbitrary<string> => {
  const listed = (item: fc.Arbitrary<string>) =>
    fc.array(item, { maxLength: 5 }).map((items) => items.join(","));
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      fc.oneof(fc.constantFrom("null", "true", "false"), numberText(), stringText()),
      fc.tuple(space(), listed(spaced(tie("value")))).map(([before, items]) =>
        `[${before}${items}]`
      ),
      fc.tuple(
        space(),
        listed(
          fc.tuple(spaced(stringText()), spaced(tie("value")))
            .map(([name, of]) => `${name}:${of}`),
        ),
      ).map(([before, members]) => `{${before}${members}}`),
    ),
  }));
  return value;
});

/** The text of a JSON array, with any white space and any spelling. */
export const arrayText = once((): fc.Arbitrary<string> =>
  fc.record({
    before: space(),
    items: fc.array(spaced(valueText()), { maxLength: 8 }),
    inside: space(),
    after: space(),
  }).map(({ before, items, inside, after }) =>
    `${before}[${items.length === 0 ? inside : items.join(",")}]${after}`
  )
);

function spaced(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(space(), text, space()).map((parts) => parts.join(""));
}

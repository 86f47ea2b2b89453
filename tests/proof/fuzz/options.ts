import * as fc from "fast-check";
import { ok } from "../../contract/assert.ts";
import { makeSecret } from "./canaries.ts";
import { type Edit, edited, edits } from "./edits.ts";
import { type Property, property } from "./property.ts";
import { expectPlainMessage, expectRefusal } from "./refusals.ts";
import { createShared, type Surface, SURFACES } from "./surfaces.ts";
import { anyValue } from "./values.ts";

/** Arguments of a function, with mistakes. */
interface OptionPlan {
  surface: string;
  edits: Edit[];
}

/** Options and other arguments: accepted, or refused with an error that names the option. */
export const options: Property = property({
  name: "options",
  runs: 1_000,
  input: () =>
    fc.record({
      surface: fc.constantFrom(...SURFACES.map(({ name }) => name)),
      edits: edits(anyValue()),
    }),
  start(note) {
    const appSecret = makeSecret();
    return Promise.resolve(async (plan: OptionPlan) => {
      const surface = SURFACES.find(({ name }) => name === plan.surface);
      if (surface === undefined) throw new Error(`There is no ${plan.surface}.`);
      const shared = createShared(appSecret);
      const given = edited(surface.right(shared), plan.edits);
      const args = Array.isArray(given) ? given.slice(0, 3) : [given];
      let use: unknown;
      try {
        use = await surface.call(shared, args);
      } catch (error) {
        expectNamed(error, surface);
        return note("refused");
      }
      if (typeof use === "function") await use();
      note("accepted");
    });
  },
  reaches: ["accepted", "refused"],
});

function expectNamed(error: unknown, { names, others = [] }: Surface): void {
  if (others.some((kind) => error instanceof kind)) {
    ok(error instanceof Error, "expected an error");
    return expectPlainMessage(error.message);
  }
  expectRefusal(
    error,
    new RegExp(`${names.source}|Unknown option|must (?:be nested|not have the key)`),
  );
}

import { client } from "./fuzz/client.ts";
import { control } from "./fuzz/control.ts";
import { jsonArrays } from "./fuzz/json-arrays.ts";
import { options } from "./fuzz/options.ts";
import type { Property } from "./fuzz/property.ts";
import { requests } from "./fuzz/requests.ts";
import { seeds } from "./fuzz/seeds.ts";
import type { Proof } from "./proof.ts";

/** All properties, in the order of the report. */
const PROPERTIES: readonly Property[] = [requests, control, seeds, options, jsonArrays, client];

/**
 * Checks with random inputs what must hold for every input. `only` names one property, and after a colon the
 * path of an input that failed: `client:12:0:1`.
 */
export const fuzz: Proof = {
  name: "fuzz",
  async run({ scale, seed, only, print }) {
    const [wanted, ...steps] = only?.split(":") ?? [];
    const path = steps.length === 0 ? undefined : steps.join(":");
    const properties = PROPERTIES.filter(({ name }) => wanted === undefined || name === wanted);
    if (properties.length === 0) {
      const names = PROPERTIES.map(({ name }) => name).join(", ");
      throw new Error(`There is no property named ${wanted}. Expected ${names}.`);
    }
    let isBroken = false;
    for (const property of properties) {
      const { runs, counts, failure } = await property.check({ scale, seed, path });
      print(`${property.name}: ${runs} runs with ${counts.size} kinds of outcomes`);
      if (failure === undefined) continue;
      isBroken = true;
      const part = failure.path === null ? property.name : `${property.name}:${failure.path}`;
      print(
        `${withoutSecrets(failure.report)}\nSeed ${seed}, path ${
          failure.path ?? "none"
        }. Repeat it:`,
      );
      print(`  npm run fuzz -- --scale ${scale} --seed ${seed} --only ${part}`);
    }
    if (isBroken) throw new Error("A property does not hold. See above.");
  },
};

/** A report without the made-up secrets, in case an error of a failure shows them. */
function withoutSecrets(report: string): string {
  return report
    .replaceAll(/[A-Za-z\d+/]{86}==/g, "[secret]")
    .replaceAll(/eyJ[\w-]{5,}(?:\.[\w-]*){0,2}/g, "[token]");
}

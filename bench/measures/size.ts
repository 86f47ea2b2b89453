import type { Measure } from "../lib/measure.ts";

interface Program {
  name: string;
  source: string;
  /** Kilobytes. */
  aim?: number;
  /** Kilobytes. */
  before?: number;
}

/** The programs whose bundles are measured. */
export const PROGRAMS: readonly Program[] = [
  {
    name: "client with one get",
    source: `import { createClient } from "@kinakit/kinabase";
console.log(await createClient(globalThis.options).collection("people").get("1"));`,
    aim: 11,
    before: 27.8,
  },
  {
    name: "reader with one get",
    source: `import { createReader } from "@kinakit/kinabase";
console.log(await createReader(globalThis.options).collection("people").get("1"));`,
    aim: 11,
    before: 19.5,
  },
  {
    name: "token source alone",
    source: `import { createTokenSource } from "@kinakit/kinabase";
console.log(await createTokenSource(globalThis.options).token());`,
    aim: 5,
    before: 15.1,
  },
  {
    name: "everything",
    source: 'export * from "@kinakit/kinabase";',
    before: 30.9,
  },
];

export const measure: Measure = {
  id: "size",
  title: "Size of a bundled program, minified and compressed with gzip",
  unit: "kB",
  better: "lower",
  note: "Bundled by esbuild from the npm package, jose included. 1 kB is 1,000 bytes.",
  async run(lab) {
    return await Promise.all(PROGRAMS.map(async ({ name, source, aim, before }) => ({
      name,
      figures: { any: { value: (await lab.bundle(source)).gzip / 1000 } },
      ...aim === undefined ? {} : { aims: { any: aim } },
      ...before === undefined ? {} : { before: { any: before } },
    })));
  },
};

// The suites with the packed package: one project for each consumer (Node, TypeScript, Bun, Deno, Workers, Vite),
// the pages, and the examples.
import { buildOnce } from "../build.ts";
import { unpack } from "../pack.ts";
import { withTemporaryFolder } from "../temporary.ts";
import { bunTest } from "./bun.ts";
import type { Outcome, Suite, SuiteOptions } from "./suite.ts";

/** Builds and packs once for all consumers. */
export const runConsumers: Suite = (options) => withPacked("./tests/consumers", options);

/** What the README, the tutorial and other pages tell a reader to run. */
export const runPages: Suite = (options) => withPacked("./tests/pages", options);

/** The tests of the examples. The one for Node has installed the package. */
export const runExamples: Suite = (options) => withPacked("./tests/examples", options);

function withPacked(tests: string, { echo, check }: SuiteOptions): Promise<Outcome> {
  return withTemporaryFolder("packed", async (folder) => {
    const trouble = await buildOnce({ check });
    if (trouble) throw new Error(trouble);
    const env = { KINABASE_UNPACKED: await unpack(folder) };
    return await bunTest([tests], { echo, env, timeout: 120_000 });
  });
}

// Installs the packed package in empty projects, one for each consumer: Node, TypeScript, Bun, Deno, Workers, Vite.
import { buildOnce } from "../build.ts";
import { unpack } from "../pack.ts";
import { withTemporaryFolder } from "../temporary.ts";
import { bunTest } from "./bun.ts";
import type { Suite } from "./suite.ts";

/** Builds and packs once for all consumers. */
export const runConsumers: Suite = ({ echo, check }) =>
  withTemporaryFolder("consumers", async (folder) => {
    const trouble = await buildOnce({ check });
    if (trouble) throw new Error(trouble);
    const env = { KINABASE_UNPACKED: await unpack(folder) };
    return await bunTest(["./tests/consumers"], { echo, env, timeout: 120_000 });
  });

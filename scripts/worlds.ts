// npm run worlds: runs the client's cases and the assumed facts in worlds where the mock behaves in other ways, on every runtime.
// `npm run worlds -- --random 500 --seed 7` runs 500 random worlds on Bun. A failure prints an `--only` that
// repeats it on Bun. `--runtime node` selects a runtime.
import process from "node:process";
import { parseArgs } from "node:util";
import { proveAll, RUNTIMES, runtimesNamed } from "./lib/prove.ts";

const { values: { random, seed, only, runtime } } = parseArgs({
  options: {
    random: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    runtime: { type: "string" },
  },
});
const few = random !== undefined || only !== undefined;
const runtimes = runtimesNamed(runtime ?? (few ? "bun" : "all"));
if (runtimes.length === 0 || !/^\d+$/.test(random ?? "1") || !/^\d+$/.test(seed)) {
  console.error(
    `Usage: worlds.ts [--random n] [--seed n] [--only finding] [--runtime ${
      RUNTIMES.join("|")
    }|all]`,
  );
  process.exit(2);
}
const name = random === undefined ? "worlds" : "random-worlds";
await proveAll([name], runtimes, { scale: random ?? "1", seed, only });

// Runs programs of tests/proof, such as `npm run fuzz -- --scale 10 --seed 7 --runtime node`. Without
// --runtime they run on Bun. `npm run prove` runs all of them on every runtime, at the size for CI.
import process from "node:process";
import { parseArgs } from "node:util";
import { proveAll, RUNTIMES, runtimesNamed } from "./lib/prove.ts";

const PROOFS = [
  "attack",
  "chaos",
  "chaos-leaving",
  "chaos-over-sockets",
  "fuzz",
  "import-kills",
  "import-worlds",
  "profiles",
  "round-trip",
  "scale",
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    runtime: { type: "string", default: "bun" },
    // One part of a program, such as a property of the fuzzing program, with the path of a failure.
    only: { type: "string" },
  },
});
const names = positionals[0] === "all" ? PROOFS : positionals;
const runtimes = runtimesNamed(values.runtime);
if (names.length === 0 || names.some((name) => !PROOFS.includes(name)) || runtimes.length === 0) {
  console.error(
    `Usage: prove.ts ${PROOFS.join("|")}|all [--scale n] [--seed n] [--runtime ${
      RUNTIMES.join("|")
    }|all] [--only part]`,
  );
  process.exit(2);
}
await proveAll(names, runtimes, values);

// npm run test:<suite> [-- --no-check] [-- --contract-only] [-- --json FILE]
// Runs one suite with its runner's output. `--json` writes the result to a file for other scripts.
import { writeFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { complaints, count, inWords, isGood } from "./lib/result.ts";
import { runSuite } from "./lib/suites/mod.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    "no-check": { type: "boolean", default: false },
    "contract-only": { type: "boolean", default: false },
  },
});
const result = await runSuite(positionals[0] ?? "", {
  echo: !values.json,
  check: !values["no-check"],
  contractOnly: values["contract-only"],
});
if (values.json) writeFileSync(values.json, JSON.stringify(result));
else {
  console.log(`\n${complaints(result)}`.trimEnd());
  console.log(`${result.suite} took ${result.seconds.toFixed(1)} s`);
  console.log(inWords(count(result.cases)));
}
process.exitCode = isGood(result) ? 0 : 1;

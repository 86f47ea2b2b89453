// Tests the npm artifact on Node: built, packed, unpacked, imported by name.
import { build as bundle } from "esbuild";
import path from "node:path";
import { buildOnce } from "../build.ts";
import { installPacked, installPeers } from "../pack.ts";
import { root } from "../project.ts";
import { withTemporaryFolder } from "../temporary.ts";
import { node } from "../tools.ts";
import { runWithJunit } from "./junit-run.ts";
import { type Outcome, type Suite, together } from "./suite.ts";

/** The contract, and the cases for Node only. */
export const runNode: Suite = ({ echo, check, contractOnly }) =>
  withTemporaryFolder("node", async (folder) => {
    const trouble = await buildOnce({ check });
    if (trouble) throw new Error(trouble);
    await installPacked(folder);

    // Node 20 cannot run TypeScript, and the package under test is JavaScript anyway.
    await bundle({
      absWorkingDir: root,
      entryPoints: [
        "tests/runners/run-node.ts",
        "tests/runners/run-runtime-node.ts",
        "tests/runners/run-msw-node.ts",
      ],
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: "node20",
      logLevel: "silent", // a failure is thrown, with the messages in it
    });

    const outcomes = [await runFile(folder, "run-node", echo)];
    if (contractOnly) return together(outcomes);
    outcomes.push(await runFile(folder, "run-runtime-node", echo));
    installPeers(folder);
    outcomes.push(await runFile(folder, "run-msw-node", echo));
    return together(outcomes);
  });

/** @param name the file's, without its extension */
async function runFile(folder: string, name: string, echo: boolean): Promise<Outcome> {
  const report = path.join(folder, `${name}.xml`);
  const args = [
    "--test",
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=junit",
    `--test-reporter-destination=${report}`,
    `${name}.mjs`,
  ];
  const outcome = await runWithJunit(node(), args, { cwd: folder, report, echo });
  // Node reports a file that crashes or registers no tests as a test named after the file.
  const ofFile = outcome.cases.find((found) => path.basename(found.name) === `${name}.mjs`);
  if (!ofFile) return outcome;
  const problem = ofFile.detail ?? "it registers no test";
  return {
    ...outcome,
    cases: outcome.cases.filter((found) => found !== ofFile),
    problems: [...outcome.problems, `${name}.ts itself ${ofFile.status}: ${problem}`],
  };
}

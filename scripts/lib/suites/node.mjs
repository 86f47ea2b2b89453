// Node proves the npm artifact: built, packed, unpacked, imported by name.
import { build as bundle } from "esbuild";
import path from "node:path";
import { build } from "../build.mjs";
import { installPacked, installPeers } from "../pack.mjs";
import { root } from "../project.mjs";
import { withTemporaryFolder } from "../temporary.mjs";
import { node } from "../tools.mjs";
import { runWithJunit, together } from "./junit-run.mjs";

/** @type {import("./index.mjs").Suite} */
export function runNode({ echo, check, contractOnly }) {
  return withTemporaryFolder("node", async (folder) => {
    const trouble = await build({ check });
    if (trouble) throw new Error(trouble);
    await installPacked(folder);

    // Node 20 reads no TypeScript, and what is tested here is JavaScript anyway.
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
}

/**
 * @param {string} folder @param {string} name the file's, without its ending @param {boolean} echo
 * @returns {Promise<import("./index.mjs").Outcome>}
 */
async function runFile(folder, name, echo) {
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
  // A file that crashes, or registers nothing, is reported by Node as a test named after the file.
  const ofFile = outcome.cases.find((found) => path.basename(found.name) === `${name}.mjs`);
  if (!ofFile) return outcome;
  const problem = ofFile.detail ?? "it registers no test";
  return {
    ...outcome,
    cases: outcome.cases.filter((found) => found !== ofFile),
    problems: [...outcome.problems, `${name}.ts itself ${ofFile.status}: ${problem}`],
  };
}

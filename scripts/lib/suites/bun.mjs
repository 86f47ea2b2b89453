// Bun runs the sources as they are: the contract, the unit tests, the examples and the documentation.
import path from "node:path";
import { root } from "../project.mjs";
import { withTemporaryFolder } from "../temporary.mjs";
import { bun } from "../tools.mjs";
import { runWithJunit } from "./junit-run.mjs";

/** @param {...string} targets @returns {import("./index.mjs").Suite} */
const bunTest = (...targets) => ({ echo }) =>
  withTemporaryFolder("bun", (folder) => {
    const report = path.join(folder, "report.xml");
    const args = ["test", ...targets, "--reporter=junit", `--reporter-outfile=${report}`];
    return runWithJunit(bun(), args, { cwd: root, report, echo });
  });

const runContract = bunTest("./tests/runners/run-bun.ts");
const runAll = bunTest(
  "./tests/runners/run-bun.ts",
  "./tests/runners/run-runtime-bun.ts",
  "./tests/runners/run-msw-bun.ts",
);

/** @type {import("./index.mjs").Suite} */
export const runBun = (how) => how.contractOnly ? runContract(how) : runAll(how);

export const runUnit = bunTest("./tests/unit");

export const runExamples = bunTest("./tests/examples");

export const runDocs = bunTest("./tests/docs");

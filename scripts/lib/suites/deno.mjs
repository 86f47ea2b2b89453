// Deno runs the sources as they are, type-checked, with the least it must be allowed.
import path from "node:path";
import { root } from "../project.mjs";
import { withTemporaryFolder } from "../temporary.mjs";
import { deno } from "../tools.mjs";
import { runWithJunit } from "./junit-run.mjs";

/**
 * The mock's own port, and nothing else.
 * @type {string[]}
 */
const PERMISSIONS = ["--allow-net=127.0.0.1"];

/** @type {import("./index.mjs").Suite} */
export function runDeno({ echo, check }) {
  return withTemporaryFolder("deno", (folder) => {
    const report = path.join(folder, "report.xml");
    const args = ["test", "--no-remote", "--no-lock", "--no-prompt", ...PERMISSIONS];
    if (!check) args.push("--no-check");
    args.push(`--junit-path=${report}`, "tests/run-deno.ts");
    return runWithJunit(deno(), args, { cwd: root, report, echo });
  });
}

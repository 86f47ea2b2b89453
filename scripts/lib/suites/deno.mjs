// Deno runs the sources as they are, type-checked, with the least it must be allowed.
import path from "node:path";
import { root } from "../project.mjs";
import { withTemporaryFolder } from "../temporary.mjs";
import { deno } from "../tools.mjs";
import { runWithJunit, together } from "./junit-run.mjs";

/**
 * What each file of cases is allowed: the contract in process nothing at all; the runtime's own cases
 * the mock's port; those behind MSW no network, but the environment, which MSW's dependencies read when
 * they are loaded.
 */
const PERMISSIONS = {
  "tests/runners/run-deno.ts": undefined,
  "tests/runners/run-runtime-deno.ts": "--allow-net=127.0.0.1",
  "tests/runners/run-msw-deno.ts": "--allow-env",
};

/** @type {import("./index.mjs").Suite} */
export function runDeno({ echo, check, contractOnly }) {
  return withTemporaryFolder("deno", async (folder) => {
    const outcomes = [];
    const files = Object.entries(PERMISSIONS);
    for (const [file, permission] of contractOnly ? files.slice(0, 1) : files) {
      const report = path.join(folder, `${path.basename(file)}.xml`);
      const args = ["test", "--no-remote", "--no-lock", "--no-prompt"];
      if (permission) args.push(permission);
      if (!check) args.push("--no-check");
      args.push(`--junit-path=${report}`, file);
      outcomes.push(await runWithJunit(deno(), args, { cwd: root, report, echo }));
    }
    return together(outcomes);
  });
}

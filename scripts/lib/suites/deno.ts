// Deno runs the sources as they are, type-checked, with as few permissions as they need.
import path from "node:path";
import { root } from "../project.ts";
import { withTemporaryFolder } from "../temporary.ts";
import { deno } from "../tools.ts";
import { runWithJunit } from "./junit-run.ts";
import { type Outcome, type Suite, together } from "./suite.ts";

/**
 * The permissions of each file of cases: the contract in process needs none; the runtime's own cases
 * the mock's port; those behind MSW no network, but the environment, which MSW's dependencies read when
 * they are loaded.
 */
const PERMISSIONS = [
  ["tests/runners/run-deno.ts", undefined],
  ["tests/runners/run-runtime-deno.ts", "--allow-net=127.0.0.1"],
  ["tests/runners/run-msw-deno.ts", "--allow-env"],
] as const;

/** The contract, and what only Deno can show. */
export const runDeno: Suite = ({ echo, check, contractOnly }) =>
  withTemporaryFolder("deno", async (folder) => {
    const outcomes: Outcome[] = [];
    for (const [file, permission] of contractOnly ? PERMISSIONS.slice(0, 1) : PERMISSIONS) {
      const report = path.join(folder, `${path.basename(file)}.xml`);
      const args = ["test", "--no-remote", "--no-lock", "--no-prompt"];
      if (permission) args.push(permission);
      if (!check) args.push("--no-check");
      args.push(`--junit-path=${report}`, file);
      outcomes.push(await runWithJunit(deno(), args, { cwd: root, report, echo }));
    }
    return together(outcomes);
  });

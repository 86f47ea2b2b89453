// Runs the sources on Deno, type-checked, with minimal permissions.
import path from "node:path";
import { root } from "../project.ts";
import { withTemporaryFolder } from "../temporary.ts";
import { deno } from "../tools.ts";
import { runWithJunit } from "./junit-run.ts";
import { type Outcome, type Suite, together } from "./suite.ts";

/**
 * The permissions of each test file. The contract in process needs none, the runtime's own cases need the
 * mock's port, and the MSW cases need the environment, which MSW's dependencies read when they load.
 */
const PERMISSIONS = [
  ["tests/runners/run-deno.ts", undefined],
  ["tests/runners/run-runtime-deno.ts", "--allow-net=127.0.0.1,0.0.0.0"],
  ["tests/runners/run-msw-deno.ts", "--allow-env"],
] as const;

/** The contract, and the cases for Deno only. */
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

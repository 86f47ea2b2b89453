// The packed package in empty projects, one a consumer: Node, TypeScript, Bun, Deno, Workers, Vite.
import { readdirSync } from "node:fs";
import path from "node:path";
import { build } from "../build.mjs";
import { unpack } from "../pack.mjs";
import { inRoot, root } from "../project.mjs";
import { withTemporaryFolder } from "../temporary.mjs";
import { node } from "../tools.mjs";
import { runWithJunit } from "./junit-run.mjs";

/** @type {import("./index.mjs").Suite} */
export function runConsumers({ echo, check }) {
  return withTemporaryFolder("consumers", async (folder) => {
    const trouble = await build({ check });
    if (trouble) throw new Error(trouble);
    const unpacked = await unpack(folder);

    const report = path.join(folder, "report.xml");
    // By name: Node 20 knows no patterns here.
    const files = readdirSync(inRoot("tests/consumers")).filter((file) =>
      file.endsWith(".test.mjs")
    );
    const args = [
      "--test",
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      "--test-reporter=junit",
      `--test-reporter-destination=${report}`,
      ...files.map((file) => `tests/consumers/${file}`),
    ];
    const env = { KINABASE_UNPACKED: unpacked };
    const outcome = await runWithJunit(node(), args, { cwd: root, report, echo, env });
    // A file that crashes, or registers nothing, is reported by Node as a test named after the file.
    const ofFiles = outcome.cases.filter(({ name }) => name.endsWith(".test.mjs"));
    return {
      ...outcome,
      cases: outcome.cases.filter((found) => !ofFiles.includes(found)),
      problems: [
        ...outcome.problems,
        ...ofFiles.map(({ name, status, detail }) =>
          `${path.basename(name)} itself ${status}: ${detail ?? "it registers no test"}`
        ),
      ],
    };
  });
}

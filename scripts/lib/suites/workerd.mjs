// workerd runs a bundle. One that needs a Node module does not even bundle: no `node:` import is let through.
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";
import { count, crossCheck, inWords, withoutReasonInName } from "../result.mjs";
import { run } from "../run.mjs";
import { withTemporaryFolder } from "../temporary.mjs";
import { workerd } from "../tools.mjs";

// From 2026-08-15 on a compatibility date alone brings `process` and `Buffer`, and would hide what is to be shown.
const CONFIG = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (
      name = "main",
      worker = (
        modules = [(name = "worker.js", esModule = embed "worker.js")],
        compatibilityDate = "2026-07-01",
      ),
    ),
  ],
);
`;

/** @type {import("./index.mjs").Suite} */
export function runWorkerd({ echo }) {
  return withTemporaryFolder("workerd", async (folder) => {
    await build({
      absWorkingDir: root,
      entryPoints: ["tests/run-workerd.ts"],
      outfile: path.join(folder, "worker.js"),
      bundle: true,
      format: "esm",
      target: "es2022",
      platform: "neutral",
      mainFields: ["module", "main"],
      conditions: ["workerd", "worker", "browser"],
      external: ["cloudflare:*"],
      logLevel: "silent", // a failure is thrown, with the messages in it
    });
    writeFileSync(path.join(folder, "config.capnp"), CONFIG);
    const [command, ...args] = workerd();
    const ended = await run(command, [...args, "test", "config.capnp"], { cwd: folder, echo });
    const { cases, summary } = readLines(ended.output);
    const problems = crossCheck(cases, ended);
    if (summary !== inWords(count(cases))) {
      problems.push(
        `the last line says "${summary ?? "nothing"}", the lines say ${inWords(count(cases))}`,
      );
    }
    return { cases, problems, output: ended.output };
  });
}

/** @type {Record<string, import("../result.mjs").Case["status"]>} */
const STATUS = { ok: "passed", "not ok": "failed", skip: "skipped" };

/** @param {string} output @returns {{ cases: import("../result.mjs").Case[], summary: string | undefined }} */
function readLines(output) {
  /** @type {import("../result.mjs").Case[]} */
  const cases = [];
  /** @type {string | undefined} */
  let summary;
  for (const line of output.split(/\r?\n/)) {
    const [, word, name] = /^(ok|not ok|skip) - (.*)$/.exec(line) ?? [];
    const last = cases.at(-1);
    if (summary !== undefined) break; // from here on workerd speaks about the handler as a whole
    if (word && name) cases.push(withoutReasonInName({ name, status: STATUS[word] ?? "failed" }));
    else if (line.startsWith("# ")) summary = line.slice(2);
    else if (line.startsWith("    ") && last?.status === "failed") {
      last.detail = `${last.detail ?? ""}${line.slice(4)}\n`;
    }
  }
  return { cases, summary };
}

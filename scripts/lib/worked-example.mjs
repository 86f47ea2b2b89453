// The diffs in CONTRIBUTING.md must apply to the code as it is.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot, root } from "./project.mjs";
import { run } from "./run.mjs";

/** @param {string} folder for the patch @returns {Promise<string | undefined>} what is wrong, in words */
export async function checkWorkedExample(folder) {
  const text = readFileSync(inRoot("CONTRIBUTING.md"), "utf8");
  const diffs = [...text.matchAll(/^```diff\n([\s\S]*?)^```$/gm)].map(([, diff = ""]) => diff);
  if (diffs.length === 0) return "CONTRIBUTING.md has no diff";
  const patch = path.join(folder, "worked-example.patch");
  writeFileSync(patch, diffs.join(""));
  const ended = await run("git", ["apply", "--check", patch], { cwd: root });
  return ended.trouble && `${ended.output.trimEnd()}\n${ended.trouble}`;
}

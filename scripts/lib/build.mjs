// Sources to dist/, as npm will deliver them.
import { existsSync, rmSync } from "node:fs";
import { bundleMock } from "./bundle-mock.mjs";
import { entries, inRoot, packageJson, root } from "./project.mjs";
import { run } from "./run.mjs";
import { tsc } from "./tools.mjs";

/**
 * @param {{ echo?: boolean, check?: boolean }} [options] `check: false` emits without looking at types
 * @returns {Promise<string | undefined>} what went wrong, with the compiler's words; undefined when all is well
 */
export async function build({ echo = false, check = true } = {}) {
  rmSync(inRoot("dist"), { recursive: true, force: true });
  const [command, ...args] = tsc();
  args.push("-p", "tsconfig.build.json");
  if (!check) args.push("--noCheck");
  const ended = await run(command, args, { cwd: root, echo });
  if (ended.trouble) return `tsc: ${ended.trouble}${echo ? "" : `\n${ended.output}`}`;

  const trouble = await bundleMock();
  if (trouble) return trouble;

  const { exports } = packageJson();
  const missing = entries()
    .flatMap(({ name }) =>
      [exports[name]?.types, exports[name]?.default].map((to) => ({ name, to }))
    )
    .filter(({ to }) => !to || !existsSync(inRoot(to)));
  if (missing.length === 0) return undefined;
  return missing.map(({ name, to }) => `entry ${name}: ${to ?? "package.json"} is missing`).join(
    "\n",
  );
}

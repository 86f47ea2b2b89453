// Sources to dist/, as npm will deliver them.
import { existsSync, rmSync } from "node:fs";
import { bundleMock } from "./bundle-mock.ts";
import { entries, inRoot, packageJson, root } from "./project.ts";
import { run } from "./run.ts";
import { tsc } from "./tools.ts";

/** How to build. */
export interface BuildOptions {
  /** Print what the compiler prints, as it does. */
  echo?: boolean;
  /** `false` emits without looking at types. */
  check?: boolean;
}

/**
 * Builds dist/ from nothing.
 *
 * @returns what went wrong, with the compiler's words; undefined when all is well
 */
export async function build(
  { echo = false, check = true }: BuildOptions = {},
): Promise<string | undefined> {
  rmSync(inRoot("dist"), { recursive: true, force: true });
  const [command, ...first] = tsc();
  const args = [...first, "-p", "tsconfig.build.json", ...(check ? [] : ["--noCheck"])];
  const ended = await run(command, args, { cwd: root, echo });
  if (ended.trouble) return `tsc: ${ended.trouble}${echo ? "" : `\n${ended.output}`}`;

  const trouble = await bundleMock();
  if (trouble) return trouble;

  const { exports } = packageJson();
  const missing = entries().flatMap(({ name }) => {
    const target = exports[name];
    if (target === undefined) return [`entry ${name}: package.json does not export it`];
    const files = typeof target === "string" ? [target] : [target.types, target.default];
    return files.filter((file) => !existsSync(inRoot(file)))
      .map((file) => `entry ${name}: ${file} is missing`);
  });
  return missing.join("\n") || undefined;
}

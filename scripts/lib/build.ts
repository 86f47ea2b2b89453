// Builds dist/, the files that npm delivers.
import { existsSync, rmSync } from "node:fs";
import { bundleClient } from "./bundle-client.ts";
import { writeLicenses } from "./bundled.ts";
import { bundleMock } from "./bundle-mock.ts";
import { removeUnusedDeclarations } from "./declarations.ts";
import { entries, inRoot, packageJson, root } from "./project.ts";
import { run } from "./run.ts";
import { tsc } from "./tools.ts";

/** Build options. */
export interface BuildOptions {
  /** Print the compiler's output. */
  echo?: boolean;
  /** `false` emits without type checks. */
  check?: boolean;
}

let built: Promise<string | undefined> | undefined;

/**
 * Builds dist/ once, however many suites of this process need it.
 *
 * @returns the problem, with the compiler's output; `undefined` on success
 */
export function buildOnce(options: BuildOptions): Promise<string | undefined> {
  return built ??= build(options);
}

/**
 * Builds dist/ from scratch.
 *
 * @returns the problem, with the compiler's output; `undefined` on success
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
  await bundleClient();
  writeLicenses();
  removeUnusedDeclarations();

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

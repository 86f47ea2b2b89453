// Facts about the project: its folder, its two manifests, its entries and its files.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";

const names = z.record(z.string(), z.string());

/** The schema of the parts of package.json in use. */
export const packageManifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  repository: z.looseObject({ url: z.string() }),
  homepage: z.string(),
  bugs: z.string(),
  exports: z.record(
    z.string(),
    z.union([
      z.string(),
      z.object({ types: z.string(), workerd: z.string().optional(), default: z.string() }),
    ]),
  ),
  bin: names,
  scripts: names,
  dependencies: names.default({}),
  devDependencies: names,
  peerDependencies: names,
});

const denoManifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  exports: names,
  imports: names,
});

/** The parts of package.json in use. */
export type PackageManifest = z.infer<typeof packageManifest>;

/** The parts of deno.json in use. */
export type DenoManifest = z.infer<typeof denoManifest>;

/** A public entry: `name` as in "./mock", `source` as in "./mock-server/mod.ts". */
export interface Entry {
  name: string;
  source: string;
}

/** The repository's root folder. */
export const root: string = path.resolve(import.meta.dir, "../..");

/** A path below the root. */
export const inRoot = (...parts: string[]): string => path.join(root, ...parts);

/** The manifest for npm. */
export const packageJson = (): PackageManifest => packageManifest.parse(readJson("package.json"));

/** The manifest for JSR and Deno. */
export const denoJson = (): DenoManifest => denoManifest.parse(readJson("deno.json"));

/** The public entries, in the order deno.json lists them. */
export const entries = (): Entry[] =>
  Object.entries(denoJson().exports).map(([name, source]) => ({ name, source }));

/**
 * Every file that Git tracks or would add, and that exists, relative to the root, with slashes.
 * Throws without Git or outside a repository.
 */
export function projectFiles(): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = execFileSync("git", args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  // A tracked file may have been deleted in the work tree; a file in conflict is listed more than once.
  return [...new Set(listed.split("\0"))].filter((name) => name && existsSync(inRoot(name)));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(inRoot(file), "utf8"));
}

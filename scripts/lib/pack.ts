// The package that `npm publish` would send, as a tarball and as an installed folder.
import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { inRoot, packageJson, root } from "./project.ts";
import { run } from "./run.ts";
import { npm } from "./tools.ts";

/**
 * Packs the current dist/. Build first.
 *
 * @param into a folder
 * @returns the tarball's file name in that folder
 */
export async function pack(into: string): Promise<string> {
  const [command, ...first] = npm();
  const args = ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination"];
  const ended = await run(command, [...first, ...args, into], { cwd: root });
  if (ended.trouble) throw new Error(`npm pack: ${ended.trouble}\n${ended.output}`);
  // Derived from the manifest, so that npm's output need not be parsed.
  const { name, version } = packageJson();
  return `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
}

/**
 * Packs and unpacks the package: what npm would install as node_modules/@kinakit/kinabase.
 *
 * @param folder also gets the tarball
 * @returns the package's folder
 */
export async function unpack(folder: string): Promise<string> {
  const tarball = await pack(folder);
  // Relative names, because some versions of tar read the colon of a Windows path as a host.
  const untar = await run("tar", ["-xzf", tarball], { cwd: folder });
  if (untar.trouble) throw new Error(`tar: ${untar.trouble}\n${untar.output}`);
  return path.join(folder, "package");
}

/**
 * Turns `folder` into a project that has installed the package: the unpacked tarball and only the dependencies
 * in its manifest, so that an undeclared dependency is missing here too.
 */
export async function installPacked(folder: string): Promise<void> {
  const from = await unpack(folder);
  install(folder, (to) => renameSync(from, to));
}

/**
 * Puts the package and its dependencies into a project's node_modules.
 *
 * @param put puts the unpacked package where it belongs
 * @param extra packages the project itself asks for
 */
export function install(
  project: string,
  put: (to: string) => void,
  extra: readonly string[] = [],
): void {
  const { name, dependencies } = packageJson();
  const modules = path.join(project, "node_modules");
  place(modules, name, put);
  link(modules, [...Object.keys(dependencies), ...extra]);
}

/** Adds the optional packages to the project in `folder`. */
export function installPeers(folder: string): void {
  link(path.join(folder, "node_modules"), Object.keys(packageJson().peerDependencies));
}

/** Links packages of this repository into a folder `node_modules`. */
export function link(modules: string, dependencies: readonly string[]): void {
  for (const dependency of new Set(dependencies)) {
    const from = inRoot("node_modules", dependency);
    place(modules, dependency, (to) => symlinkSync(from, to, "junction"));
  }
}

function place(modules: string, name: string, put: (to: string) => void): void {
  const to = path.join(modules, ...name.split("/"));
  mkdirSync(path.dirname(to), { recursive: true });
  put(to);
}

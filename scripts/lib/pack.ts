// The package as `npm publish` would send it, as a file and as an installed folder.
import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { inRoot, packageJson, root } from "./project.ts";
import { run } from "./run.ts";
import { npm } from "./tools.ts";

/**
 * Packs what is in dist/ now: build first.
 *
 * @param into a folder
 * @returns the tarball's file name in that folder
 */
export async function pack(into: string): Promise<string> {
  const [command, ...first] = npm();
  const args = ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination"];
  const ended = await run(command, [...first, ...args, into], { cwd: root });
  if (ended.trouble) throw new Error(`npm pack: ${ended.trouble}\n${ended.output}`);
  // The name follows from the manifest: one source less to parse.
  const { name, version } = packageJson();
  return `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
}

/**
 * Packs, and unpacks again: what npm would put into node_modules/@kinakit/kinabase.
 *
 * @param folder where the tarball goes as well
 * @returns the package's folder
 */
export async function unpack(folder: string): Promise<string> {
  const tarball = await pack(folder);
  // Relative names: some tars take the colon of an absolute Windows path for a host.
  const untar = await run("tar", ["-xzf", tarball], { cwd: folder });
  if (untar.trouble) throw new Error(`tar: ${untar.trouble}\n${untar.output}`);
  return path.join(folder, "package");
}

/**
 * Makes `folder` a project that has installed the package: the unpacked tarball, and beside it only
 * what its own manifest asks for, so that a dependency nobody declared is missed here too.
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

function link(modules: string, dependencies: readonly string[]): void {
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

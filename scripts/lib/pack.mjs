// The package as `npm publish` would send it, as a file and as an installed folder.
import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { inRoot, packageJson, root } from "./project.mjs";
import { run } from "./run.mjs";
import { npm } from "./tools.mjs";

/**
 * Packs what is in dist/ now: build first.
 * @param {string} into a folder
 * @returns {Promise<string>} the tarball's file name in that folder
 */
export async function pack(into) {
  const [command, ...args] = npm();
  args.push("pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination", into);
  const ended = await run(command, args, { cwd: root });
  if (ended.trouble) throw new Error(`npm pack: ${ended.trouble}\n${ended.output}`);
  // The name follows from the manifest: one source less to parse.
  const { name, version } = packageJson();
  return `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
}

/**
 * Makes `folder` a project that has installed the package: the unpacked tarball, and beside it only
 * what its own manifest asks for, so that a dependency nobody declared is missed here too.
 * @param {string} folder
 */
export async function installPacked(folder) {
  const tarball = await pack(folder);
  // Relative names: some tars take the colon of an absolute Windows path for a host.
  const untar = await run("tar", ["-xzf", tarball], { cwd: folder });
  if (untar.trouble) throw new Error(`tar: ${untar.trouble}\n${untar.output}`);

  const { name, dependencies = {} } = packageJson();
  const modules = path.join(folder, "node_modules");
  place(modules, name, (to) => renameSync(path.join(folder, "package"), to));
  link(modules, dependencies);
}

/**
 * Adds the optional packages to the project in `folder`.
 * @param {string} folder
 */
export function installPeers(folder) {
  link(path.join(folder, "node_modules"), packageJson().peerDependencies);
}

/** @param {string} modules @param {Record<string, string>} dependencies */
function link(modules, dependencies) {
  for (const dependency of Object.keys(dependencies)) {
    place(
      modules,
      dependency,
      (to) => symlinkSync(inRoot("node_modules", dependency), to, "junction"),
    );
  }
}

/** @param {string} modules @param {string} name @param {(to: string) => void} put */
function place(modules, name, put) {
  const to = path.join(modules, ...name.split("/"));
  mkdirSync(path.dirname(to), { recursive: true });
  put(to);
}

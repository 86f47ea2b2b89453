// Installs the examples for Workers from their own lockfiles, with the packed package, outside the repository.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { build } from "../../scripts/lib/build.ts";
import { pack } from "../../scripts/lib/pack.ts";
import { inRoot } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { node, npm } from "../../scripts/lib/tools.ts";

/** A folder like the repository, with the package's tarball and some of its examples. */
export interface Kit {
  /** Why it cannot install anything: the network, or a package for this system, is missing. */
  trouble: string | undefined;
  /** The folder with the `bin` of a Node that vitest accepts. */
  node22: string;
  /** Copies an example and installs what its lockfile says. Returns its folder. */
  install(example: string): Promise<string>;
  /** Copies an example and lets it use what another one has installed. Returns its folder. */
  link(example: string, installed: string): string;
  /** Creates a project with these files that uses what an example has installed. Returns its folder. */
  project(files: Readonly<Record<string, string>>, installed: string): string;
  /** Deletes everything. */
  remove(): void;
}

const NODE = `node-${process.platform}-${process.arch}`;

/** Creates the folder, and installs Node 22 into it. */
export async function createKit(): Promise<Kit> {
  const folder = realpathSync(await mkdtemp(path.join(tmpdir(), "kinabase-workers-kit-")));
  const [program, ...first] = npm();
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const installNode = ["install", "--no-save", "--ignore-scripts", ...quiet, "--prefix", folder];
  const { trouble } = await run(program, [...first, ...installNode, `${NODE}@22`], { cwd: folder });
  const node22 = path.join(folder, "node_modules", NODE, "bin");
  const isThere = existsSync(path.join(node22, "node"));
  let packed: Promise<void> | undefined;
  const copy = (example: string) => {
    const to = path.join(folder, "examples", example);
    mkdirSync(to, { recursive: true });
    cpSync(inRoot("examples", example), to, {
      recursive: true,
      filter: (file) => !/[\\/](?:node_modules|\.wrangler)$/.test(file),
    });
    return to;
  };
  const linkModules = (to: string, installed: string) => {
    const modules = path.join(folder, "examples", installed, "node_modules");
    symlinkSync(modules, path.join(to, "node_modules"), "junction");
    return to;
  };
  return {
    trouble: isThere ? undefined : `${NODE}@22 cannot be installed (${trouble ?? "no file"})`,
    node22,
    async install(example) {
      packed ??= packInto(folder);
      await packed;
      const to = copy(example);
      const ended = await run(program, [...first, "ci", ...quiet], { cwd: to });
      if (ended.trouble) throw new Error(`npm ci in ${example}: ${ended.trouble}\n${ended.output}`);
      return to;
    },
    link: (example, installed) => linkModules(copy(example), installed),
    project(files, installed) {
      const to = mkdtempSync(path.join(folder, "project-"));
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
        writeFileSync(path.join(to, name), text);
      }
      return linkModules(to, installed);
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

async function packInto(folder: string): Promise<void> {
  const trouble = await build({ check: false });
  if (trouble) throw new Error(trouble);
  await pack(folder);
}

/** The path of this process's Node, which is the oldest that wrangler has to work with. */
export const [ownNode] = node();

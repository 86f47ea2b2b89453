// An empty project with the package installed, like a user's project.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { install, unpack } from "../../scripts/lib/pack.mjs";
import { packageJson } from "../../scripts/lib/project.mjs";
import { run } from "../../scripts/lib/run.mjs";
import { withTemporaryFolder } from "../../scripts/lib/temporary.mjs";

const PROGRAMS = fileURLToPath(new URL("programs/", import.meta.url));

/**
 * Provides the unpacked package. The suite creates it once. A file that runs alone packs dist/.
 * @template T
 * @param {(folder: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export function withPackage(use) {
  const made = process.env.KINABASE_UNPACKED;
  if (made) return use(made);
  return withTemporaryFolder("package", async (folder) => await use(await unpack(folder)));
}

/**
 * @typedef {object} Project
 * @property {string} folder
 * @property {(name: string, text: string) => void} write
 * @property {(program: string, as?: string) => void} take copies a file of tests/consumers/programs
 * @property {(tool: import("../../scripts/lib/tools.mjs").Tool, ...args: string[]) => Promise<string>} run
 *   runs a tool in the project, and returns its output or throws an error with it
 */

/**
 * @template T
 * @param {{ extra?: readonly string[] }} options `extra`: additional installed packages
 * @param {(project: Project) => Promise<T>} use
 * @returns {Promise<T>}
 */
export function withProject({ extra = [] }, use) {
  return withPackage((unpacked) =>
    withTemporaryFolder("consumer", async (folder) => {
      install(folder, (to) => cpSync(unpacked, to, { recursive: true }), extra);
      /** @type {Project["write"]} */
      const write = (name, text) => {
        const to = path.join(folder, name);
        mkdirSync(path.dirname(to), { recursive: true });
        writeFileSync(to, text);
      };
      const { name, version } = packageJson();
      write(
        "package.json",
        JSON.stringify({ private: true, type: "module", dependencies: { [name]: version } }),
      );
      return await use({
        folder,
        write,
        take: (program, as = program) => {
          cpSync(path.join(PROGRAMS, program), path.join(folder, as));
        },
        async run([command, ...first], ...args) {
          const ended = await run(command, [...first, ...args], { cwd: folder, timeout: 60_000 });
          if (ended.trouble) throw new Error(`${ended.trouble}\n${ended.output}`);
          return ended.output;
        },
      });
    })
  );
}

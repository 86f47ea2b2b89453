// An empty project with the package installed, like a user's project.
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { install, unpack } from "../../scripts/lib/pack.ts";
import { packageJson } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { withTemporaryFolder } from "../../scripts/lib/temporary.ts";
import { node, type Tool } from "../../scripts/lib/tools.ts";

const PROGRAMS = fileURLToPath(new URL("programs/", import.meta.url));

/** An empty project. */
export interface Project {
  folder: string;
  /** Writes a file of the project. */
  write(name: string, text: string): void;
  /** Copies a file of tests/consumers/programs, under another name where one is given. */
  take(program: string, as?: string): void;
  /** Links the package's program, as npm does, and gives it. */
  program(): Tool;
  /** Runs a tool in the project; gives what it printed, or throws with it. */
  run(tool: Tool, ...args: string[]): Promise<string>;
}

/** What faults.mjs prints. The server itself prints nothing for a fault that a test asked for. */
export const FAULTS: string =
  "drop broken\ncutBody broken\nstalledBody broken\ndelay broken\nshort delay complete\n"
    .repeat(2);

/** The unpacked package. The suite makes it once for all; a file run alone packs what is in dist/. */
export function withPackage<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const made = process.env["KINABASE_UNPACKED"];
  if (made) return use(made);
  return withTemporaryFolder("package", async (folder) => await use(await unpack(folder)));
}

/** Gives `use` a project that has installed the package; `extra` names other packages it has. */
export function withProject<T>(
  { extra = [] }: { extra?: readonly string[] },
  use: (project: Project) => Promise<T>,
): Promise<T> {
  return withPackage((unpacked) =>
    withTemporaryFolder("consumer", async (folder) => {
      install(folder, (to) => cpSync(unpacked, to, { recursive: true }), extra);
      const write = (file: string, text: string) => {
        const to = path.join(folder, file);
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
        program() {
          const { name, bin: { kinabase = "" } } = packageJson();
          const file = path.join(folder, "node_modules", name, kinabase);
          if (process.platform === "win32") return [...node(), file];
          const linked = path.join(folder, "node_modules/.bin/kinabase");
          mkdirSync(path.dirname(linked), { recursive: true });
          symlinkSync(path.relative(path.dirname(linked), file), linked);
          chmodSync(file, 0o755);
          return [linked];
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

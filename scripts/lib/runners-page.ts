// The set-ups that docs/runners.md shows: files and commands.
import { partsOf } from "./markdown.ts";

/** The project of one section. */
export interface SetUp {
  /** The heading. */
  name: string;
  /** The files, by name. */
  files: Record<string, string>;
  /** The packages that it installs, without their versions. */
  packages: string[];
  /** The commands in order. Those that install something name the versions of the page's table. */
  commands: string[];
}

const INSTALL = "npm install --save-dev ";

/**
 * Reads the set-ups of the page. The first line of a code block names its file. The files before the first
 * heading belong to each set-up. A section is a set-up if it has files and commands.
 */
export function readRunnersPage(markdown: string): SetUp[] {
  const shared = section("");
  const sections: SetUp[] = [];
  for (const part of partsOf(markdown)) {
    const current = sections.at(-1) ?? shared;
    if ("text" in part) {
      const [, name] = /^#{2,} (.+)$/.exec(part.text) ?? [];
      if (name !== undefined) sections.push(section(name));
    } else if (part.language === "sh") {
      for (const command of part.code.split("\n")) {
        if (!isInstall(command)) {
          current.commands.push(command);
          continue;
        }
        const names = command.slice(INSTALL.length).split(" ").map(withoutVersion);
        current.packages.push(...names);
        const exact = names.map((name) => `${name}@${versionOf(name, markdown)}`);
        current.commands.push(`${INSTALL}${exact.join(" ")}`);
      }
    } else {
      const [, file] = /^(?:\/\/|#|<!--) (\S+)/.exec(part.code) ?? [];
      if (file !== undefined) current.files[file] = `${part.code}\n`;
    }
  }
  return sections.filter(isSetUp)
    .map((one) => ({ ...one, files: { ...shared.files, ...one.files } }));
}

/** Whether a command installs packages. */
export const isInstall = (command: string): boolean => command.startsWith(INSTALL);

const section = (name: string): SetUp => ({ name, files: {}, packages: [], commands: [] });

function isSetUp({ name, files, commands }: SetUp): boolean {
  if (name.includes("untested") || Object.keys(files).length === 0) return false;
  const isProgram = Object.keys(files).some((file) => file.endsWith(".js"));
  const hasCommand = commands.some((command) => !isInstall(command));
  if (isProgram && !hasCommand) throw new Error(`the section ${name} has no command`);
  return hasCommand;
}

const withoutVersion = (name: string): string => name.replace(/(?<=.)@.*/, "");

/** The version in the page's table. */
function versionOf(name: string, markdown: string): string {
  const row = markdown.split("\n").find((line) => line.startsWith(`| \`${name}\` `));
  const [, version] = /\| ([\d.]+) +\|$/.exec(row ?? "") ?? [];
  if (version === undefined) throw new Error(`the table of versions lacks ${name}`);
  return version;
}

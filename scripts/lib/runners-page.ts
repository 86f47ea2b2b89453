// The set-ups that docs/runners.md shows: files and commands.
import { filesIn, sectionsOf } from "./markdown.ts";

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
 * Reads the set-ups of the page. The files before the first heading belong to each set-up. A section is a
 * set-up if it has files and commands.
 */
export function readRunnersPage(markdown: string): SetUp[] {
  const [introduction, ...sections] = sectionsOf(markdown);
  const shared = filesIn(introduction?.blocks ?? []);
  return sections.flatMap(({ heading, blocks }) => {
    const isShell = ({ language }: { language: string }) => language === "sh";
    const files = filesIn(blocks.filter((block) => !isShell(block)));
    const lines = blocks.filter(isShell).flatMap(({ code }) => code.split("\n"));
    if (!isSetUp(heading, files, lines)) return [];
    return [{
      name: heading,
      files: { ...shared, ...files },
      packages: lines.flatMap(packagesOf),
      commands: lines.map((line) => withVersions(line, markdown)),
    }];
  });
}

/** Whether a command installs packages. */
export const isInstall = (command: string): boolean => command.startsWith(INSTALL);

function isSetUp(name: string, files: Record<string, string>, commands: string[]): boolean {
  if (name.includes("untested") || Object.keys(files).length === 0) return false;
  const isProgram = Object.keys(files).some((file) => file.endsWith(".js"));
  const hasCommand = commands.some((command) => !isInstall(command));
  if (isProgram && !hasCommand) throw new Error(`the section ${name} has no command`);
  return hasCommand;
}

/** The packages that a command installs, without their versions. */
const packagesOf = (command: string): string[] =>
  isInstall(command)
    ? command.slice(INSTALL.length).split(" ").map((name) => name.replace(/(?<=.)@.*/, ""))
    : [];

/** A command that installs the versions of the page's table. Other commands stay as they are. */
function withVersions(command: string, markdown: string): string {
  if (!isInstall(command)) return command;
  const exact = packagesOf(command).map((name) => `${name}@${versionOf(name, markdown)}`);
  return `${INSTALL}${exact.join(" ")}`;
}

function versionOf(name: string, markdown: string): string {
  const row = markdown.split("\n").find((line) => line.startsWith(`| \`${name}\` `));
  const [, version] = /\| ([\d.]+) +\|$/.exec(row ?? "") ?? [];
  if (version === undefined) throw new Error(`the table of versions lacks ${name}`);
  return version;
}

// The set-ups that docs/runners.md shows: files, packages and commands.
import { partsOf } from "./markdown.ts";

/** The project of one section. */
export interface SetUp {
  /** The heading. */
  name: string;
  /** The files, by name. */
  files: Record<string, string>;
  /** The commands, except those that install something. */
  commands: string[];
}

/** What the page shows. */
export interface RunnersPage {
  setUps: SetUp[];
  /** The packages that the page installs, each with its version. */
  packages: string[];
}

/**
 * Reads the page. The first line of a code block names its file. The files before the first heading
 * belong to each set-up. A section is a set-up if it has files and commands.
 */
export function readRunnersPage(markdown: string): RunnersPage {
  const shared: SetUp = { name: "", files: {}, commands: [] };
  const sections: SetUp[] = [];
  const installed = new Set<string>();
  for (const part of partsOf(markdown)) {
    const section = sections.at(-1) ?? shared;
    if ("text" in part) {
      const [, name] = /^#{2,} (.+)$/.exec(part.text) ?? [];
      if (name !== undefined) sections.push({ name, files: {}, commands: [] });
    } else if (part.language === "sh") {
      for (const command of part.code.split("\n")) {
        const [, packages] = /^npm install --save-dev (.+)$/.exec(command) ?? [];
        if (packages === undefined) section.commands.push(command);
        else packages.split(" ").forEach((name) => installed.add(name.replace(/(?<=.)@.*/, "")));
      }
    } else {
      const [, file] = /^(?:\/\/|#|<!--) (\S+)/.exec(part.code) ?? [];
      if (file !== undefined) section.files[file] = `${part.code}\n`;
    }
  }
  return {
    packages: [...installed].map((name) => `${name}@${versionOf(name, markdown)}`),
    setUps: sections.filter(isSetUp)
      .map((section) => ({ ...section, files: { ...shared.files, ...section.files } })),
  };
}

function isSetUp({ name, files, commands }: SetUp): boolean {
  if (name.includes("untested") || Object.keys(files).length === 0) return false;
  const isProgram = Object.keys(files).some((file) => file.endsWith(".js"));
  if (isProgram && commands.length === 0) throw new Error(`the section ${name} has no command`);
  return commands.length > 0;
}

/** The version in the page's table. */
function versionOf(name: string, markdown: string): string {
  const row = markdown.split("\n").find((line) => line.startsWith(`| \`${name}\` `));
  const [, version] = /\| ([\d.]+) +\|$/.exec(row ?? "") ?? [];
  if (version === undefined) throw new Error(`the table of versions lacks ${name}`);
  return version;
}

// Checks the files that `deno publish` would send to JSR.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { entries, inRoot, root } from "../lib/project.ts";
import { run } from "../lib/run.ts";
import { deno } from "../lib/tools.ts";

const WANTED =
  /^(?:mod\.ts|(?:src|mock-server|tools|cli|tests\/contract)\/.+\.tsx?|deno\.json|README\.md|LICENSE|CHANGELOG\.md)$/;

/** Patterns of secrets. A base64 string of one repeated letter, as in examples, is not a secret. */
const SECRETS = {
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY/,
  "a token": /\beyJ[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}/,
  "an App Secret": /(?<![\w+/])(?!(\w)\1{85})[\w+/]{86}==/,
  "a registry's or GitHub's token": /\b(?:npm_|jsrp_|gh[opsu]_|github_pat_)\w{20,}/,
};

/** The result of a dry run of `deno publish`. */
export interface DryRun {
  /** What would be published, relative to the root. */
  files: string[];
  /** The problems found. */
  trouble: string | undefined;
}

/** Lists the files with a dry run of `deno publish` and checks each one. */
export async function dryRunJsr(): Promise<DryRun> {
  const [command, ...args] = deno();
  const ended = await run(command, [...args, "publish", "--dry-run", "--allow-dirty"], {
    cwd: root,
  });
  const files = [...ended.output.matchAll(/^\s+(file:\/\/\S+) \(/gm)]
    .map(([, url = ""]) => path.relative(root, fileURLToPath(url)).replaceAll("\\", "/"));
  if (ended.trouble) return { files, trouble: `${ended.output.trimEnd()}\n${ended.trouble}` };
  const complaints = [
    ...files.filter((file) => !WANTED.test(file)).map((file) => `${file} must not be published`),
    ...files.flatMap(secretsIn),
    ...entries().flatMap(({ name, source }) => {
      const file = source.replace(/^\.\//, "");
      if (!files.includes(file)) return [`entry ${name}: ${file} is not published`];
      return hasModuleDocs(file) ? [] : [`entry ${name}: ${file} does not begin with @module docs`];
    }),
  ];
  if (files.length === 0) complaints.push("deno publish lists no file");
  return { files, trouble: complaints.join("\n") || undefined };
}

function secretsIn(file: string): string[] {
  const text = readFileSync(inRoot(file), "utf8");
  return Object.entries(SECRETS).filter(([, pattern]) => pattern.test(text))
    .map(([what]) => `${file} holds what looks like ${what}`);
}

function hasModuleDocs(file: string): boolean {
  const [docs = ""] = /^\/\*\*[\s\S]*?\*\//.exec(readFileSync(inRoot(file), "utf8")) ?? [];
  return docs.includes("@module");
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A TypeScript block of a Markdown file. */
export interface Block {
  /** The file, relative to the root, with slashes. */
  file: string;
  /** The first line of its code, from 1. */
  line: number;
  code: string;
  /** The reason why it is not run: the HTML comment before a block marked `ts ignore`. */
  ignored?: string | undefined;
}

/** The root folder of the project. */
export const root: string = path.resolve(import.meta.dir, "../..");

/** Returns the files of the user documentation, relative to the root. */
export function documentationFiles(): string[] {
  const below = (folder: string) =>
    readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`).toSorted();
  const files = [
    "README.md",
    ...below("docs"),
    ...below("examples").map((folder) => `${folder}/README.md`),
  ];
  return files.filter((file) => file.endsWith(".md") && existsSync(path.join(root, file)));
}

/** Returns all TypeScript blocks of the user documentation. */
export const allBlocks = (): Block[] => documentationFiles().flatMap(blocksOf);

function blocksOf(file: string): Block[] {
  const lines = readFileSync(path.join(root, file), "utf8").split(/\r?\n/);
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, fence = "", words = ""] = /^(\s*`{3,})(.*)$/.exec(lines[i] ?? "") ?? [];
    if (fence === "") continue;
    const end = lines.findIndex((line, at) => at > i && line.trimEnd() === fence);
    if (end < 0) throw new Error(`${file}:${i + 1}: this block has no end`);
    const [language, ...marks] = words.trim().split(/\s+/);
    if (language === "ts" || language === "typescript") {
      const block = { file, line: i + 2, code: lines.slice(i + 1, end).join("\n") };
      blocks.push(marks.includes("ignore") ? { ...block, ignored: commentAbove(lines, i) } : block);
    }
    i = end;
  }
  return blocks;
}

/** Returns the HTML comment directly above a line, except for empty lines. */
function commentAbove(lines: readonly string[], index: number): string {
  const above = lines.slice(0, index).join("\n");
  return /<!--((?:(?!-->)[\s\S])*)-->\s*$/.exec(above)?.[1]?.replace(/\s+/g, " ").trim() ?? "";
}

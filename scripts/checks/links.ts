// Checks the relative links of all Markdown files: the file exists, and the heading that the anchor names.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { proseOf } from "../lib/markdown.ts";
import { inRoot, projectFiles } from "../lib/project.ts";

/** The links that lead nowhere. */
export function checkLinks(): string[] {
  const files = projectFiles().filter((file) => file.endsWith(".md"));
  return files.flatMap((file) =>
    linksOf(readFileSync(inRoot(file), "utf8")).flatMap(({ line, target }) => {
      const problem = problemOf(file, target);
      return problem === undefined ? [] : [`${file}:${line}: ${problem}`];
    })
  );
}

/** A link or an image, with its line from 1. */
export interface Link {
  line: number;
  target: string;
}

/** The targets of links and images, except those with a scheme, and those in code. */
export function linksOf(markdown: string): Link[] {
  return proseOf(markdown).flatMap(({ line, text }) => {
    // A link may continue on the next line, but its target has no spaces.
    const targets = [...text.replace(/`[^`]*`/g, "").matchAll(/\]\(([^()\s]+)\)/g)];
    return targets.map(([, target = ""]) => ({ line, target }))
      .filter(({ target }) => !/^[a-z]+:/i.test(target));
  });
}

/** The anchors of the headings, as GitHub makes them. */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return proseOf(markdown).flatMap(({ text }) => {
    const [, heading] = /^#{1,6} (.+)$/.exec(text) ?? [];
    if (heading === undefined) return [];
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").trim().toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return [count === 0 ? anchor : `${anchor}-${count}`];
  });
}

function problemOf(file: string, target: string): string | undefined {
  const [name = "", anchor] = target.split("#");
  const found = name === "" ? file : path.posix.join(path.posix.dirname(file), name);
  if (!existsSync(inRoot(found))) return `the link ${target} leads to no file`;
  if (anchor === undefined) return undefined;
  if (!found.endsWith(".md")) return `the link ${target} has an anchor, but is no Markdown file`;
  const anchors = anchorsOf(readFileSync(inRoot(found), "utf8"));
  return anchors.includes(anchor) ? undefined : `${found} has no heading for the link ${target}`;
}

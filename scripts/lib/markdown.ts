// The parts of a Markdown file: lines of text, and code blocks.

/** A line outside of code blocks. */
export interface ProseLine {
  /** From 1. */
  line: number;
  text: string;
}

/** A code block. */
export interface CodeBlock {
  /** The line of its fence, from 1. */
  line: number;
  language: string;
  code: string;
}

/** Returns the lines and the code blocks in order. */
export function partsOf(markdown: string): (ProseLine | CodeBlock)[] {
  const lines = markdown.split(/\r?\n/);
  const parts: (ProseLine | CodeBlock)[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, fence, language = ""] = /^\s*(`{3,})\s*(\S*)/.exec(lines[i] ?? "") ?? [];
    if (fence === undefined) {
      parts.push({ line: i + 1, text: lines[i] ?? "" });
      continue;
    }
    const end = lines.findIndex((line, at) => at > i && line.trim() === fence);
    if (end < 0) throw new Error(`the code block at line ${i + 1} has no end`);
    parts.push({ line: i + 1, language, code: lines.slice(i + 1, end).join("\n") });
    i = end;
  }
  return parts;
}

/** Returns the lines outside of code blocks. */
export const proseOf = (markdown: string): ProseLine[] =>
  partsOf(markdown).flatMap((part) => "text" in part ? [part] : []);

/** A heading below the title, and the code blocks up to the next heading. */
export interface Section {
  /** Its text; empty for what precedes the first heading. */
  heading: string;
  blocks: CodeBlock[];
}

/** Returns the sections in order. */
export function sectionsOf(markdown: string): Section[] {
  const first: Section = { heading: "", blocks: [] };
  const sections = [first];
  for (const part of partsOf(markdown)) {
    if ("code" in part) {
      (sections.at(-1) ?? first).blocks.push(part);
      continue;
    }
    const [, heading] = /^#{2,} (.+)$/.exec(part.text) ?? [];
    if (heading !== undefined) sections.push({ heading, blocks: [] });
  }
  return sections;
}

/** Returns the files among code blocks, by name. The first line of such a block is a comment with the name. */
export function filesIn(blocks: readonly CodeBlock[]): Record<string, string> {
  return Object.fromEntries(blocks.flatMap(({ code }): [string, string][] => {
    const [, name] = /^(?:\/\/|#|<!--) ([\w./-]*\.\w+)(?=\s|$)/.exec(code) ?? [];
    return name === undefined ? [] : [[name, `${code}\n`]];
  }));
}

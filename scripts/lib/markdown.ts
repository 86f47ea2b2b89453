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

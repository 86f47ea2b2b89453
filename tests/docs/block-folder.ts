import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Block, root } from "./blocks.ts";
import type { World } from "./world.ts";

/** A folder with the code blocks as files. */
export interface BlockFolder {
  /** Returns the compiler's messages for a block, or an empty text. */
  typeErrors(block: Block): string;
  /** Returns the path of a block as a module that can be imported once. */
  moduleOf(block: Block): string;
  /** Deletes the folder. */
  close(): void;
}

const WORLD = {
  appId: true,
  appSecret: true,
  client: true,
  people: true,
  id: true,
  sensorId: true,
  rows: true,
  show: true,
  mock: true,
  app: true,
} satisfies Record<keyof World, true>;

const here = (file: string) => JSON.stringify(path.join(import.meta.dir, file));

/** Creates the folder. The first call of `typeErrors` type-checks all blocks at once. */
export function createBlockFolder(blocks: readonly Block[]): BlockFolder {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "kinabase-docs-")));
  // Imports of blocks are resolved as if the packages were installed.
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
  for (const kind of ["checked", "run"]) mkdirSync(path.join(folder, kind));
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig()));
  writeFileSync(path.join(folder, "checked/globals.d.ts"), globals());
  for (const block of blocks) {
    // At the same lines as in the Markdown file, so that errors name them.
    const code = "\n".repeat(block.line - 1) + besideItsFile(block) + "\nexport {};\n";
    writeFileSync(path.join(folder, "checked", nameOf(block)), code);
    writeFileSync(path.join(folder, "run", nameOf(block)), withStandIns(code));
  }
  let messages: readonly string[] | undefined;
  return {
    typeErrors(block) {
      messages ??= compilerMessages(folder, blocks);
      return messages.filter((line) => isOf(line, block)).join("\n");
    },
    moduleOf: (block) => path.join(folder, "run", nameOf(block)),
    close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Type-checks all blocks at once. */
function compilerMessages(folder: string, blocks: readonly Block[]): string[] {
  const tsc = spawnSync(
    process.execPath,
    [
      path.join(root, "node_modules/typescript/bin/tsc"),
      "-p",
      "tsconfig.json",
      "--pretty",
      "false",
    ],
    { cwd: folder, encoding: "utf8" },
  );
  const output = `${tsc.stdout}${tsc.stderr}`;
  const lines = output.split("\n");
  // Messages without a block must not be lost.
  const others = lines.filter((line) =>
    / error TS/.test(line) && !blocks.some((block) => isOf(line, block))
  );
  if (others.length > 0 || (tsc.status !== 0 && !/ error TS/.test(output))) {
    throw new Error(`tsc: ${others.join("\n") || output || String(tsc.error)}`);
  }
  return lines;
}

const isOf = (line: string, block: Block): boolean => line.startsWith(`checked/${nameOf(block)}(`);

function nameOf({ file, line }: Block): string {
  return `${file.replaceAll("/", "__").replace(/\.md$/, "")}__${line}.ts`;
}

/** Resolves the imports of a block relative to its README. */
function besideItsFile({ file, code }: Block): string {
  const folder = `${path.join(root, path.dirname(file)).replaceAll("\\", "/")}/`;
  return code.replace(/from "\.\//g, () => `from "${folder}`);
}

function withStandIns(code: string): string {
  return code
    .replace(/from "(?:bun|node):test"/g, () => `from ${here("runner.ts")}`)
    .replace(/from "cloudflare:workers"/g, () => `from ${here("cloudflare-workers.ts")}`);
}

function globals(): string {
  const names = Object.keys(WORLD).map((name) => `  var ${name}: World["${name}"];`);
  return `import type { World } from ${here("world.ts")};
import type { test } from ${here("runner.ts")};
declare global {
${names.join("\n")}
  var Deno: { test: typeof test };
}
`;
}

function tsconfig(): unknown {
  const manifest: { exports: Record<string, string> } = JSON.parse(
    readFileSync(path.join(root, "deno.json"), "utf8"),
  );
  const paths = Object.entries(manifest.exports).map(([name, source]) => [
    `@kinakit/kinabase${name.slice(1)}`,
    [path.join(root, source)],
  ]);
  return {
    extends: path.join(root, "tsconfig.json"),
    compilerOptions: {
      declaration: false,
      isolatedDeclarations: false,
      rootDir: null,
      outDir: null,
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: false,
      types: ["bun-types"],
      paths: {
        ...Object.fromEntries(paths),
        "cloudflare:workers": [path.join(import.meta.dir, "cloudflare-workers.ts")],
      },
    },
    include: ["checked"],
    exclude: [],
  };
}

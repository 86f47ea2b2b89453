// Checks which folder imports which, and that there are no import cycles. Deno's module graph lists the imports
// of each file, including types.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as z from "zod";
import { inRoot, projectFiles, root } from "../lib/project.ts";
import { run } from "../lib/run.ts";
import { deno } from "../lib/tools.ts";

interface Rule {
  /** The path prefix that the rule covers. The first matching rule applies. */
  of: string;
  /** What its files may import: files, and folders with a trailing slash. */
  may: readonly string[];
  /** What they may import as types only. */
  types?: readonly string[];
  /** The one runtime whose modules they may import. */
  runtime?: RegExp;
}

const RUNTIME = /^(?:node|bun|cloudflare):|^bun$/;

const RULES: readonly Rule[] = [
  { of: "mod.ts", may: ["src/"] },
  { of: "src/cloudflare.ts", may: ["src/"] },
  { of: "src/cloudflare/", may: ["src/"], runtime: /^cloudflare:/ },
  { of: "src/", may: ["src/"] },
  {
    of: "mock-server/serve.ts",
    may: ["mock-server/"],
    types: ["src/clock.ts", "src/wire/types.ts"],
    runtime: /^(?:node|bun):|^bun$/,
  },
  {
    of: "mock-server/",
    may: [
      "mock-server/",
      "src/wire/link-schemas.ts",
      "src/wire/query-schemas.ts",
      "src/wire/request-body-schemas.ts",
      "src/wire/response-schemas.ts",
      "src/wire/shared-schemas.ts",
      "src/wire/operations.ts",
      // Small pure functions that both sides need.
      "src/support/loopback.ts",
      "src/support/nearest.ts",
    ],
    types: ["src/wire/types.ts", "src/clock.ts"],
  },
  { of: "tools/", may: ["tools/", "mod.ts"] },
  {
    of: "tests/contract/",
    may: ["tests/contract/", "mod.ts", "mock-server/mod.ts", "src/wire/"],
  },
  {
    of: "cli/",
    may: ["cli/", "mod.ts", "src/", "mock-server/", "tools/", "tests/contract/", "deno.json"],
    runtime: /^node:/,
  },
  {
    of: "scripts/",
    may: ["scripts/", "mod.ts", "src/", "mock-server/", "tools/", "tests/contract/"],
    runtime: RUNTIME,
  },
];

const link = z.looseObject({ specifier: z.string() });

const graphSchema = z.looseObject({
  modules: z.array(z.looseObject({
    specifier: z.string(),
    error: z.string().optional(),
    dependencies: z.array(z.looseObject({ code: link.optional(), type: link.optional() }))
      .optional(),
  })),
});

/** One import of a file. */
export interface Import {
  /** A file relative to the root, or another module's name. */
  to: string;
  typeOnly: boolean;
}

/** What each file imports. */
export type Graph = ReadonlyMap<string, readonly Import[]>;

/**
 * The imports that break the rules, one line each.
 *
 * @param folder for a temporary file
 */
export async function checkImports(folder: string): Promise<string[]> {
  const files = projectFiles().filter((file) => /\.tsx?$/.test(file) && ruleOf(file));
  const graph = await importsOf(files, folder);
  return [
    ...files.filter((file) => !graph.has(file)).map((file) => `${file}: not in Deno's graph`),
    ...files.flatMap((file) => brokenRules(file, graph.get(file) ?? [])),
    ...circles(graph),
  ];
}

/** The imports of a file that its rule forbids. */
export function brokenRules(file: string, imports: readonly Import[]): string[] {
  const { of, may, types = [], runtime } = ruleOf(file) ?? { of: "", may: [] };
  return imports.flatMap(({ to, typeOnly }) => {
    if (RUNTIME.test(to)) {
      return runtime?.test(to)
        ? []
        : [`${file} imports ${to}: no file below ${of} may know a runtime`];
    }
    // Another package: the type checks and deno publish cover those.
    if (to.includes("node_modules/")) return [];
    if (may.some((place) => isBelow(to, place))) return [];
    const known = types.some((place) => isBelow(to, place));
    if (known && typeOnly) return [];
    const allowed = [...may, ...types.map((place) => `types of ${place}`)].join(", ");
    return [`${file} imports ${to}${typeOnly ? " (types)" : ""}: ${of} may import ${allowed}`];
  });
}

/** At least one cycle of each group of files that import each other. */
export function circles(graph: Graph): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, above: readonly string[]): void => {
    if (above.includes(file)) {
      found.push(`circle: ${[...above.slice(above.indexOf(file)), file].join(" -> ")}`);
    } else if (!done.has(file)) {
      for (const { to } of graph.get(file) ?? []) visit(to, [...above, file]);
      done.add(file);
    }
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

const ruleOf = (file: string): Rule | undefined => RULES.find(({ of }) => isBelow(file, of));

const isBelow = (file: string, place: string): boolean =>
  place.endsWith("/") ? file.startsWith(place) : file === place;

async function importsOf(files: readonly string[], folder: string): Promise<Graph> {
  // `deno info` takes one file, so one file imports them all.
  const entry = path.join(folder, "all.ts");
  const lines = files.map((file) => `import ${JSON.stringify(pathToFileURL(inRoot(file)).href)};`);
  writeFileSync(entry, lines.join("\n"));
  const [command, ...first] = deno();
  const args = ["info", "--json", "--no-lock", "--config", inRoot("deno.json"), entry];
  const ended = await run(command, [...first, ...args], { cwd: root });
  if (ended.trouble) throw new Error(`deno info: ${ended.trouble}\n${ended.output}`);
  const { modules } = graphSchema.parse(JSON.parse(ended.output));
  return new Map(
    modules.filter(({ specifier }) => isOurs(specifier)).map((module) => {
      if (module.error) throw new Error(module.error);
      const imports = (module.dependencies ?? []).flatMap(({ code, type }): Import[] => {
        const target = code ?? type;
        return target ? [{ to: nameOf(target.specifier), typeOnly: code === undefined }] : [];
      });
      return [nameOf(module.specifier), imports];
    }),
  );
}

const isOurs = (specifier: string): boolean => ruleOf(nameOf(specifier)) !== undefined;

const nameOf = (specifier: string): string =>
  specifier.startsWith("file:")
    ? path.relative(root, fileURLToPath(specifier)).replaceAll(path.sep, "/")
    : specifier;

// npm run check [-- WORD]
// All checks except the tests. Every step runs, even if another one fails. WORD selects steps by name.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { checkBudget } from "./checks/budget.ts";
import { type Complaint, complaint } from "./checks/complaint.ts";
import { checkMap } from "./checks/contributing-map.ts";
import { checkGitHubFiles } from "./checks/github.ts";
import { checkImports } from "./checks/import-rules.ts";
import { dryRunJsr } from "./checks/jsr.ts";
import { compareManifests } from "./checks/manifests.ts";
import { checkLinks } from "./checks/links.ts";
import { checkRecipe } from "./checks/recipe.ts";
import { checkUnitLayout } from "./checks/unit-layout.ts";
import { build } from "./lib/build.ts";
import { equivalentMutants } from "./equivalent-mutants.ts";
import { staleMutations } from "./lib/apply-mutation.ts";
import { staleEquivalents } from "./lib/mutants.ts";
import { pack } from "./lib/pack.ts";
import { staleDocs } from "./lib/generated-docs.ts";
import { entries, inRoot, projectFiles, root } from "./lib/project.ts";
import { complaintOf, run } from "./lib/run.ts";
import { withTemporaryFolder } from "./lib/temporary.ts";
import { attw, bun, deno, node, publint, redocly, type Tool, tsc } from "./lib/tools.ts";
import { mutations } from "./mutations.ts";

type Step = () => Complaint | Promise<Complaint>;

const command = ([program, ...first]: Tool, ...args: string[]): Step => async () =>
  complaintOf(await run(program, [...first, ...args], { cwd: root }));

const sources = entries().map(({ source }) => source);

/** The published sources with examples in their comments. */
const filesWithExamples = (): string[] =>
  projectFiles().filter((file) =>
    /^(?:mod\.ts|(?:src|mock-server|tools|cli|tests\/contract)\/.+\.ts)$/.test(file) &&
    readFileSync(inRoot(file), "utf8").includes("* ```ts")
  );

/** Writes the OpenAPI document with the built package on Node and lints it. */
async function lintOpenApi(folder: string): Promise<Complaint> {
  const file = path.join(folder, "openapi.json");
  const module = pathToFileURL(inRoot("dist/mock-server/mod.js")).href;
  const program = `import { openApiDocument } from ${JSON.stringify(module)};
process.stdout.write(JSON.stringify(await openApiDocument(), null, 2));`;
  const [onNode] = node();
  const written = await run(onNode, ["--input-type=module", "--eval", program], { cwd: root });
  if (written.trouble) return complaintOf(written);
  writeFileSync(file, written.output);
  const [lint, ...first] = redocly();
  const args = [...first, "lint", "--config", inRoot("redocly.yaml"), file];
  // It works offline and must not send usage data.
  const env = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return complaintOf(await run(lint, args, { cwd: root, env }));
}

const word = process.argv[2] ?? "";

await withTemporaryFolder("check", async (folder) => {
  let tarball: string | undefined;
  const onTarball = (look: (file: string) => Step): Step => () =>
    tarball ? look(tarball)() : "there is no package to check";

  const all: readonly (readonly [name: string, step: Step])[] = [
    ["manifests agree", () => complaint(compareManifests())],
    ["GitHub's files", () => complaint(checkGitHubFiles())],
    ["import rules", async () => complaint(await checkImports(folder))],
    ["unit tests mirror sources", () => complaint(checkUnitLayout())],
    ["links in Markdown files", () => complaint(checkLinks())],
    ["the map of CONTRIBUTING.md", () => complaint(checkMap())],
    [
      "mutations fit",
      () => complaint([...staleMutations(mutations), ...staleEquivalents(equivalentMutants)]),
    ],
    ["generated docs are current", async () => complaint(await staleDocs())],
    ["the recipe works", () => checkRecipe(folder)],
    ["types, portable code", command(tsc(), "-p", "tsconfig.json")],
    [
      // Deno checks linked sources with the options of the project that links them, usually its defaults.
      "types, in a user's project",
      command(tsc(), "-p", "tsconfig.json", "--exactOptionalPropertyTypes", "false"),
    ],
    ["types, everything else", command(tsc(), "-p", "tsconfig.runtime.json")],
    [
      "types, as Deno sees them",
      command(
        deno(),
        "check",
        ...sources,
        "tests/runners/run-deno.ts",
        "tests/runners/run-runtime-deno.ts",
        "tests/runners/run-msw-deno.ts",
        "examples/deno-mirror/mirror.ts",
      ),
    ],
    [
      "types, examples in comments",
      command(deno(), "check", "--doc-only", ...filesWithExamples()),
    ],
    ["deno fmt", command(deno(), "fmt", "--check")],
    ["deno lint", command(deno(), "lint")],
    ["deno doc --lint", command(deno(), "doc", "--lint", ...sources)],
    ["deno publish --dry-run", async () => (await dryRunJsr()).trouble],
    ["build and pack", async () => {
      const trouble = await build();
      if (!trouble) tarball = path.join(folder, await pack(folder));
      return trouble;
    }],
    ["size, memory and packages", command(bun(), "bench/budgets.ts")],
    [
      "size and memory of the mock",
      onTarball((file) => async () => complaint(await checkBudget(file))),
    ],
    ["OpenAPI document", () => lintOpenApi(folder)],
    ["publint", onTarball((file) => command(publint(), "run", file, "--strict"))],
    ["attw", onTarball((file) => command(attw(), file, "--profile", "esm-only", "--no-emoji"))],
  ];
  const steps = all.filter(([name]) => name.includes(word));
  if (steps.length === 0) throw new Error(`no step has "${word}" in its name`);

  for (const [name, step] of steps) {
    process.stdout.write(`${name.padEnd(28)} `);
    const start = performance.now();
    let found: Complaint;
    try {
      found = await step();
    } catch (error) {
      found = error instanceof Error ? error.message : String(error);
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${found ? "FAILED" : "ok"} (${seconds} s)`);
    if (found) {
      console.log(`${found.replace(/^/gm, "    ")}\n`);
      process.exitCode = 1;
    }
  }
});
console.log(process.exitCode ? "\nSome checks failed." : "\nAll checks passed.");

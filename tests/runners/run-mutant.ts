// Runs the tests of one mutant for `npm run mutate`, in a copy of the repository whose code contains all mutants.
// The first run has no active mutant. It records which mutants each test reaches. Later runs begin with these
// tests, and skip all other cases of the contract.
import { afterAll, beforeEach, describe, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import * as z from "zod";
import { createMockServer } from "../../mock-server/mod.ts";
import { contract, mockTarget } from "../contract/mod.ts";

declare global {
  /** What the mutated code shares with its test runner. */
  var __stryker__: { currentTestId?: string; mutantCoverage?: unknown } | undefined;
}

const COVERAGE = "mutant-coverage.json";
const ids = z.record(z.string(), z.unknown());
const coverageSchema = z.object({ static: ids, perTest: z.record(z.string(), ids) });

const stryker = globalThis.__stryker__ ??= {};
const mutant = process.env["__STRYKER_ACTIVE_MUTANT__"];
const coverage = mutant === undefined
  ? undefined
  : coverageSchema.parse(JSON.parse(readFileSync(COVERAGE, "utf8")));

/** Code at module scope runs before any test and can change all of them. */
function reaches(id: string): boolean {
  if (coverage === undefined || mutant === undefined) return true;
  return mutant in coverage.static || mutant in (coverage.perTest[id] ?? {});
}

const files = unitTests(process.env["KINABASE_UNIT_TESTS"] ?? "");
for (const file of files) if (reaches(file)) await addFile(file);

for (const { id, skip, run } of contract(mockTarget(createMockServer()))) {
  if (skip !== undefined || !reaches(id)) continue;
  test(id, async () => {
    stryker.currentTestId = id;
    await run();
  });
}

// A value that is computed only once is computed in the first test that needs it, but others may check it. They
// come last, so that they cost time only for mutants that the tests above do not notice.
for (const file of files) if (!reaches(file)) await addFile(file);

// Bun reports a file without tests as an error.
test("nothing else", () => {});

afterAll(() => {
  if (coverage === undefined) writeFileSync(COVERAGE, JSON.stringify(stryker.mutantCoverage));
});

async function addFile(file: string): Promise<void> {
  await describe(file, async () => {
    beforeEach(() => {
      stryker.currentTestId = file;
    });
    await import(path.resolve(file));
  });
}

/**
 * The unit tests of a source file or of everything in a source folder, and those directly in the folders above,
 * which test the same code through the public API.
 */
function unitTests(source: string): string[] {
  const place = path.posix.join("tests/unit", source.replace(/\.tsx?$/, ""));
  const folder = existsSync(place) ? place : path.posix.dirname(place);
  return readdirSync("tests/unit", { recursive: true, encoding: "utf8" })
    .map((file) => path.posix.join("tests/unit", file.replaceAll(path.sep, "/")))
    .filter((file) => {
      if (!/\.test\.tsx?$/.test(file) || path.posix.dirname(file) === "tests/unit") return false;
      const isOwn = file.startsWith(`${place}/`) || file.startsWith(`${place}.test.`);
      return isOwn || folder.startsWith(`${path.posix.dirname(file)}/`);
    })
    .sort();
}

import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  checkEquivalents,
  type Mutant,
  readMutants,
  reusable,
  staleEquivalents,
} from "../../../../scripts/lib/mutants.ts";
import { withTemporaryFolder } from "../../../../scripts/lib/temporary.ts";

const SOURCE = `const a = 1;
  if (a > 1) {
    run();
  }
`;

const mutantAt = (
  [startLine, startColumn, endLine, endColumn]: readonly [number, number, number, number],
  replacement: string,
  status: string,
) => ({
  id: "1",
  mutatorName: "any",
  replacement,
  status,
  location: {
    start: { line: startLine, column: startColumn },
    end: { line: endLine, column: endColumn },
  },
});

const withReport = <T>(read: (file: string) => T): Promise<T> =>
  withTemporaryFolder("mutants", (folder) => {
    const file = path.join(folder, "report.json");
    const mutants = [
      mutantAt([2, 7, 2, 12], "a >= 1", "Survived"),
      mutantAt([2, 14, 4, 4], "{}", "Killed"),
      mutantAt([2, 7, 2, 12], "true", "Timeout"),
    ];
    writeFileSync(file, JSON.stringify({ files: { "a.ts": { source: SOURCE, mutants } } }));
    return Promise.resolve().then(() => read(file));
  });

const mutant = (over: Partial<Mutant> = {}): Mutant => ({
  file: "a.ts",
  line: 2,
  text: "if (a > 1) {",
  change: "a > 1 -> a >= 1",
  status: "Survived",
  ...over,
});

const entry = { file: "a.ts", line: "if (a > 1) {", change: "a > 1 -> a >= 1", reason: "…" };

test("a mutant has its line and its change in one line", async () => {
  expect(await withReport(readMutants)).toEqual([
    mutant(),
    mutant({ change: "{ run(); } -> {}", status: "Killed" }),
    mutant({ change: "a > 1 -> true", status: "Timeout" }),
  ]);
});

test("only killed mutants are reused, because new tests may kill the others", async () => {
  const { files } = JSON.parse(await withReport(reusable));
  expect(files["a.ts"].source).toBe(SOURCE);
  expect(files["a.ts"].mutants).toEqual([mutantAt([2, 14, 4, 4], "{}", "Killed")]);
});

test("a listed mutant does not count as a survivor; a killed one is none", () => {
  const other = mutant({ change: "a > 1 -> true" });
  expect(checkEquivalents([mutant(), other, mutant({ status: "Killed", line: 9 })], []).survivors)
    .toEqual([mutant(), other]);
  const unreached = mutant({ status: "NoCoverage" });
  expect(checkEquivalents([unreached], []).survivors).toEqual([unreached]);
  expect(checkEquivalents([mutant(), other], [entry])).toEqual({
    survivors: [other],
    complaints: [],
  });
});

test("a listed mutant that does not exist, or that a test kills, is a complaint", () => {
  expect(checkEquivalents([], [entry]).complaints[0]).toContain("out of date: a.ts, a > 1");
  for (const status of ["Killed", "Timeout"]) {
    const { complaints } = checkEquivalents([mutant({ status })], [entry]);
    expect(complaints).toEqual([
      "A test kills a mutant that is listed as equivalent: a.ts, a > 1 -> a >= 1",
    ]);
  }
});

test("a listed mutant needs a line that exists", () => {
  const line = '"name": "@kinakit/kinabase",';
  expect(staleEquivalents([{ ...entry, file: "package.json", line }])).toEqual([]);
  expect(staleEquivalents([entry, { ...entry, file: "package.json" }])).toEqual([
    'an equivalent mutant is out of date: a.ts has no line "if (a > 1) {"',
    'an equivalent mutant is out of date: package.json has no line "if (a > 1) {"',
  ]);
});

import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { readJunit } from "../../../../scripts/lib/junit.ts";
import type { Case } from "../../../../scripts/lib/result.ts";
import { withTemporaryFolder } from "../../../../scripts/lib/temporary.ts";

const read = (xml: string): Promise<Case[]> =>
  withTemporaryFolder("junit", (folder) => {
    const file = path.join(folder, "report.xml");
    writeFileSync(file, xml);
    return Promise.resolve().then(() => readJunit(file));
  });

test("the name of a case in nested suites contains their names, but not the file's", async () => {
  const cases = await read(`<testsuites><testsuite name="a.test.ts"><testsuite name="group">
    <testcase name="one" /><testcase name="two"><failure message="expected 1" /></testcase>
    <testcase name="three # SKIP no network"><skipped /></testcase>
  </testsuite></testsuite></testsuites>`);
  expect(cases).toEqual([
    { name: "group > one", status: "passed" },
    { name: "group > two", status: "failed", detail: "expected 1\n" },
    { name: "group > three", status: "skipped", detail: "no network" },
  ]);
});

test("the text of a failure stays unchanged, even if it looks like a number", async () => {
  const cases = await read(
    `<testsuites><testcase name="1.0"><failure>007</failure></testcase></testsuites>`,
  );
  expect(cases).toEqual([{ name: "1.0", status: "failed", detail: "007" }]);
});

test("a report without suites contains no cases, and any other document is refused", async () => {
  expect(await read("<testsuites></testsuites>")).toEqual([]);
  await expect(read("<html></html>")).rejects.toThrow();
});

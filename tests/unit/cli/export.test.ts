import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withCommands } from "./commands-world.ts";

setDefaultTimeout(60_000);

test("export writes to standard output, or to a file by the format of its name", () =>
  withCommands(async ({ mock, folder, run }) => {
    const people = mock.tenant.collections.create({ slug: "people", name: "People" });
    const { id } = people.records.add({ data: { name: "Ada, Countess", zip: "012" } });
    const lines = await run("export", "people");
    expect([lines.code, lines.err, JSON.parse(lines.out).data]).toEqual([
      0,
      "",
      { name: "Ada, Countess", zip: "012" },
    ]);
    const file = await run("export", "people", "--out", "people.csv");
    expect(file).toEqual({ code: 0, out: "", err: "1 record written to people.csv\n" });
    expect(readFileSync(path.join(folder, "people.csv"), "utf8")).toBe(
      `$id,$numericId,name,zip,$external\n${id},1,"Ada, Countess",012,null\n`,
    );
  }));

test("a file whose name does not tell the format is refused, without --format", () =>
  withCommands(async ({ mock, folder, run }) => {
    mock.tenant.collections.create({ slug: "people", name: "People" });
    for (const name of ["people.xlsx", "people.txt", "people"]) {
      const { code, err } = await run("export", "people", "--out", name);
      expect([code, err]).toEqual([
        2,
        `kinabase export: --out ${name}: the format is not known by this name. ` +
        "Give --format jsonl, csv or json.\n",
      ]);
    }
    expect(mock.journal.count({})).toBe(0);
    expect((await run("export", "people", "--out", "people.txt", "--format", "csv")).code).toBe(0);
    expect((await run("export", "people", "--out", "PEOPLE.JSON")).code).toBe(0);
    expect((await run("export", "people", "--out", "people.ndjson")).code).toBe(0);
    const contents = ["people.txt", "PEOPLE.JSON", "people.ndjson"].map((name) =>
      readFileSync(path.join(folder, name), "utf8")
    );
    expect(contents).toEqual(["$id,$numericId,$external\n", "[]\n", ""]);
  }));

test("an export into a folder that does not exist says to create it", () =>
  withCommands(async ({ mock, run }) => {
    mock.tenant.collections.create({ slug: "people", name: "People" });
    const commands = [["export", "people"], ["types"], ["pull"]];
    for (const command of commands) {
      const { code, err } = await run(...command, "--out", "none/people.json");
      expect([code, err]).toEqual([
        2,
        `kinabase ${
          command[0]
        }: --out none/people.json: the folder none does not exist. Create it.\n`,
      ]);
    }
  }));

test("an invalid time is refused, and the error names its flag", () =>
  withCommands(async ({ run }) => {
    const { code, err } = await run("export", "people", "--updated-after", "yesterday");
    expect([code, err]).toEqual([
      2,
      'kinabase export: --updated-after: expected a Date or an ISO 8601 string, got "yesterday"\n',
    ]);
  }));

test("when an export fails, the file is unchanged and no temporary file is left", () =>
  withCommands(async ({ mock, folder, run }) => {
    const people = mock.tenant.collections.create({ slug: "people", name: "People" });
    for (let n = 0; n < 2_000; n++) people.records.add({ data: { n } });
    writeFileSync(path.join(folder, "people.jsonl"), "before\n");
    mock.faults.add({ kind: "html", match: { path: "/collections/people/all" } });
    const { code, err } = await run("export", "people", "--out", "people.jsonl");
    expect([code, err.startsWith("kinabase export: ")]).toEqual([2, true]);
    expect(readFileSync(path.join(folder, "people.jsonl"), "utf8")).toBe("before\n");
    expect(readdirSync(folder)).toEqual(["people.jsonl"]);
  }));

test("an export ends without an error when nobody reads its output", () =>
  withCommands(async ({ mock, start }) => {
    const people = mock.tenant.collections.create({ slug: "people", name: "People" });
    for (let n = 0; n < 20_000; n++) people.records.add({ data: { n, text: "x".repeat(100) } });
    const child = start(["export", "people"]);
    const reader = child.stdout.getReader();
    await reader.read();
    await reader.cancel();
    const err = await new Response(child.stderr).text();
    expect([await child.exited, err]).toEqual([141, ""]);
  }));

import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { MockServer } from "../../../mock-server/mod.ts";
import { type CommandsWorld, endOf, withCommands } from "./commands-world.ts";

setDefaultTimeout(120_000);

const FAST = ["--requests-per-minute", "1000000", "--settle", "0.2"];

function createPeople({ tenant }: MockServer) {
  return tenant.collections.create({
    slug: "people",
    name: "People",
    fields: { number: "number", name: "text", zip: "text" },
  });
}

const write = ({ folder }: CommandsWorld, name: string, text: string) =>
  writeFileSync(path.join(folder, name), text);
const read = ({ folder }: CommandsWorld, name: string) =>
  readFileSync(path.join(folder, name), "utf8");

test("import creates, updates and refuses, and the refused rows can be fixed and imported", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    people.records.add({ data: { name: "old" }, external: [{ key: "crm", id: "1" }] });
    write(world, "people.csv", "number,name,zip\n1,Ada,012\n2,Grace,80331\n3,Linus,013\n");
    const args = ["import", "people", "people.csv", "--key", "crm=number", ...FAST];
    const dry = await run(...args, "--dry-run");
    expect([dry.code, dry.err]).toEqual([0, ""]);
    expect(dry.out).toBe(
      "rows: 3\nwould be created: 2 (rows 3-4)\nwould be updated: 1 (rows 2)\nwould be refused: 0\n",
    );
    expect(existsSync(path.join(world.folder, "people.csv.journal"))).toBe(false);

    const first = await run(...args);
    expect(first.code).toBe(1);
    expect(first.out).toContain("created: 1 (rows 4)\nupdated: 1 (rows 2)\nrefused: 1\n  row 3: ");
    expect(first.out).toContain("refused rows and reasons: people.csv.refused.csv\n");
    const refused = read(world, "people.csv.refused.csv");
    expect(refused).toMatch(/^number,name,zip,\$row,\$reason\n2,Grace,80331,3,.*zip.*\n$/);
    // A run that ended before it wrote the file is made up for, and a file that is there is kept.
    rmSync(path.join(world.folder, "people.csv.refused.csv"));
    await run(...args, "--continue");
    expect(read(world, "people.csv.refused.csv")).toBe(refused);
    write(world, "people.csv.refused.csv", `${refused}4,Zoë,0,,\n`);
    expect((await run(...args, "--continue")).code).toBe(1);
    const again = ["import", "people", "people.csv.refused.csv", "--key", "crm=number"];
    const fixed = await run(...again, "--text", "zip", ...FAST, "--json");
    expect(fixed.code).toBe(0);
    expect(JSON.parse(fixed.out)).toMatchObject({ created: [[2, 3]], refused: [], open: 0 });
    expect(people.records.list().map(({ data }) => data)).toEqual([
      { name: "Ada", number: 1, zip: "012" },
      { number: 3, name: "Linus", zip: "013" },
      { number: 2, name: "Grace", zip: "80331" },
      { number: 4, name: "Zoë", zip: "0" },
    ]);
  }));

test("an import that was killed is continued, and nothing is lost or doubled", () =>
  withCommands(async (world) => {
    const { mock, start } = world;
    const people = createPeople(mock);
    const rows = Array.from({ length: 600 }, (_, n) => `${n},name ${n}`);
    write(world, "people.csv", `number,name\n${rows.join("\n")}\n`);
    const journal = path.join(world.folder, "people.csv.journal");
    const size = () => existsSync(journal) ? statSync(journal).size : 0;
    const args = ["import", "people", "people.csv", "--key", "crm=number", "--batch-size", "5"];
    for (let kills = 0; kills < 2; kills++) {
      const before = size();
      const child = start([...args, "--continue", ...FAST]);
      // Some steps of the import.
      while (size() < before + 300 && child.exitCode === null) await Bun.sleep(1);
      child.kill("SIGKILL");
      await child.exited;
    }
    const without = await endOf(start([...args, ...FAST]));
    expect([without.code, without.err.includes("Continue it with --continue.")]).toEqual([2, true]);
    const { code, out } = await endOf(start([...args, "--continue", ...FAST]));
    expect([code, out.includes("written by earlier runs: ")]).toEqual([0, true]);
    const names = people.records.list().map(({ data }) => data["name"]);
    expect(names.toSorted()).toEqual(rows.map((_, n) => `name ${n}`).toSorted());
  }));

test("Ctrl-C stops after the current request, and --continue goes on", () =>
  withCommands(async (world) => {
    const { mock, start } = world;
    const people = createPeople(mock);
    write(world, "people.csv", `number\n${Array.from({ length: 300 }, (_, n) => n).join("\n")}\n`);
    mock.faults.chaos({
      seed: 1,
      rate: 1,
      kinds: [{ kind: "delay", duration: 20 }],
      match: { method: "POST", path: "/collections/people/bulk" },
    });
    const args = ["import", "people", "people.csv", "--batch-size", "2", ...FAST];
    const child = start(args);
    while (people.records.list().length < 4) await Bun.sleep(5);
    child.kill("SIGINT");
    const { code, out, err } = await endOf(child);
    expect(code).toBe(130);
    expect(err).toContain("SIGINT: stops after the current request");
    expect(err).toContain("Run the command again with --continue.");
    expect(out).not.toContain("unknown");
    mock.faults.chaos(false);
    expect((await endOf(start([...args, "--continue"]))).code).toBe(0);
    const numbers = people.records.list().map(({ data }) => data["number"]);
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, n) => n));
    const again = await endOf(start(args));
    expect([again.code, again.err.includes("all rows would be added again")]).toEqual([2, true]);
  }));

test("with faults, every row is written once", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    const rows = Array.from({ length: 200 }, (_, n) => JSON.stringify({ number: n, name: `${n}` }));
    write(world, "people.jsonl", `${rows.join("\n")}\n`);
    mock.faults.chaos({
      seed: 3,
      rate: 0.1,
      kinds: [{ kind: "status", status: 503 }, { kind: "drop" }, { kind: "html" }],
    });
    const args = ["import", "people", "people.jsonl", "--key", "crm=number", "--batch-size", "20"];
    const { code, err } = await run(...args, ...FAST);
    expect([code, err]).toEqual([0, ""]);
    const names = people.records.list().map(({ data }) => Number(data["name"]));
    expect(names.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n));
  }));

test("a lost network ends with 3, and --continue goes on, or starts with the file's new content", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    write(world, "people.csv", "number\n1\n2\n");
    const args = ["import", "people", "people.csv", "--key", "crm=number", "--batch-size", "1"];
    const match = { path: "/collections/*" };
    mock.faults.chaos({ seed: 1, rate: 1, kinds: [{ kind: "drop" }], match });
    const lost = await run(...args, ...FAST);
    expect([lost.code, lost.err.includes("Run the command again with --continue.")])
      .toEqual([3, true]);
    mock.faults.chaos(false);
    expect((await run(...args, ...FAST, "--continue")).code).toBe(0);
    expect(people.records.list().map(({ data }) => data["number"])).toEqual([1, 2]);
    write(world, "people.csv", "number\n1\n3\n");
    // The import of the earlier content is complete.
    expect((await run(...args, ...FAST, "--continue")).code).toBe(0);
    expect(people.records.list().map(({ data }) => data["number"])).toEqual([1, 2, 3]);
  }));

test("wrong arguments and files exit with 2 before anything is sent", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    createPeople(mock);
    write(world, "people.csv", "number,number\n1,2\n");
    const errorOf = async (...args: string[]) => {
      const { code, err } = await run("import", "people", ...args);
      return code === 2 ? err.trimEnd() : `${code} ${err}`;
    };
    expect(await errorOf("people.csv")).toBe(
      'kinabase import: people.csv: the header has the column "number" twice',
    );
    expect(await errorOf("people.xlsx")).toContain("Give --format csv or jsonl.");
    expect(await errorOf("missing.csv")).toContain("missing.csv: the file or its folder does not");
    expect(await errorOf("people.csv", "--update-only")).toContain("--update-only needs --key.");
    expect(await errorOf("people.csv", "--create-only", "--update-only")).toContain(
      "cannot be used",
    );
    expect(mock.journal.count({ method: "POST", path: "/collections/people/bulk" })).toBe(0);
  }));

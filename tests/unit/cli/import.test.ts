import { expect, setDefaultTimeout, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import process from "node:process";
import type { JournalEntry, MockServer } from "../../../mock-server/mod.ts";
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
    const { mock, start } = world;
    const run = (...args: string[]) => endOf(start(args));
    const people = createPeople(mock);
    people.records.add({ data: { name: "old" }, external: [{ key: "crm", id: "1" }] });
    write(world, "people.csv", "number,name,zip\n1,Ada,012\n2,Grace,80331\n3,Linus,013\n");
    const args = ["import", "people", "people.csv", "--key", "crm=number", ...FAST];
    const dry = await run(...args, "--dry-run");
    expect([dry.code, dry.err]).toEqual([
      0,
      'No record has the fields "number", "zip" (at most 300 were read). If the collection does not have them, ' +
      "the rows will be refused. Leave them out with --omit number zip.\n",
    ]);
    expect(dry.out).toBe(
      "rows: 3\nwould be created: 2 (rows 3-4)\nwould be updated: 1 (row 2)\nwould be refused: 0\n",
    );
    expect(existsSync(path.join(world.folder, "people.csv.journal"))).toBe(false);

    const first = await run(...args);
    expect(first.code).toBe(1);
    expect(first.out).toContain("created: 1 (row 4)\nupdated: 1 (row 2)\nrefused: 1\n  row 3: ");
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

test("--omit leaves out columns, such as a key that is no field", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    people.records.add({ data: { name: "Grace" }, external: [{ key: "crm", id: "b" }] });
    write(world, "people.csv", "customer,name\na,Ada\nb,Grace H\n");
    const args = ["import", "people", "people.csv", "--key", "crm=customer", ...FAST];
    const dry = await run(...args, "--dry-run", "--json");
    expect([dry.code, JSON.parse(dry.out).unseenFields]).toEqual([0, ["customer"]]);
    expect(dry.err).toContain("Leave it out with --omit customer.");
    const done = await run(...args, "--omit", "customer", "--dry-run");
    expect([done.code, done.err]).toEqual([0, ""]);
    expect((await run(...args, "--omit", "customer")).code).toBe(0);
    expect(people.records.list().map(({ data, external }) => [data, external])).toEqual([
      [{ name: "Grace H" }, [{ key: "crm", id: "b" }]],
      [{ name: "Ada" }, [{ key: "crm", id: "a" }]],
    ]);
    const missing = await run(...args, "--omit", "number");
    expect([missing.code, missing.err]).toEqual([
      2,
      'kinabase import: people.csv: the header has no column "number"\n',
    ]);
  }));

test("when all rows are refused, the first reason is shown once, and the file can be fixed or the column left out", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    const rows = Array.from({ length: 120 }, (_, n) => `${n},name ${n}`).join("\n");
    write(world, "people.csv", `customer,name\n${rows}\n`);
    const args = ["import", "people", "people.csv", "--key", "crm=customer", ...FAST];
    const refused = await run(...args);
    const reason = "Unknown field data.customer. Known fields: number, name, zip.";
    const advice =
      "Nothing was written. Fix the file, or leave a wrong column out with --omit, and run the " +
      "command again.\n";
    expect([refused.code, refused.err]).toEqual([
      3,
      `row 2 was refused: ${reason}\n` +
      `kinabase import: 100 rows in a row were refused for the same reason: ${reason}\n${advice}`,
    ]);
    // The advice is right: with and without a change of the file or --continue.
    write(world, "people.csv", `id,name\n${rows}\n`);
    const again = ["import", "people", "people.csv", "--key", "crm=id", ...FAST];
    expect((await run(...again)).err).toEndWith(advice);
    expect((await run(...again, "--omit", "id", "--continue")).code).toBe(0);
    expect(people.records.count()).toBe(120);
  }));

test("rows that were all refused are imported once: from the fixed file of refused rows, or from their own file", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    const text = "name,zz\nAda,q\nBob,q\n";
    for (const name of ["a.csv", "b.csv"]) {
      write(world, name, text);
      expect((await run("import", "people", name, ...FAST)).code).toBe(1);
    }
    write(world, "a.csv.refused.csv", "name\nAda\nBob\n");
    expect((await run("import", "people", "a.csv.refused.csv", ...FAST)).code).toBe(0);
    const twice = await run("import", "people", "a.csv", "--omit", "zz", ...FAST);
    expect([twice.code, twice.err]).toEqual([
      2,
      "kinabase import: the rows of the file were imported from a.csv.refused.csv. To import them once more, " +
      "delete a.csv.journal.\n",
    ]);
    const late = await run("import", "people", "b.csv", "--omit", "zz", ...FAST);
    expect([late.code, late.err]).toEqual([
      0,
      "b.csv.refused.csv is from an earlier run. It is now b.csv.refused.csv.old.\n",
    ]);
    write(world, "c.csv", text);
    write(world, "c.csv.journal", "not a journal\n");
    expect((await run("import", "people", "c.csv", "--dry-run", ...FAST)).code).toBe(0);
    expect((await run("import", "people", "b.csv.refused.csv", ...FAST)).code).toBe(2);
    expect(people.records.count()).toBe(4);
  }));

test("when all further rows are refused, the import is continued with the column left out", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    const lines = Array.from(
      { length: 250 },
      (_, n) => JSON.stringify({ name: `${n}`, ...n < 100 ? {} : { customer: n } }),
    );
    write(world, "people.jsonl", `${lines.join("\n")}\n`);
    const args = ["import", "people", "people.jsonl", ...FAST];
    const { code, err } = await run(...args);
    expect([code, people.records.count()]).toEqual([3, 100]);
    expect(err).toEndWith(
      "The import has not ended. If a column is wrong, add --omit to the command. Run it again with --continue " +
        "for the rows that are left. Then fix people.jsonl.refused.jsonl and import that file.\n",
    );
    await run(...args, "--continue", "--omit", "customer");
    expect(people.records.count()).toBe(150);
    const rest = ["import", "people", "people.jsonl.refused.jsonl", "--omit", "customer", ...FAST];
    expect((await run(...rest)).code).toBe(0);
    expect(people.records.list().map(({ data }) => Number(data["name"])).toSorted((a, b) => a - b))
      .toEqual(lines.map((_, n) => n));
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
    expect([lost.code, lost.err.includes("The import could not start. Run the command again.\n")])
      .toEqual([3, true]);
    mock.faults.chaos(false);
    mock.faults.chaos({
      seed: 1,
      rate: 1,
      kinds: [{ kind: "drop" }],
      match: { method: "POST", ...match },
    });
    const later = await run(...args, ...FAST);
    expect([later.code, later.err.includes("Run the command again with --continue.")])
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
    expect(await errorOf("missing.csv")).toContain("missing.csv: the file does not exist.");
    expect(await errorOf("people.csv", "--update-only")).toContain(
      "--update-only needs --key or --by-id.",
    );
    expect(await errorOf("people.csv", "--verify")).toContain("--verify needs --key or --by-id.");
    expect(await errorOf("people.csv", "--by-id", "--key", "crm")).toContain("cannot be used");
    expect(await errorOf("people.csv", "--key", "=number")).toContain('such as crm=number, got "=');
    expect(await errorOf("people.csv", "--settle", "soon")).toContain(
      "Expected a number of seconds",
    );
    expect(await errorOf("people.csv", "--settle", "-1")).toContain("Expected a number of seconds");
    expect(await errorOf("people.csv", "--batch-size", "301")).toContain(
      "an integer from 1 to 300.",
    );
    write(world, "keys.csv", "number,name\n1,a\n");
    expect(await errorOf("keys.csv", "--key", "number")).toBe(
      'kinabase import: keys.csv: the header has no column "$external" with links to number. ' +
        'Did you mean --key <service>="number"?',
    );
    expect(await errorOf("keys.csv", "--key", "crm", "--dry-run")).toBe(
      'kinabase import: keys.csv: the header has no column "$external" with links to crm. ' +
        "Name the column with the keys with --key <service>=<column>.",
    );
    expect(await errorOf("keys.csv", "--text", "number,name")).toEndWith(
      'no column "number,name": give "number" and "name" as several names',
    );
    write(world, "array.json", "[]");
    expect(await errorOf("array.json")).toContain("array.json: a JSON file cannot be imported.");
    expect(await errorOf(".", "--format", "csv")).toBe(
      "kinabase import: .: it is a folder, not a file. Choose another file.",
    );
    mkdirSync(path.join(world.folder, "good.csv.journal"));
    write(world, "good.csv", "number\n1\n");
    expect(await errorOf("good.csv")).toBe(
      "kinabase import: good.csv.journal: it is a folder, not a file. " +
        "Move the file to a folder that can be written.",
    );
    expect(await errorOf("people.csv", "--create-only", "--update-only")).toContain(
      "cannot be used",
    );
    expect(mock.journal.count({ method: "POST", path: "/collections/people/bulk" })).toBe(0);
  }));

test("wrong credentials or a wrong collection end with 2, and leave nothing behind", () =>
  withCommands(async (world) => {
    const { mock, app, env, folder, run, runWith } = world;
    createPeople(mock);
    write(world, "people.csv", "number\n1\n");
    const nowhere = await run("import", "nowhere", "people.csv", ...FAST);
    expect([nowhere.code, nowhere.out]).toEqual([2, ""]);
    const { host } = new URL(String(env["KINABASE_BASE_URL"]));
    expect(nowhere.err).toStartWith(
      `kinabase import: GET collections/nowhere at ${host} failed with 404: `,
    );
    await mock.tenant.apps.revoke(app.appId);
    const revoked = await runWith(env, "import", "people", "people.csv", ...FAST);
    expect([revoked.code, revoked.out]).toEqual([2, ""]);
    expect(revoked.err).not.toContain("--continue");
    expect(readdirSync(folder)).toEqual(["people.csv"]);
  }));

test("a run that writes nothing does not allow a second import without a key", () =>
  withCommands(async (world) => {
    const { mock, env, run } = world;
    const people = createPeople(mock);
    write(world, "people.csv", "number\n1\n2\n");
    const again = () => run("import", "people", "people.csv", ...FAST);
    expect((await again()).code).toBe(0);
    const url = new URL(env["KINABASE_BASE_URL"] ?? "");
    url.hostname = url.hostname === "localhost" ? "127.0.0.1" : "localhost";
    const others = [
      ["people", "people.csv", "--by-id"],
      ["peple", "people.csv"],
      [people.id, "people.csv"],
      ["people", "people.csv", "--base-url", url.href],
    ];
    for (const args of others) {
      expect([args, (await run("import", ...args, ...FAST)).code]).toEqual([args, 2]);
      const { code, err } = await again();
      expect([code, err.includes("all rows would be added again")]).toEqual([2, true]);
    }
    expect(people.records.count()).toBe(2);
    rmSync(path.join(world.folder, "people.csv.journal"));
    const none = await run("import", "people", "people.csv", "--continue", "--key", "a=number");
    expect([none.code, none.err]).toEqual([
      0,
      "There is no journal people.csv.journal, so the import starts with the first row.\n",
    ]);
  }));

test("when the refused rows cannot be written, the report is complete, and it is said why", () =>
  withCommands(async (world) => {
    const { mock, folder, run } = world;
    createPeople(mock);
    write(world, "people.csv", "number,zip\n1,012\n2,3\n");
    mkdirSync(path.join(folder, "people.csv.refused.csv"));
    const { code, out, err } = await run("import", "people", "people.csv", ...FAST);
    expect([code, out.includes("created: 1 (row 2)\nupdated: 0\nrefused: 1\n  row 3: ")])
      .toEqual([1, true]);
    expect(out).not.toContain("refused rows and reasons");
    expect(err).toBe(
      "row 3 was refused: data.zip: expected a string, got 3.\n" +
        "kinabase import: people.csv.refused.csv: it is a folder, not a file. Choose another file.\n",
    );
  }));

test("the refused rows of earlier imports are kept, all of them", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    createPeople(mock);
    write(world, "people.csv", "number,zip\n1,012\n2,3\n");
    const args = ["import", "people", "people.csv", "--key", "crm=number", ...FAST];
    await run(...args);
    const refused = read(world, "people.csv.refused.csv");
    write(world, "people.csv.refused.csv", "number,zip\n2,04\n");
    const { code, err } = await run(...args);
    expect([code, err]).toEqual([
      1,
      "row 3 was refused: data.zip: expected a string, got 3.\n" +
      "people.csv.refused.csv is from an earlier run. It is now people.csv.refused.csv.old.\n",
    ]);
    expect(read(world, "people.csv.refused.csv")).toBe(refused);
    expect(read(world, "people.csv.refused.csv.old")).toBe("number,zip\n2,04\n");
    write(world, "people.csv.refused.csv", "number,zip\n2,05\n");
    expect((await run(...args)).err).toEndWith(" It is now people.csv.refused.csv.old2.\n");
    expect(read(world, "people.csv.refused.csv.old")).toBe("number,zip\n2,04\n");
    expect(read(world, "people.csv.refused.csv.old2")).toBe("number,zip\n2,05\n");
    // The same rows again need no copy.
    expect((await run(...args)).err).toBe(
      "row 3 was refused: data.zip: expected a string, got 3.\n",
    );
    expect(readdirSync(world.folder)).not.toContain("people.csv.refused.csv.old3");
    expect(read(world, "people.csv.refused.csv")).toBe(refused);
  }));

test("an import that could not start is repeated, and with --json it says why in JSON", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    createPeople(mock);
    write(world, "people.csv", "number\n1\n");
    mock.faults.chaos({ seed: 1, rate: 1, kinds: [{ kind: "drop" }], match: { path: "/token" } });
    const { code, out, err } = await run("import", "people", "people.csv", "--json", ...FAST);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toEqual({ cause: expect.stringContaining("token") });
    expect(err).toEndWith("The import could not start. Run the command again.\n");
  }));

test("an import that stopped early does not say that nothing is different", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    createPeople(mock);
    write(world, "people.csv", "number\n1\n");
    const args = ["import", "people", "people.csv", "--key", "crm=number", "--verify", ...FAST];
    const match = { method: "GET", path: "/collections/people", nth: 2 };
    const stopped = async (...more: string[]) => {
      mock.faults.add({ kind: "status", status: 404, match });
      const { code, out } = await run(...args, ...more);
      expect(code).toBe(3);
      return out;
    };
    expect(await stopped()).toBe("rows: 1\ncreated: 1 (row 2)\nupdated: 0\nrefused: 0\n");
    rmSync(path.join(world.folder, "people.csv.journal"));
    const report = JSON.parse(await stopped("--json"));
    expect([report.updated, report.different]).toEqual([[[2, 2]], undefined]);
  }));

test("an exported file is edited and imported by ID, and verified", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    for (const name of ["Ada", "Grace"]) people.records.add({ data: { name, number: 1 } });
    await run("export", "people", "--out", "people.csv");
    write(world, "people.csv", read(world, "people.csv").replace("Grace", "Linus"));
    const args = ["import", "people", "people.csv", "--by-id", "--verify", ...FAST];
    const { code, out } = await run(...args);
    expect([code, out]).toEqual([
      0,
      "rows: 2\ncreated: 0\nupdated: 2 (rows 2-3)\nrefused: 0\ndifferent in Kinabase: 0\n",
    ]);
    expect(people.records.list().map(({ data }) => data["name"])).toEqual(["Ada", "Linus"]);
    write(world, "people.jsonl", `${JSON.stringify({ id: "x", data: { name: "a\u001b[2J" } })}\n`);
    const unknown = await run("import", "people", "people.jsonl", "--by-id", ...FAST);
    expect([unknown.code, unknown.out.includes("  row 1: there is no record x\n")])
      .toEqual([1, true]);
  }));

test("--verify ends with 1 and names what is different", () =>
  withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    people.records.add({ data: { name: "old" }, external: [{ key: "crm", id: "1" }] });
    mock.tenant.behaviors.set({
      "bulk.answer": "empty",
      "bulk.one-bad-record": "partial-silent",
    });
    write(world, "people.csv", "number,name,zip\n1,Ada,80331\n2,Grace,013\n");
    const args = ["import", "people", "people.csv", "--key", "crm=number", ...FAST];
    const { code, out } = await run(...args, "--verify");
    expect(code).toBe(1);
    expect(out).toContain(
      'different in Kinabase: 1\n  row 2: field "number": sent 1, but the record has no value\n',
    );
  }));

test.skipIf(process.platform === "win32")(
  "two links to a file are one import",
  () =>
    withCommands(async (world) => {
      const { mock, folder, run } = world;
      const people = createPeople(mock);
      write(world, "people.csv", "number\n1\n");
      symlinkSync("people.csv", path.join(folder, "link.csv"));
      expect((await run("import", "people", "link.csv", ...FAST)).code).toBe(0);
      const { code, err } = await run("import", "people", "people.csv", ...FAST);
      expect([code, err.includes("all rows would be added again")]).toEqual([2, true]);
      expect(people.records.count()).toBe(1);
    }),
);

test("a file that changes during its import is noticed", async () => {
  let change = () => {};
  const onRequest = ({ path: of }: JournalEntry) => {
    if (of.endsWith("/bulk")) change();
  };
  await withCommands(async (world) => {
    const { mock, run } = world;
    const people = createPeople(mock);
    write(world, "people.csv", "number\n1\n2\n3\n");
    change = () => write(world, "people.csv", "number\n0\n1\n2\n3\n");
    const { code, err } = await run("import", "people", "people.csv", "--batch-size", "1", ...FAST);
    expect(code).toBe(3);
    expect(err).toStartWith("kinabase import: people.csv: it has changed during the import\n");
    expect(people.records.list().map(({ data }) => data["number"])).toEqual([1, 2, 3]);
  }, { onRequest });
});

import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { endOf, withCommands } from "./commands-world.ts";

setDefaultTimeout(60_000);

test("types writes a file, says how sure it is, and --check names what changed", () =>
  withCommands(async ({ mock, folder, start, run }) => {
    const people = mock.tenant.collections.create({ slug: "people", name: "People" });
    people.records.add({ data: { name: "Ada", age: 36, born: "1815-12-10" } });
    people.records.add({ data: { name: "Grace", age: null } });
    const { code, out, err } = await endOf(start(["types", "--zod", "--out", "types.ts"]));
    expect([code, out]).toEqual([0, ""]);
    expect(err).toBe(
      "people: 2 records read\n" +
        "  age: number; 1 value, 50% null, 0% missing\n" +
        "  born: text (date); 1 value, 0% null, 50% missing\n" +
        "  name: text; 2 values, 0% null, 0% missing\n",
    );
    const text = readFileSync(path.join(folder, "types.ts"), "utf8");
    expect(text).toContain("export interface PeopleData {");
    expect(text).not.toMatch(/Ada|1815/);
    expect(await run("types", "--zod", "--quiet")).toEqual({ code: 0, out: text, err: "" });

    const check = ["types", "--check", "--out", "types.ts"];
    expect(await run(...check)).toEqual({ code: 0, out: "", err: "" });
    people.records.add({ data: { name: "Linus", age: "old", email: "x" } });
    expect(await run(...check)).toEqual({
      code: 1,
      out: "people.age: it was number | null, and now is string | number | null\n" +
        "people.email: the field is new (string)\n",
      err: "",
    });
    expect(readFileSync(path.join(folder, "types.ts"), "utf8")).toBe(text);
  }));

test("names of fields cannot change the terminal", () =>
  withCommands(async ({ mock, run }) => {
    const people = mock.tenant.collections.create({ slug: "people", name: "People" });
    people.records.add({ data: { "a\u001b[2J\nb": 1 } });
    const { err } = await run("types", "--out", "types.ts");
    expect(err).toBe("people: 1 record read\n  a [2J b: number; 1 value, 0% null, 0% missing\n");
  }));

test("types --check without a file, and with another file, exits with 2", () =>
  withCommands(async ({ run }) => {
    const none = await run("types", "--check");
    expect([none.code, none.err]).toEqual([
      2,
      "kinabase types: --check needs --out <file>, the file to compare with.\n",
    ]);
    const missing = await run("types", "--check", "--out", "missing.ts");
    expect([missing.code, missing.err]).toEqual([
      2,
      "kinabase types: --out missing.ts: the file does not exist.\n",
    ]);
    for (const [command, flag] of [["types", "--collection"], ["pull", "--collection"]] as const) {
      const commas = await run(command, flag, "people,orders");
      expect([commas.code, commas.err.includes("Separate names by spaces, not by commas.")])
        .toEqual([2, true]);
    }
    const both = await run("types", "--all", "--sample", "3");
    expect([both.code, both.err.includes("cannot be used with")]).toEqual([2, true]);
  }));

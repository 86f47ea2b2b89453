import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createMockServer } from "../../../mock-server/mod.ts";
import { endOf, withCommands } from "./commands-world.ts";

setDefaultTimeout(60_000);

test("pull writes a seed for the mock, and says how many records and fields it has", () =>
  withCommands(async ({ mock, folder, start, run }) => {
    const people = mock.tenant.collections.create({ slug: "people", name: "People" });
    for (const name of ["Xyla", "Xanthe", "Xerxes"]) people.records.add({ data: { name } });
    mock.tenant.collections.create({ slug: "orders", name: "Orders" });
    const args = ["--collection", "people", "--limit", "2", "--out", "seed.json"];
    expect(await endOf(start(["pull", ...args])))
      .toEqual({ code: 0, out: "", err: "people: 2 records, 1 field\n" });
    const copy = createMockServer({
      seed: JSON.parse(readFileSync(path.join(folder, "seed.json"), "utf8")),
    });
    const [first, ...others] = copy.tenant.collections.list();
    expect([first?.records.list().map(({ data }) => data), others])
      .toEqual([[{ name: "Xyla" }, { name: "Xanthe" }], []]);

    const anonymized = await run("pull", "--anonymize");
    expect([anonymized.code, anonymized.err]).toEqual([
      0,
      "orders: 0 records, any field\npeople: 3 records, 1 field\n",
    ]);
    expect(anonymized.out).not.toMatch(/Xyla|Xanthe|Xerxes/);
    const none = await run("pull", "--collection", "peple");
    expect([none.code, none.out, none.err]).toEqual([
      2,
      "",
      'kinabase pull: There is no collection "peple". The app can see: orders, people.\n',
    ]);
  }));

import { describe, expect, test } from "bun:test";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { type Client, createClient } from "../../mod.ts";
import { createMockServer, type MockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { openJournal } from "../../examples/bun-import/journal.ts";
import { showProgress } from "../../examples/bun-import/progress.ts";
import type { Person } from "../../examples/bun-import/row.ts";
import { readRows } from "../../examples/bun-import/rows.ts";
import { sendAll } from "../../examples/bun-import/send.ts";
import { type Child, startChild } from "./child.ts";

const SCRIPT = path.resolve(import.meta.dir, "../../examples/bun-import/import.ts");
const BULK = { method: "POST", path: "/collections/people/bulk" };
const LOOK_UP = { method: "GET", path: "/collections/people/ext/*" };

describe("bun-import", () => {
  test(
    "imports rows, prints progress in plain lines, and has nothing to do the second time",
    () =>
      withImport(250, async ({ mock, run, names }) => {
        const ended = await run().ended;
        expect(ended.output).toContain("100 of 250 rows\n");
        expect(ended.output).toContain("250 of 250 rows are in Kinabase, 0 were refused");
        expect(ended.code).toBe(0);
        expect(await run().ended).toMatchObject({ code: 0 });
        expect(names()).toEqual(numbered(250));
        expect(mock.journal.count(BULK)).toBe(3);
      }),
    60_000,
  );

  test(
    "after a lost response, looks rows up and writes none twice",
    () =>
      withImport(60, async ({ mock, run, names }) => {
        // The batch is written, and its response breaks off.
        mock.faults.add({ kind: "cutBody", match: BULK });
        const first = await run().ended;
        expect(first.output).toContain("0 of 60 rows are in Kinabase, 0 were refused");
        expect(first.output).toContain("Run the import again to continue.");
        expect(first.code).toBe(1);
        expect(names()).toEqual(numbered(60));

        const second = await run().ended;
        expect(second.output).toContain("60 of 60 rows are in Kinabase, 0 were refused");
        expect(second.code).toBe(0);
        expect(names()).toEqual(numbered(60));
        expect(mock.journal.count(LOOK_UP)).toBe(60);
        expect(mock.journal.count(BULK)).toBe(1);
      }),
    60_000,
  );

  test(
    "after a response without an outcome, resends only the missing rows",
    () =>
      withImport(30, async ({ mock, run, names }) => {
        mock.faults.add({ kind: "status", status: 502, body: "<html>", match: BULK });
        expect(await run().ended).toMatchObject({ code: 1 });
        expect(names()).toEqual([]);
        expect(await run().ended).toMatchObject({ code: 0 });
        expect(names()).toEqual(numbered(30));
      }),
    60_000,
  );

  test(
    "recovers from a kill during a response, with an incomplete last journal line",
    () =>
      withImport(150, async ({ mock, run, names, csv, journal, client }) => {
        mock.faults.add({ kind: "stalledBody", match: BULK });
        const first = run();
        while (mock.journal.count({ ...BULK, status: 200 }) === 0) await Bun.sleep(10);
        first.kill();
        await first.ended;
        expect(names()).toEqual(numbered(100));
        await appendFile(journal, '{"key":"person-1@ex');

        // Immediately, without the minute that the client's rateLimit would take.
        const kept = openJournal(journal);
        expect(kept.state("person-0@example.com").status).toBe("sent");
        const rows = await readRows(csv);
        expect(await sendAll(client.collection<Person>("people"), rows, kept, () => {}))
          .toBeUndefined();
        kept.close();
        expect(names()).toEqual(numbered(150));
        expect(mock.journal.count(BULK)).toBe(2);
      }),
    60_000,
  );

  test(
    "one invalid row does not stop the others, and is imported once it is fixed",
    () =>
      withImport(30, async ({ run, names, csv }) => {
        await writeFile(csv, rowsOf(30).replace("7,1990-01-01", "7,1990-31-31"));
        const first = await run().ended;
        expect(first.output).toMatch(/line 9, person-7@example.com: .*data\.startedOn/);
        expect(first.output).toContain("29 of 30 rows are in Kinabase, 1 were refused");
        expect(first.code).toBe(1);
        expect(names()).toHaveLength(29);

        await writeFile(csv, rowsOf(30));
        expect(await run().ended).toMatchObject({ code: 0 });
        expect(names().toSorted()).toEqual(numbered(30).toSorted());
      }),
    60_000,
  );

  test(
    "with refused credentials, sends no rows and prints the remedy",
    () =>
      withImport(3, async ({ mock, run, names, journal }) => {
        mock.tenant.setApiEnabled(false);
        const ended = await run().ended;
        expect(ended.output).toContain("support@kinabase.com");
        expect(ended.code).toBe(1);
        expect(names()).toEqual([]);
        // Not sent, so nothing needs to be looked up later.
        expect((await readFile(journal, "utf8")).trimEnd().split("\n").at(-1)).toContain('"new"');
      }),
    60_000,
  );

  test(
    "does not start with a CSV that cannot be parsed",
    () =>
      withImport(0, async ({ mock, run, csv }) => {
        await writeFile(csv, "fullName,email,hourlyRate\nA,a@x,1\nB,a@x,2\n");
        expect((await run().ended).output).toContain(
          "lines 2 and 3: email must be unique, but both have a@x",
        );
        await writeFile(csv, "fullName,email,hourlyRate\nA,,1\n");
        expect((await run().ended).output).toContain("line 2: email is empty");
        await writeFile(csv, "fullName,email,hourlyRate\nA,a@x,old\n");
        expect((await run().ended).output).toContain(
          'line 2: hourlyRate: expected a number, got "old"',
        );
        expect(mock.journal.count()).toBe(0);
      }),
    60_000,
  );

  test(
    "imports several batches, one of them with an invalid row, on the mock's own clock",
    () =>
      withImport(350, async ({ mock, names, csv, journal, client }) => {
        await writeFile(csv, rowsOf(350).replace("150,1990-01-01", "150,1990-31-31"));
        const kept = openJournal(journal);
        const rows = await readRows(csv);
        const people = client.collection<Person>("people");
        expect(await sendAll(people, rows, kept, () => {})).toBeUndefined();
        expect(names()).toHaveLength(349);
        expect(kept.state("person-150@example.com").status).toBe("refused");
        // 4 batches, then 10 of the refused hundred, then 10 single rows.
        expect(mock.journal.count(BULK)).toBe(4 + 10 + 10);
        kept.close();
      }),
    60_000,
  );

  test("shows a progress bar on a terminal", () => {
    const written: string[] = [];
    const terminal = Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          written.push(String(chunk));
          done();
        },
      }),
      { isTTY: true, columns: 80 },
    );
    const progress = showProgress(40, terminal);
    progress.update(40);
    progress.end();
    expect(written.join("")).toContain("100 % | 40 of 40 rows");
  });
});

/** Runs a function with a served collection and a CSV to import. */
async function withImport(
  count: number,
  use: (setup: {
    mock: MockServer;
    client: Client;
    csv: string;
    journal: string;
    run(): Child;
    names(): unknown[];
  }) => Promise<void>,
): Promise<void> {
  const mock = createMockServer();
  const people = mock.tenant.collections.create({
    slug: "people",
    name: "People",
    fields: { fullName: "text", email: "text", hourlyRate: "number", startedOn: "date" },
  });
  const app = await mock.tenant.apps.create({ name: "Import", description: "Adds people" });
  const server = await serve(mock, { port: 0 });
  const folder = await mkdtemp(path.join(tmpdir(), "kinabase-import-"));
  const csv = path.join(folder, "people.csv");
  await writeFile(csv, rowsOf(count));
  const env = {
    KINABASE_APP_ID: app.appId,
    KINABASE_APP_SECRET: app.appSecret,
    KINABASE_BASE_URL: server.baseUrl,
  };
  try {
    await use({
      mock,
      client: createClient(app.clientOptions()),
      csv,
      journal: `${csv}.journal`,
      run: () => startChild([process.execPath, SCRIPT, csv], { env }),
      names: () => people.records.list().map(({ data }) => data.fullName),
    });
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function rowsOf(count: number): string {
  const rows = numbered(count).map((name, i) =>
    `${name},person-${i}@example.com,${i},1990-01-01\n`
  );
  return `fullName,email,hourlyRate,startedOn\n${rows.join("")}`;
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `Person ${i}`);
}

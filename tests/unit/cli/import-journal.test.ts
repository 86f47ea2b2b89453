import { afterAll, expect, test } from "bun:test";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JournalEntry } from "../../../tools/mod.ts";
import { BY_ID, isPartlyWritten, openImportJournal } from "../../../cli/import-journal.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kinabase-journal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const identity = {
  file: "a1",
  baseUrl: "https://kinabase.invalid/api/v1/",
  tenant: "t1",
  collection: "people",
  key: "crm=number",
};

/** A journal with one step. */
function started(name: string, more: { ended?: boolean; key?: string | null } = {}): string {
  const file = path.join(folder, name);
  const own = { ...identity, ...(more.key === undefined ? {} : { key: more.key }) };
  const journal = openImportJournal(file, own, false);
  journal.append({ creating: [[2, 3]] });
  if (more.ended) journal.append({ ended: true });
  journal.close();
  return file;
}

test("steps are read back, and a step that was not completely written did not happen", () => {
  const file = started("cut");
  appendFileSync(file, '{"done":[[2,');
  const journal = openImportJournal(file, identity, true);
  expect([journal.entries, journal.ended]).toEqual([[{ creating: [[2, 3]] }], false]);
  journal.append({ done: [[2, 3]] });
  journal.close();
  expect(readFileSync(file, "utf8").trimEnd().split("\n").slice(1)).toEqual([
    '{"creating":[[2,3]]}',
    '{"done":[[2,3]]}',
  ]);
});

test("without a complete first line, or without steps, the import starts from the beginning", () => {
  const file = path.join(folder, "empty");
  writeFileSync(file, '{"import":{"fi');
  for (const own of [identity, { ...identity, file: "b2" }]) {
    const journal = openImportJournal(file, own, true);
    expect([journal.entries, journal.hasSteps]).toEqual([[], false]);
    journal.append({ refused: [{ row: 2, reason: "no" }] });
    journal.close();
    expect(readFileSync(file, "utf8")).toBe(
      `${JSON.stringify({ import: own })}\n{"refused":[{"row":2,"reason":"no"}]}\n`,
    );
    writeFileSync(file, `${JSON.stringify({ import: own })}\n`);
  }
});

test("an import that has not ended must be continued, as it was started", () => {
  const file = started("open");
  const open = (more: object, continues: boolean) => () =>
    openImportJournal(file, { ...identity, ...more }, continues);
  expect(open({}, false)).toThrow("Continue it with --continue. Or delete");
  expect(open({ file: "b2" }, false)).toThrow("the file has changed since. Undo the change");
  expect(open({ file: "b2" }, true)).toThrow("has changed since. Undo the change. Or delete");
  expect(open({ key: null }, true)).toThrow("its key was another: crm=number. Use that one. Or");
  expect(open({ collection: "orders" }, true)).toThrow("its collection was another: people.");
  expect(open({ tenant: "t2" }, true)).toThrow("its tenant was another: t1.");
  expect(open({ tenant: "t2" }, false)).toThrow("Use that one and use --continue. Or delete");
});

test("an import that has ended is not repeated without a key", () => {
  const keyed = started("keyed", { ended: true });
  expect(openImportJournal(keyed, identity, true).ended).toBe(true);
  expect(openImportJournal(keyed, identity, false).ended).toBe(false);
  const plain = started("plain", { ended: true, key: null });
  const open = (file: string) => openImportJournal(plain, { ...identity, file, key: null }, false);
  expect(() => open("a1")).toThrow("all rows would be added again. To do that, delete");
  open("b2").close();
});

test("an import that has ended says nothing about another tenant", () => {
  const elsewhere = { tenant: null, baseUrl: "https://b.invalid" };
  for (const other of [{ tenant: "t2" }, elsewhere]) {
    for (const continues of [true, false]) {
      const file = started(`elsewhere-${Object.keys(other)}-${continues}`, {
        ended: true,
        key: null,
      });
      const journal = openImportJournal(file, { ...identity, key: null, ...other }, continues);
      expect([journal.entries, journal.ended, journal.hasSteps]).toEqual([[], false, false]);
      journal.append({ creating: [[2, 2]] });
      expect(journal.hasSteps).toBe(true);
      journal.close();
    }
  }
});

test("rows that were imported without a key are not imported again with one, but can be changed by ID", () => {
  const file = started("unlinked", { ended: true, key: null });
  for (const continues of [true, false]) {
    expect(() => openImportJournal(file, identity, continues)).toThrow(
      "without a key, so its records have no links, and all rows would be added again",
    );
  }
  const journal = openImportJournal(file, { ...identity, key: BY_ID }, false);
  journal.append({ updating: [[2, 3]] });
  journal.append({ ended: true });
  journal.close();
  expect(readFileSync(file, "utf8")).toContain(BY_ID);
  expect(() => openImportJournal(file, identity, false)).toThrow("have no links");
});

test("rows that were imported with a key are not imported again with another one", () => {
  const file = started("other-key", { ended: true });
  for (const continues of [true, false]) {
    for (const key of ["erp=number", "crm=name", "crm"]) {
      expect(() => openImportJournal(file, { ...identity, key }, continues)).toThrow(
        `imported completely with the key crm=number. With the key ${key}, rows that do not find their ` +
          "records would be added again. To do that, delete",
      );
    }
  }
  expect(openImportJournal(file, { ...identity, key: BY_ID }, false).ended).toBe(false);
});

test("an import that wrote nothing, because all rows were refused, is repeated", () => {
  const file = path.join(folder, "all-refused");
  const own = { ...identity, key: null };
  const journal = openImportJournal(file, own, false);
  journal.append({ creating: [[2, 2]] });
  journal.append({ refused: [{ row: 2, reason: "no" }] });
  journal.append({ ended: true });
  journal.close();
  expect(openImportJournal(file, own, true).ended).toBe(false);
  const again = openImportJournal(file, own, false);
  expect([again.ended, again.entries]).toEqual([false, []]);
});

test("a journal that has ended is replaced by the first step that sends rows, and not before", () => {
  const file = started("kept", { ended: true });
  const before = readFileSync(file, "utf8");
  const other = { ...identity, file: "b2" };
  const run = (...entries: JournalEntry[]) => {
    const journal = openImportJournal(file, other, false);
    for (const entry of entries) journal.append(entry);
    journal.close();
    return [readFileSync(file, "utf8"), journal.hasSteps];
  };
  const refused = { refused: [{ row: 2, reason: "no" }] };
  expect(run()).toEqual([before, false]);
  expect(run(refused, { ended: true })).toEqual([before, false]);
  const lines = [{ import: other }, refused, { creating: [[3, 3]] }];
  expect(run(refused, { creating: [[3, 3]] })).toEqual([
    lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
    true,
  ]);
});

test("another base URL of the same tenant is the same place", () => {
  const own = { ...identity, baseUrl: "https://b.invalid", key: null };
  const ended = started("url", { ended: true, key: null });
  expect(() => openImportJournal(ended, own, false)).toThrow("would be added again");
  const open = started("open-url", { key: null });
  expect(openImportJournal(open, own, true).entries).toHaveLength(1);
  expect(() => openImportJournal(open, { ...own, tenant: null }, true)).toThrow(
    "its base URL was another: https://kinabase.invalid/api/v1/.",
  );
});

test("without a key, a file is not imported into a second collection, which may be the same one", () => {
  const file = started("collection", { ended: true, key: null });
  for (const key of [null, "crm=number"]) {
    for (const continues of [true, false]) {
      const own = { ...identity, key, collection: "c1" };
      expect(() => openImportJournal(file, own, continues)).toThrow(
        "imported completely into people. If c1 is the same collection, all rows would be added " +
          "again. If it is another one, import a copy of the file.",
      );
    }
  }
  const keyed = started("keyed-collection", { ended: true });
  const journal = openImportJournal(keyed, { ...identity, collection: "orders" }, true);
  expect(journal.ended).toBe(false);
});

test("another file is not taken for a journal", () => {
  const file = path.join(folder, "other");
  for (const text of ["a,b\n1,2\n", `${JSON.stringify({ import: identity })}\n{"done":1}\n`]) {
    writeFileSync(file, text);
    expect(() => openImportJournal(file, identity, true)).toThrow(
      "is not the journal of an import",
    );
  }
});

test("an import of which all rows were refused may start again, with another file or key", () => {
  const file = path.join(folder, "refused");
  const first = openImportJournal(file, identity, false);
  first.append({ creating: [[2, 2]] });
  first.append({ refused: [{ row: 2, reason: "no" }] });
  first.close();
  expect(isPartlyWritten(file)).toBe(false);
  const before = readFileSync(file, "utf8");
  for (const own of [identity, { ...identity, file: "b2" }, { ...identity, key: null }]) {
    for (const continues of [false, true]) {
      const journal = openImportJournal(file, own, continues);
      expect([journal.entries, journal.ended, journal.hasSteps]).toEqual([[], false, false]);
      journal.append({ refused: [{ row: 3, reason: "no" }] });
      journal.close();
      expect(readFileSync(file, "utf8")).toBe(before);
    }
  }
  const sent = openImportJournal(file, identity, false);
  sent.append({ creating: [[2, 2]] });
  sent.close();
  expect(isPartlyWritten(file)).toBe(true);
  expect(() => openImportJournal(file, identity, false)).toThrow("Continue it with --continue.");
});

import { expect, test } from "bun:test";
import { createJournal } from "../../../../../mock-server/world/journal/journal.ts";

function filled() {
  const journal = createJournal();
  journal.note({ at: 1, method: "POST", path: "/token" }).end({ status: 200 });
  journal.note({ at: 2, method: "GET", path: "/status" }).end({ status: 401 });
  journal.note({ at: 3, method: "GET", path: "/collections/a" });
  journal.note({ at: 4, method: "GET", path: "/collections/a/b" }).end({ status: 200 });
  return journal;
}

test("entries are listed oldest first", () => {
  expect(filled().entries().map(({ at }) => at)).toEqual([1, 2, 3, 4]);
});

test("entries are copies", () => {
  const journal = filled();
  const [first] = journal.entries();
  Object.assign(first ?? {}, { path: "/changed" });
  journal.entries().pop();
  expect(journal.entries()[0]?.path).toBe("/token");
  expect(journal.count()).toBe(4);
});

test("a status that is set later is visible", () => {
  const journal = createJournal();
  const entry = journal.note({ at: 1, method: "GET", path: "/status" });
  expect(journal.count({ status: 200 })).toBe(0);
  entry.end({ status: 200 });
  expect(journal.count({ status: 200 })).toBe(1);
});

test("an absent property of a match matches anything, and all others must match", () => {
  const journal = filled();
  for (
    const [match, expected] of [
      [{}, 4],
      [{ method: undefined, path: undefined, status: undefined }, 4],
      [{ method: "get" }, 3],
      [{ method: "DELETE" }, 0],
      [{ path: "/token" }, 1],
      [{ path: "/collections/*" }, 2],
      [{ path: "/collections" }, 0],
      [{ status: 200 }, 2],
      [{ status: 500 }, 0],
      [{ method: "GET", status: 200 }, 1],
      [{ method: "GET", path: "/collections/*", status: 200 }, 1],
      [{ method: "POST", path: "/status" }, 0],
    ] as const
  ) {
    expect([match, journal.count(match)]).toEqual([match, expected]);
  }
});

test("a path without a leading slash is refused, since it never matches", () => {
  expect(() => filled().count({ path: "token" })).toThrow(/^match\.path: .*"token"\.$/);
});

test("clear removes all entries, and later requests are recorded", () => {
  const journal = filled();
  journal.clear();
  expect([journal.count(), journal.entries()]).toEqual([0, []]);
  journal.note({ at: 5, method: "GET", path: "/status" });
  expect(journal.count()).toBe(1);
});

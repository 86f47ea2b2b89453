import { expect, test } from "bun:test";
import type { JournalRow } from "../../../../../mock-server/world/journal/journal-entry.ts";
import {
  filterFrom,
  filterOf,
  isFiltered,
} from "../../../../../mock-server/inspector/journal/journal-filter.ts";

const ROWS: JournalRow[] = [
  { id: 1, at: 0, method: "POST", path: "/token", query: "", status: 200, duration: 1, appId: "a" },
  {
    id: 2,
    at: 0,
    method: "GET",
    path: "/collections/people",
    query: "pageIndex=1",
    status: 404,
    duration: 1,
    responseBody: { error: "Collection gone" },
  },
  { id: 3, at: 0, method: "GET", path: "/collections", query: "", duration: 1, fault: "drop" },
  { id: 4, at: 0, method: "GET", path: "/status", query: "" },
  {
    id: 5,
    at: 0,
    method: "POST",
    path: "/collections/people",
    query: "",
    status: 500,
    duration: 1,
    requestBody: { data: { name: "Ada" } },
  },
];

test("each filter selects entries, and all set filters must match", () => {
  const cases: [Record<string, string>, number[]][] = [
    [{}, [1, 2, 3, 4, 5]],
    [{ withStatus: "failed" }, [2, 3, 5]],
    [{ withStatus: "none" }, [3]],
    [{ withStatus: "4xx" }, [2]],
    [{ withStatus: "2xx" }, [1]],
    [{ withStatus: "500" }, [5]],
    [{ withStatus: "50" }, []],
    [{ inPath: "people" }, [2, 5]],
    [{ inPath: "/collections" }, [2, 3, 5]],
    [{ inPath: "/collections/*" }, [2, 5]],
    [{ inPath: "*s" }, [3, 4]],
    [{ ofApp: "a" }, [1]],
    [{ search: "ADA" }, [5]],
    [{ search: "pageindex=1" }, [2]],
    [{ search: "collection gone" }, [2]],
    [{ search: "drop" }, [3]],
    [{ search: "#4" }, [4]],
    [{ search: "get /s" }, [4]],
    [{ inPath: "people", withStatus: "failed", search: "ada" }, [5]],
  ];
  for (const [params, ids] of cases) {
    const filter = filterFrom(new URLSearchParams(params));
    expect([params, ROWS.filter(filterOf(filter)).map(({ id }) => id)]).toEqual([params, ids]);
    expect(isFiltered(filter)).toBe(Object.keys(params).length > 0);
  }
});

import { isPath } from "../../support/request-match.ts";
import type { JournalRow } from "../../world/journal/journal-entry.ts";
import { failureReason } from "../../world/journal/failure-reason.ts";

/** Which entries of the journal are shown. An empty text matches all of them. */
export type JournalFilter = Readonly<Record<FilterName, string>>;

/** The name of a filter in the URL. Forms of the page have fields named `path` and `status`. */
export type FilterName = "search" | "inPath" | "withStatus" | "ofApp";

/** All names of filters. */
export const FILTER_NAMES: readonly FilterName[] = ["search", "inPath", "withStatus", "ofApp"];

/** The statuses to choose from, with their labels. */
export const STATUS_CHOICES: readonly (readonly [string, string])[] = [
  ["", "Any status"],
  ["failed", "Failed"],
  ["none", "No response"],
  ["2xx", "2xx"],
  ["4xx", "4xx"],
  ["5xx", "5xx"],
  ...[200, 400, 401, 403, 404, 405, 413, 429, 500, 502, 503, 504].map((code) =>
    [String(code), String(code)] as const
  ),
];

/** Reads the filter from the parameters of a URL or form. */
export function filterFrom(params: URLSearchParams): JournalFilter {
  const text = (name: FilterName) => params.get(name)?.trim() ?? "";
  return {
    search: text("search"),
    inPath: text("inPath"),
    withStatus: text("withStatus"),
    ofApp: text("ofApp"),
  };
}

/** Whether any filter is set. */
export function isFiltered(filter: JournalFilter): boolean {
  return FILTER_NAMES.some((name) => filter[name] !== "");
}

/** A function that returns whether an entry matches. */
export function filterOf(filter: JournalFilter): (row: JournalRow) => boolean {
  const { inPath, withStatus, ofApp } = filter;
  const search = filter.search.toLowerCase();
  return (row) =>
    (ofApp === "" || row.appId === ofApp) &&
    (withStatus === "" || hasStatus(row, withStatus)) &&
    (inPath === "" || hasPath(row, inPath)) &&
    (search === "" || textOf(row).includes(search));
}

/** A path with `*` must match as a whole, any other text must occur in the path. */
function hasPath(row: JournalRow, path: string): boolean {
  return path.includes("*") ? isPath(path, row) : row.path.includes(path);
}

function hasStatus({ status, duration }: JournalRow, wanted: string): boolean {
  const hasNone = status === undefined && duration !== undefined;
  if (wanted === "none") return hasNone;
  if (wanted === "failed") return hasNone || (status !== undefined && status >= 400);
  const text = String(status ?? "");
  return /^\dxx$/.test(wanted) ? text.startsWith(wanted.charAt(0)) : text === wanted;
}

/** Everything that can be searched, in lower case. */
function textOf(row: JournalRow): string {
  const { id, method, path, query, status = "", fault = "", requestBody, responseBody } = row;
  return [
    `#${id} ${method} ${path}?${query} ${status} ${fault}`,
    failureReason(row) ?? "",
    asText(requestBody),
    asText(responseBody),
  ].join("\n").toLowerCase();
}

function asText(body: JournalRow["requestBody"]): string {
  return typeof body === "string" ? body : JSON.stringify(body) ?? "";
}

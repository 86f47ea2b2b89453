import type { JournalEntry } from "../../world/journal/journal-entry.ts";

/** The path of an entry below the API, with its query. */
export function addressIn({ path, query }: Pick<JournalEntry, "path" | "query">): string {
  return query === "" ? path : `${path}?${query}`;
}

/** The URL of a request in the journal. */
export function requestUrl(
  entry: Pick<JournalEntry, "path" | "query">,
  baseUrl: string,
): string {
  return new URL(`.${addressIn(entry)}`, baseUrl).href;
}

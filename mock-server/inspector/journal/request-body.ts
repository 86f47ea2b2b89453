import type { JournalEntry } from "../../world/journal/journal-entry.ts";

/** The body of a request in the journal as text; `undefined` if it had none. */
export function bodyText({ requestBody }: Pick<JournalEntry, "requestBody">): string | undefined {
  return typeof requestBody === "string" || requestBody === undefined
    ? requestBody
    : JSON.stringify(requestBody);
}

/** The headers that belong to the body and the format of the answer, without the token. */
export function plainHeaders(
  { requestHeaders = {} }: Pick<JournalEntry, "requestHeaders">,
): [string, string][] {
  return ["accept", "content-type"].flatMap((name) => {
    const value = requestHeaders[name];
    return value === undefined || value === "*/*" ? [] : [[name, value] as [string, string]];
  });
}

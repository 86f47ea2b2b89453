import { MASK } from "../../support/redacted.ts";
import type { JournalEntry } from "../../world/journal/journal-entry.ts";
import type { View } from "../view.ts";
import { bodyText, plainHeaders } from "./request-body.ts";
import { requestUrl } from "./request-url.ts";

/** A request to send. */
export type Sendable =
  & Pick<JournalEntry, "method" | "path" | "query">
  & Partial<Pick<JournalEntry, "appId" | "requestBody" | "requestHeaders">>;

/** How long the page waits for the end of a response, in milliseconds. A fault may stall it forever. */
const PATIENCE = 5_000;

/** Methods that `fetch` does not send. */
const FORBIDDEN = ["CONNECT", "TRACE", "TRACK"];

/** Why the request of an entry cannot be sent again; `undefined` if it can. */
export function unsendable(entry: Sendable): string | undefined {
  const { method, path, query, requestHeaders = {} } = entry;
  const body = bodyText(entry);
  if (FORBIDDEN.includes(method)) return `A page cannot send requests with the method ${method}.`;
  if ([path, query, body ?? ""].some((text) => text.includes(MASK))) {
    return "It contained a secret, which the journal does not store.";
  }
  if (body?.endsWith("…")) {
    return "Its body was too long for the journal, so only a part is stored.";
  }
  const length = requestHeaders["content-length"] ?? "0";
  if (body === undefined && length !== "0" && method !== "GET" && method !== "HEAD") {
    return "Its body was not stored.";
  }
  return undefined;
}

/**
 * Sends a request through the mock, with a new token of the same app. The token is stored nowhere. A request whose
 * token was of no app is sent without one.
 *
 * @param signal Ends the wait for the end of the response.
 * @returns The ID of its entry in the journal.
 */
export async function sendFromPage(
  { world, tenant, baseUrl }: Pick<View, "world" | "tenant" | "baseUrl">,
  request: Sendable,
  signal: AbortSignal = AbortSignal.timeout(PATIENCE),
): Promise<number | undefined> {
  const { method, path, appId } = request;
  const isTokenRequest = method === "POST" && path === "/token";
  const token = appId === undefined || isTokenRequest ? undefined : await tenant.ownToken(appId);
  const body = bodyText(request);
  const newest = tenant.journal.rows().at(-1)?.id ?? 0;
  try {
    const response = await world.fetch(requestUrl(request, baseUrl), {
      method,
      headers: [
        ...plainHeaders(request),
        ["user-agent", "Kinabase mock page"],
        ...(token === undefined ? [] : [["authorization", `Bearer ${token}`] as [string, string]]),
      ],
      ...(body === undefined ? {} : { body }),
      signal,
    });
    // The journal has a response as far as it was read.
    await response.text();
  } catch {
    // A fault dropped the connection, or the time is over. The journal says which.
  }
  return tenant.journal.rows().find((row) =>
    row.id > newest && row.method === method && row.path === path
  )?.id;
}

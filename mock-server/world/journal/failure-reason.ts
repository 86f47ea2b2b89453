import { shortened } from "../../support/format-value.ts";
import type { JournalEntry } from "./journal-entry.ts";

/** How much of an error text is shown. */
const LONGEST = 500;

/** What the reason of an entry depends on. */
type Ended = Pick<JournalEntry, "status" | "duration" | "fault" | "responseBody">;

/**
 * Why a request failed: the error text of its response, or else the fault that hit it. `undefined` if it did not
 * fail, is pending, or nothing is known.
 */
export function failureReason(entry: Ended): string | undefined {
  const { status, duration, fault } = entry;
  if (status === undefined ? duration === undefined : status < 400) return undefined;
  return errorText(entry.responseBody) ?? fault;
}

function errorText(body: Ended["responseBody"]): string | undefined {
  const text = typeof body === "object" && body !== null && !Array.isArray(body)
    ? body["error"] ?? body["title"]
    : body;
  // Markup says nothing in one line.
  if (typeof text !== "string" || /^\s*(?:<|$)/.test(text)) return undefined;
  return shortened(text.trim(), LONGEST);
}

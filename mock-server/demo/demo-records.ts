import type { RecordDefinition } from "../world/collections/definitions.ts";
import { demoRecordId, type DemoSlug } from "./demo-ids.ts";

const RECORDS = 50;

/** Creates the records of a collection. Their numbers start at 1. */
export function demoRecords(
  slug: DemoSlug,
  contentOf: (number: number) => Pick<RecordDefinition, "data" | "external">,
): RecordDefinition[] {
  return Array.from({ length: RECORDS }, (_, index) => {
    const number = index + 1;
    return { id: demoRecordId(slug, number), numericId: number, ...contentOf(number) };
  });
}

/** Takes an item of a list in turn, starting again after the last one. */
export function pick<T>(list: readonly [T, ...T[]], number: number): T {
  return list[number % list.length] ?? list[0];
}

/** Combines each item of two lists once: the first list changes with every number, the second more slowly. */
export function pickBoth<A, B>(
  fast: readonly [A, ...A[]],
  slow: readonly [B, ...B[]],
  number: number,
): [A, B] {
  return [pick(fast, number), pick(slow, Math.floor(number / fast.length))];
}

const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

/** A date in ISO 8601: a number of days after 1 January 2026. */
export function demoDate(days: number): string {
  return new Date(FIRST_DAY + days * DAY_MS).toISOString().slice(0, 10);
}

/** A text as part of a host name or an e-mail address. */
export function inAddress(text: string): string {
  return text.toLowerCase().replaceAll(" ", "-");
}

/** A link to a record of the CRM, for some of the records; otherwise none. */
export function crmLink(prefix: string, number: number): RecordDefinition["external"] {
  if (number % 3 !== 0) return null;
  return [{ key: "crm", id: `${prefix}-${1_000 + number}` }];
}

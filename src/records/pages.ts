import { expectCount } from "../check-options.ts";
import type { CallOptions } from "../http/call-options.ts";
import type { Deadline } from "../http/deadline.ts";
import { sendJson } from "../http/json.ts";
import type { JsonObject, RecordPage } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { isPage } from "./envelopes.ts";
import { expectInstant, type Instant } from "./instant.ts";

/** Which records are meant. */
export interface RecordFilter {
  /**
   * Only records updated after this moment (D); whether the moment itself counts is not known (A). A
   * text needs `Z` or an offset.
   */
  updatedAfter?: Instant | undefined;
  /** Only records with a link to this service, or with `true` to any (D). */
  externalService?: string | true | undefined;
}

/** What one page of records takes. */
export interface PageOptions extends RecordFilter, CallOptions {
  /** Which page, from 0. Default 0. */
  pageIndex?: number | undefined;
  /** How many records a page holds. Kinabase takes 1 to 300 (D). Default: the server's, 10 (D). */
  pageSize?: number | undefined;
  /** Whether records contain the lists they are in (D). Default `false`. */
  includeLists?: boolean | undefined;
}

/** The names of the filter's options. */
export const FILTER_OPTIONS: readonly string[] = ["updatedAfter", "externalService"];

/** The names of what a page takes beside `timeout` and `signal`. */
export const PAGE_OPTIONS: readonly string[] = [
  "pageIndex",
  "pageSize",
  "includeLists",
  ...FILTER_OPTIONS,
];

/** The query of a filter. */
export function filterQuery(
  { updatedAfter, externalService }: RecordFilter,
): Record<string, string | boolean | undefined> {
  return {
    updatedAfter: updatedAfter === undefined
      ? undefined
      : expectInstant("updatedAfter", updatedAfter),
    externalService,
  };
}

/**
 * One page: `GET /collections/{c}` (D).
 *
 * @param running The deadline of a list that the page belongs to.
 */
export async function fetchPage(
  { client, path, checkRead }: CollectionContext,
  options: PageOptions = {},
  running?: Deadline,
): Promise<RecordPage<JsonObject>> {
  const deadline = running ?? client.deadline(options, PAGE_OPTIONS);
  const { pageIndex, pageSize, includeLists } = options;
  expectCount("pageIndex", pageIndex, 0);
  expectCount("pageSize", pageSize, 1);
  const query = { pageIndex, pageSize, includeLists, ...filterQuery(options) };
  const response = await sendJson(
    client,
    { method: "GET", path, query, idempotent: true },
    deadline,
  );
  const { body } = response;
  if (!isPage(body)) throw response.unexpected("but not with a page of records");
  if (body.pageIndex !== (pageIndex ?? 0)) {
    throw response.unexpected(
      `but with page ${body.pageIndex} instead of page ${pageIndex ?? 0}`,
    );
  }
  await checkRead(body.records);
  return body;
}

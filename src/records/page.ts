import type { CallOptions } from "../http/call-options.ts";
import type { Deadline } from "../http/deadline.ts";
import { sendJson } from "../http/json-call.ts";
import {
  anyValue,
  type ChecksOf,
  expectBoolean,
  expectNatural,
  expectPositive,
} from "../support/option-checks.ts";
import type { JsonObject, RecordPage } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { isPage } from "./envelopes.ts";
import { filterQuery, type RecordFilter } from "./record-filter.ts";

/** The options of one page of records. */
export interface PageOptions extends RecordFilter, CallOptions {
  /** The index of the page, from 0. Default 0. */
  pageIndex?: number | undefined;
  /** The number of records per page: 1 to 300 (D). Default: the server's default, 10 (D). */
  pageSize?: number | undefined;
  /** Whether records include the lists that contain them (D). Default `false`. */
  includeLists?: boolean | undefined;
}

/** The options of a page, except `timeout` and `signal`. The query of the filter checks its own. */
const PAGE_OPTIONS: ChecksOf<PageOptions, keyof CallOptions> = {
  pageIndex: expectNatural,
  pageSize: expectPositive,
  includeLists: expectBoolean,
  updatedAfter: anyValue,
  externalService: anyValue,
};

/**
 * Requests one page: `GET /collections/{c}` (D).
 *
 * @internal
 */
export async function fetchPage(
  context: CollectionContext,
  options: PageOptions = {},
): Promise<RecordPage<JsonObject>> {
  const deadline = context.client.deadline(options, PAGE_OPTIONS);
  const { pageIndex = 0 } = options;
  return await requestPage(context, options, deadline, (page) => page.pageIndex === pageIndex);
}

/**
 * Like {@linkcode fetchPage}, for a list. The server may return its last page instead of a page that does not
 * exist (A).
 *
 * @internal
 */
export async function fetchPageOfList(
  context: CollectionContext,
  options: PageOptions & { pageIndex: number },
  deadline: Deadline,
): Promise<RecordPage<JsonObject>> {
  const { pageIndex } = options;
  return await requestPage(
    context,
    options,
    deadline,
    (page) =>
      page.pageIndex === pageIndex || page.pageIndex < pageIndex && !pageExists(pageIndex, page),
  );
}

/**
 * Whether a page has records, according to the total on another page.
 *
 * @internal
 */
export function pageExists(
  index: number,
  { totalRecords, pageSize }: RecordPage<JsonObject>,
): boolean {
  return index * pageSize < totalRecords;
}

async function requestPage(
  { client, path, checkRead }: CollectionContext,
  options: PageOptions,
  deadline: Deadline,
  isExpected: (page: RecordPage<JsonObject>) => boolean,
): Promise<RecordPage<JsonObject>> {
  const { pageIndex, pageSize, includeLists } = options;
  const query = { pageIndex, pageSize, includeLists, ...filterQuery(options) };
  const response = await sendJson(
    client,
    { method: "GET", path, query, idempotent: true },
    deadline,
  );
  const { body } = response;
  if (!isPage(body)) throw response.unexpected("but the body is not a page of records");
  if (!isExpected(body)) {
    throw response.unexpected(`but page ${body.pageIndex} instead of page ${pageIndex ?? 0}`);
  }
  await checkRead?.(body.records, deadline);
  return body;
}

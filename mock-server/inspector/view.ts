import { html } from "hono/html";
import { API_PATH } from "../support/api-path.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import type { World } from "../world/world.ts";
import { DEFAULT_TENANT } from "../control/route.ts";
import type { Html } from "./html.ts";
import { filterFrom, type JournalFilter } from "./journal/journal-filter.ts";
import { type RecordPage, recordPage } from "./record-search.ts";

/** How many records a page of the table shows. */
export const PAGE_SIZE = 10;

/** How many entries of the journal the page shows at first, and how many more on demand. */
export const ENTRIES_SHOWN = 100;

/** What the page shows. The page's URL and every form carry it. */
export interface View {
  /** The mock. */
  readonly world: World;
  /** All tenants; the first is the default one. */
  readonly tenants: readonly TenantState[];
  /** The tenant that is shown. */
  readonly tenant: TenantState;
  /** Its name in the URL. */
  readonly tenantName: string;
  /** Which entries of the journal are shown. */
  readonly filter: JournalFilter;
  /** The maximum number of entries to show. */
  readonly show: number;
  /** The ID of the newest entry to show, if the journal is paused. */
  readonly until: number | undefined;
  /** The ID of the open entry. */
  readonly entry: number | undefined;
  /** The collection whose records are shown. */
  readonly collection: CollectionState | undefined;
  /** The text to find in records. */
  readonly find: string;
  /** The page of records that is shown. */
  readonly page: RecordPage;
  /** The ID of the open record. */
  readonly record: string;
  /** The base URL of the API, derived from the page's own URL. */
  readonly baseUrl: string;
}

/** Reads the view; `undefined` if the tenant does not exist. */
export function viewOf(world: World, url: string, params: URLSearchParams): View | undefined {
  const tenants = world.tenants();
  const tenantName = params.get("tenant") || DEFAULT_TENANT;
  const tenant = tenants.find((one) =>
    nameOf(one, tenants) === tenantName || one.id === tenantName
  );
  if (tenant === undefined) return undefined;
  const { collections } = tenant;
  const collection = collections.find(params.get("collection") ?? "") ?? collections.all()[0];
  const find = params.get("find")?.trim() ?? "";
  const pageIndex = Math.max(1, wholeNumber(params.get("page")) ?? 1) - 1;
  return {
    world,
    tenants,
    tenant,
    tenantName: nameOf(tenant, tenants),
    filter: filterFrom(params),
    show: Math.max(ENTRIES_SHOWN, wholeNumber(params.get("show")) ?? 0),
    until: wholeNumber(params.get("until")),
    entry: wholeNumber(params.get("entry")),
    collection,
    find,
    page: collection === undefined
      ? NO_RECORDS
      : recordPage(collection, find, pageIndex, PAGE_SIZE),
    record: params.get("record") ?? "",
    baseUrl: `${new URL(url).origin}${API_PATH}/`,
  };
}

const NO_RECORDS: RecordPage = { records: [], total: 0, pageIndex: 0, pages: 1 };

/** The name of a tenant in a URL. */
export function nameOf(tenant: TenantState, tenants: readonly TenantState[]): string {
  return tenant === tenants[0] ? DEFAULT_TENANT : tenant.id;
}

function wholeNumber(text: string | null): number | undefined {
  return /^\d{1,9}$/.test(text ?? "") ? Number(text) : undefined;
}

/** Parameters of a view. An empty text removes one. */
export type ViewParams = Readonly<Record<string, string>>;

/** The URL of a view, with changed or added parameters. */
export function addressOf(view: View, over: ViewParams = {}): string {
  return `/?${paramsOf(view, over)}`;
}

/** The parameters of a view in its URL, with changed or added ones. */
export function paramsOf(view: View, over: ViewParams = {}): URLSearchParams {
  const all = Object.entries({ ...stateOf(view), ...over });
  return new URLSearchParams(all.filter(([, value]) => value !== ""));
}

/** The parameters of a view in its URL and forms. Those with their default are empty. */
function stateOf(view: View): Record<string, string> {
  const { tenantName, filter, show, until, entry, collection, find, page, record } = view;
  return {
    tenant: tenantName,
    ...filter,
    show: show === ENTRIES_SHOWN ? "" : String(show),
    until: until === undefined ? "" : String(until),
    entry: entry === undefined ? "" : String(entry),
    collection: collection?.slug ?? "",
    find,
    page: page.pageIndex === 0 ? "" : String(page.pageIndex + 1),
    record,
  };
}

/**
 * The parameters of a view as hidden form fields. The script replaces them by those of the current view.
 *
 * @param except The parameters that the form itself sets.
 */
export function stateFields(view: View, except: readonly string[] = []): Html {
  const over = Object.fromEntries(except.map((name) => [name, ""]));
  const fields = [...paramsOf(view, over)].map(([name, value]) =>
    html`<input type="hidden" name="${name}" value="${value}" data-state>`
  );
  return html`${fields}`;
}

/**
 * The parameters of the current view, for the script.
 *
 * @param seen The versions of the parts that the browser has now.
 */
export function stateElement(view: View, seen: string): Html {
  return html`<div id="state" hidden data-query="${
    String(paramsOf(view))
  }" data-seen="${seen}"></div>`;
}

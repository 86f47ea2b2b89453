import { html } from "hono/html";
import { API_PATH } from "../support/api-path.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import type { World } from "../world/world.ts";
import { DEFAULT_TENANT } from "../control/route.ts";
import type { Html } from "./html.ts";

/** How many records a page of the table shows. */
export const PAGE_SIZE = 10;

/** What the page shows. The page's URL and every form carry it. */
export interface View {
  /** All tenants; the first is the default one. */
  readonly tenants: readonly TenantState[];
  /** The tenant that is shown. */
  readonly tenant: TenantState;
  /** Its name in the URL. */
  readonly tenantName: string;
  /** The collection whose records are shown. */
  readonly collection: CollectionState | undefined;
  /** The index of the page of records, from 0. */
  readonly pageIndex: number;
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
  const collection = collections.find(params.get("collection") ?? "") ?? collections.list()[0];
  return {
    tenants,
    tenant,
    tenantName: nameOf(tenant, tenants),
    collection,
    pageIndex: pageIndexFrom(params.get("page"), collection),
    baseUrl: `${new URL(url).origin}${API_PATH}/`,
  };
}

/** The name of a tenant in a URL. */
export function nameOf(tenant: TenantState, tenants: readonly TenantState[]): string {
  return tenant === tenants[0] ? DEFAULT_TENANT : tenant.id;
}

/** The requested page, or the last one if there are fewer pages now. */
function pageIndexFrom(text: string | null, collection: CollectionState | undefined): number {
  const asked = /^\d{1,9}$/.test(text ?? "") ? Math.max(0, Number(text) - 1) : 0;
  return Math.min(asked, pageCount(collection) - 1);
}

/** The number of pages of a collection's records, at least 1. */
export function pageCount(collection: CollectionState | undefined): number {
  return Math.max(1, Math.ceil((collection?.records.count() ?? 0) / PAGE_SIZE));
}

/** The URL of a view, with changed or added parameters. */
export function addressOf(view: View, over: Record<string, string> = {}): string {
  const params = new URLSearchParams({ ...stateOf(view), ...over });
  return `/?${params}`;
}

/** The parameters of a view in its URL and forms. */
function stateOf({ tenantName, collection, pageIndex }: View): Record<string, string> {
  return {
    tenant: tenantName,
    ...(collection === undefined ? {} : { collection: collection.slug }),
    ...(pageIndex === 0 ? {} : { page: String(pageIndex + 1) }),
  };
}

/** The parameters of a view as hidden form fields. */
export function stateFields(view: View): Html {
  const fields = Object.entries(stateOf(view)).map(([name, value]) =>
    html`<input type="hidden" name="${name}" value="${value}">`
  );
  return html`${fields}`;
}

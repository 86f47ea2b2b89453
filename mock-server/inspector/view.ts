import { html } from "hono/html";
import { API_PATH } from "../support/api-path.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import type { World } from "../world/world.ts";
import { DEFAULT_TENANT } from "../control/route.ts";
import type { Html } from "./html.ts";

/** How many records a page of the table shows. */
export const PAGE_SIZE = 10;

/** What a page looks at. It is what the page's address says, and every form carries it along. */
export interface View {
  /** All tenants; the first is the default one. */
  readonly tenants: readonly TenantState[];
  /** The tenant that is looked at. */
  readonly tenant: TenantState;
  /** How the address names it. */
  readonly tenantName: string;
  /** The collection whose records are shown. */
  readonly collection: CollectionState | undefined;
  /** Which of its pages, from 0. */
  readonly pageIndex: number;
  /** Where the API is, as the page's own address tells. */
  readonly baseUrl: string;
}

/** Reads what a page looks at; nothing where the tenant does not exist. */
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

/** How an address names a tenant. */
export function nameOf(tenant: TenantState, tenants: readonly TenantState[]): string {
  return tenant === tenants[0] ? DEFAULT_TENANT : tenant.id;
}

/** A page that was asked for, or the last one where there are fewer by now. */
function pageIndexFrom(text: string | null, collection: CollectionState | undefined): number {
  const asked = /^\d{1,9}$/.test(text ?? "") ? Math.max(0, Number(text) - 1) : 0;
  return Math.min(asked, pageCount(collection) - 1);
}

/** How many pages a collection's records fill; an empty one still has one. */
export function pageCount(collection: CollectionState | undefined): number {
  return Math.max(1, Math.ceil((collection?.records.count() ?? 0) / PAGE_SIZE));
}

/** The address of a view; what it says may be changed, and more be added. */
export function addressOf(view: View, over: Record<string, string> = {}): string {
  const said = new URLSearchParams({ ...stateOf(view), ...over });
  return `/?${said}`;
}

/** What a view's address and its forms carry. */
function stateOf({ tenantName, collection, pageIndex }: View): Record<string, string> {
  return {
    tenant: tenantName,
    ...(collection === undefined ? {} : { collection: collection.slug }),
    ...(pageIndex === 0 ? {} : { page: String(pageIndex + 1) }),
  };
}

/** The same as a form's hidden fields. */
export function stateFields(view: View): Html {
  const fields = Object.entries(stateOf(view)).map(([name, value]) =>
    html`<input type="hidden" name="${name}" value="${value}">`
  );
  return html`${fields}`;
}

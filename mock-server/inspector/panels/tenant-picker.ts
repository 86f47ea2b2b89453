import { html } from "hono/html";
import { counted } from "../format.ts";
import type { Html } from "../html.ts";
import { nameOf, type View } from "../view.ts";

/** Selects the tenant to show. Hidden if there is only one. */
export function tenantPicker({ tenants, tenant }: View): Html {
  const options = tenants.map((one) => {
    const name = nameOf(one, tenants);
    const label = one === tenants[0] ? "Default tenant" : `Tenant ${one.id.slice(0, 8)}`;
    return html`
      <option value="${name}" data-key="${one.id}" ${one === tenant && html`
        selected
      `}>${label} · ${counted(one.apps.list().length, "app")}</option>
    `;
  });
  return html`
    <form class="picker" id="picker" method="get" action="/" data-native ${tenants.length < 2 &&
      html`hidden`}>
      <label for="tenant">Tenant</label>
      <select id="tenant" name="tenant">${options}</select>
      <button class="button small">Show</button>
    </form>
  `;
}

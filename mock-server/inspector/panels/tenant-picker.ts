import { html } from "hono/html";
import { counted } from "../format.ts";
import type { Html } from "../html.ts";
import { nameOf, type View } from "../view.ts";

/** Selects the tenant to show. Empty if there is only one. */
export function tenantPicker({ tenants, tenant }: View): Html {
  if (tenants.length < 2) return html``;
  const options = tenants.map((one) => {
    const name = nameOf(one, tenants);
    const label = one === tenants[0] ? "Default tenant" : `Tenant ${one.id.slice(0, 8)}`;
    return html`
      <option value="${name}" ${one === tenant && html`
        selected
      `}>${label} · ${counted(one.apps.list().length, "app")}</option>
    `;
  });
  return html`
    <form class="picker" method="get" action="/" data-native>
      <label for="tenant">Tenant</label>
      <select id="tenant" name="tenant">${options}</select>
      <button class="button small">Show</button>
    </form>
  `;
}

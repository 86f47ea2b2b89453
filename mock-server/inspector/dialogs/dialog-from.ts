import { BLANK_FORM, type Dialog } from "../action-result.ts";
import type { View } from "../view.ts";

/** The dialog that the parameters of a URL or form name, if what it is about exists. */
export function dialogFrom(
  { tenant, collection }: View,
  params: URLSearchParams,
): Dialog | undefined {
  const [kind, id = ""] = (params.get("dialog") ?? "").split(":");
  switch (kind) {
    case "app":
    case "collection":
      return { kind, form: BLANK_FORM };
    case "reset":
      return { kind };
    case "delete": {
      const record = collection?.store.get(id);
      return record && { kind, record };
    }
    case "expire":
    case "revoke": {
      const app = tenant.app(id);
      return app && { kind: "end", end: kind, app };
    }
    default:
      return undefined;
  }
}

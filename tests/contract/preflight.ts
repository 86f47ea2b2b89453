import { createProbeContext, property } from "./probe/probe-context.ts";
import type { Target } from "./target.ts";

/**
 * Finds out in a few requests whether the contract can run against a target: its collection exists, and has
 * the field `name`. The record that it adds is deleted.
 *
 * @returns What is wrong and what to do, in one line; `undefined` if nothing is.
 */
export async function preflight(target: Target): Promise<string | undefined> {
  const { collection } = target;
  if (collection === undefined) return undefined;
  const { call, collection: path } = await createProbeContext(target);
  const page = await call("GET", `${path}?pageSize=1`);
  if (page.status === 404) {
    return `The collection ${collection} does not exist. Create it, or give the ID or slug of another one.`;
  }
  if (page.status !== 200) {
    return `The collection ${collection} cannot be read: the response is ${page.status}.`;
  }
  const added = await call("POST", path ?? "", { data: { name: "Contract" } });
  if (added.status !== 200) {
    const said = property(added.body, "error");
    return `A record with the field name cannot be added to the collection ${collection}: the response is ` +
      `${added.status}${
        typeof said === "string" ? ` (${said.slice(0, 200)})` : ""
      }. The collection needs ` +
      "the text fields name and note and the number field amount.";
  }
  const id = property(added.body, "id");
  if (typeof id === "string") await call("DELETE", `${path}/${id}`);
  return undefined;
}

import { type Context, Hono } from "hono";
import { recordChange } from "../../src/wire/zod-schemas.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateJson } from "../middleware/validate-request.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { formatValue } from "../support/format-value.ts";
import type { StoredRecord } from "../world/collections/store.ts";
import { DELETED } from "./records.ts";

/** The record linked to an external ID (D). */
export function externalRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();

  routes.get("/", (c) => c.json(c.var.collection.toWire(linkedRecord(c))));

  routes.patch("/", validateJson(recordChange), (c) => {
    const { id } = linkedRecord(c);
    const { data, external } = c.req.valid("json");
    const { toWire, update } = c.var.collection;
    return c.json(toWire(update({ id, data, external })));
  });

  routes.delete("/", (c) => {
    const { id } = linkedRecord(c);
    c.var.collection.removeAll([id], () => ["id"]);
    return c.json(DELETED);
  });
  return routes;
}

function linkedRecord(c: Context<MockEnv>): StoredRecord {
  const { service = "", externalId = "" } = c.req.param();
  const record = c.var.collection.store.withExternal(service, externalId);
  if (record !== undefined) return record;
  const names = { service: formatValue(service), externalId: formatValue(externalId) };
  throw new ApiFailure("externalNotFound", names);
}

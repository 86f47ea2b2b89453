import { type Context, Hono } from "hono";
import { recordChange } from "../../src/wire/request-body-schemas.ts";
import { answer } from "../middleware/answer.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateJson } from "../middleware/json-body.ts";
import { isSameLink } from "../world/collections/links.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { formatValue } from "../support/format-value.ts";
import type { StoredRecord } from "../world/collections/store.ts";
import { deleted, updated } from "./record-answers.ts";

/** The record linked to an external ID (D). */
export function externalRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();

  routes.get("/", (c) => answer(c, c.get("collection").toWire(linkedRecord(c))));

  routes.patch("/", validateJson(recordChange), (c) => {
    const { add, store, update } = c.get("collection");
    const { data, external } = c.req.valid("json");
    const { service, externalId } = names(c);
    const creates = c.get("tenant").behaviors.get("external.patch-unknown") === "create";
    if (creates && store.withExternal(service, externalId) === undefined) {
      const own = { key: service, id: externalId };
      const given = external ?? [];
      const links = given.some((link) => isSameLink(link, own)) ? given : [own, ...given];
      return updated(c, add({ data: data ?? {}, external: links }));
    }
    const { id } = linkedRecord(c);
    return updated(c, update({ id, data, external }));
  });

  routes.delete("/", (c) => {
    const record = linkedRecord(c);
    c.get("collection").remove(record.id);
    return deleted(c, record);
  });
  return routes;
}

function names(c: Context<MockEnv>): { service: string; externalId: string } {
  const { service = "", externalId = "" } = c.req.param();
  return { service, externalId };
}

function linkedRecord(c: Context<MockEnv>): StoredRecord {
  const { service, externalId } = names(c);
  const record = c.get("collection").store.withExternal(service, externalId);
  if (record !== undefined) return record;
  const values = { service: formatValue(service), externalId: formatValue(externalId) };
  throw new ApiFailure("externalNotFound", values);
}

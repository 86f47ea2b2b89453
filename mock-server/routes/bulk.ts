import { Hono } from "hono";
import {
  bulkCreateRequest,
  bulkDeleteRequest,
  bulkUpdateRequest,
} from "../../src/wire/zod-schemas.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateJson } from "../middleware/validate-request.ts";
import { toWire } from "../world/collections/record-response.ts";
import { checkBatchSize } from "./batch-size.ts";

/** Bulk operations (D). One invalid record rejects the whole batch; this and the responses are assumed (A). */
export function bulkRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();

  routes.post("/", validateJson(bulkCreateRequest), (c) => {
    const { records } = c.req.valid("json");
    checkBatchSize(c, "records", records);
    const definitions = records.map(({ data, external }) => ({ data, external }));
    const added = c.var.collection.addAll(definitions, (i) => ["records", i]);
    return c.json({ records: added.map(toWire) });
  });

  routes.patch("/", validateJson(bulkUpdateRequest), (c) => {
    const { records } = c.req.valid("json");
    checkBatchSize(c, "records", records);
    const updated = c.var.collection.updateAll(records, (i) => ["records", i]);
    return c.json({ records: updated.map(toWire) });
  });

  routes.delete("/", validateJson(bulkDeleteRequest), (c) => {
    const { recordIds } = c.req.valid("json");
    checkBatchSize(c, "recordIds", recordIds);
    c.var.collection.removeAll(recordIds, (i) => ["recordIds", i]);
    return c.json({ recordIds });
  });
  return routes;
}

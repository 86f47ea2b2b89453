import { Hono } from "hono";
import {
  bulkCreateRequest,
  bulkDeleteRequest,
  bulkUpdateRequest,
} from "../../src/wire/zod-schemas.ts";
import { checkBatchSize } from "../middleware/batch-size.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateJson } from "../middleware/validate-request.ts";

/** Bulk operations (D). One invalid record rejects the whole batch; this and the responses are assumed (A). */
export function bulkRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();

  routes.post("/", checkBatchSize("records"), validateJson(bulkCreateRequest), (c) => {
    const { records } = c.req.valid("json");
    const definitions = records.map(({ data, external }) => ({ data, external }));
    const { addAll, toWire } = c.var.collection;
    const added = addAll(definitions, (i) => ["records", i]);
    return c.json({ records: added.map((record) => toWire(record)) });
  });

  routes.patch("/", checkBatchSize("records"), validateJson(bulkUpdateRequest), (c) => {
    const { records } = c.req.valid("json");
    const { updateAll, toWire } = c.var.collection;
    const updated = updateAll(records, (i) => ["records", i]);
    return c.json({ records: updated.map((record) => toWire(record)) });
  });

  routes.delete("/", checkBatchSize("recordIds"), validateJson(bulkDeleteRequest), (c) => {
    const { recordIds } = c.req.valid("json");
    c.var.collection.removeAll(recordIds, (i) => ["recordIds", i]);
    return c.json({ recordIds });
  });
  return routes;
}

import type { Context } from "hono";
import type { MockEnv } from "../middleware/context.ts";
import type { StoredRecord } from "../world/collections/store.ts";

/** Responds to a PATCH of a record (A). */
export function updated(c: Context<MockEnv>, record: StoredRecord): Response {
  switch (c.var.tenant.behaviors.get("update.answer")) {
    case "record":
      return c.json(c.var.collection.toWire(record));
    case "empty":
      return c.body(null, 200);
    case "204":
      return c.body(null, 204);
  }
}

/** Deletes a record and responds (A). */
export function deleted(c: Context<MockEnv>, record: StoredRecord): Response {
  const { removeAll, toWire } = c.var.collection;
  removeAll([record.id], () => ["id"]);
  switch (c.var.tenant.behaviors.get("delete.answer")) {
    case "object":
      return c.json({});
    case "empty":
      return c.body(null, 200);
    case "204":
      return c.body(null, 204);
    case "record":
      return c.json(toWire(record));
  }
}

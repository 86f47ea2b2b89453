import type { Context } from "hono";
import { answer } from "../middleware/answer.ts";
import type { MockEnv } from "../middleware/context.ts";
import type { StoredRecord } from "../world/collections/store.ts";

/** Responds to a PATCH of a record (A). */
export function updated(c: Context<MockEnv>, record: StoredRecord): Response {
  switch (c.get("tenant").behaviors.get("update.answer")) {
    case "record":
      return answer(c, c.get("collection").toWire(record));
    case "empty":
      return c.body(null, 200);
    case "204":
      return c.body(null, 204);
  }
}

/** Responds to a DELETE of a record (A). */
export function deleted(c: Context<MockEnv>, record: StoredRecord): Response {
  switch (c.get("tenant").behaviors.get("delete.answer")) {
    case "object":
      return answer(c, {});
    case "empty":
      return c.body(null, 200);
    case "204":
      return c.body(null, 204);
    case "record":
      return answer(c, c.get("collection").toWire(record));
  }
}

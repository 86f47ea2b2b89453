import { Hono } from "hono";
import { anyNewRecord, recordChange } from "../../src/wire/request-body-schemas.ts";
import { answer } from "../middleware/answer.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateJson } from "../middleware/json-body.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { formatValue } from "../support/format-value.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import type { StoredRecord } from "../world/collections/store.ts";
import { ownId } from "./own-id.ts";
import { deleted, updated } from "./record-answers.ts";

/** One record at a time (D). */
export function recordRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();

  routes.post("/", validateJson(anyNewRecord), (c) => {
    const { id, data, external } = c.req.valid("json");
    const { add, toWire } = c.get("collection");
    return answer(c, toWire(add({ id: ownId(c, id, ["id"]), data, external })));
  });

  routes.get("/:id", (c) => {
    const collection = c.get("collection");
    return answer(c, collection.toWire(recordNamed(c.req.param("id"), collection)));
  });

  routes.patch("/:id", validateJson(recordChange), (c) => {
    const collection = c.get("collection");
    const { id } = recordNamed(c.req.param("id"), collection);
    const { data, external } = c.req.valid("json");
    return updated(c, collection.update({ id, data, external }));
  });

  routes.delete("/:id", (c) => {
    const collection = c.get("collection");
    const record = recordNamed(c.req.param("id"), collection);
    collection.remove(record.id);
    return deleted(c, record);
  });
  return routes;
}

function recordNamed(id: string, { store }: CollectionState): StoredRecord {
  const record = store.get(id);
  if (record === undefined) throw new ApiFailure("recordNotFound", { id: formatValue(id) });
  return record;
}

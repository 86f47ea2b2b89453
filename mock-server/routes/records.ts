import { Hono } from "hono";
import { newRecord, pageQuery, recordChange } from "../../src/wire/zod-schemas.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateJson, validateQuery } from "../middleware/validate-request.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { formatValue } from "../support/format-value.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import { expectAtMost } from "../world/limits/limits.ts";
import type { StoredRecord } from "../world/collections/store.ts";
import { filterOf } from "./filter.ts";

/** The response to a deletion. Kinabase's response is unknown (A). */
export const DELETED: Readonly<Record<string, never>> = {};

const PAGE_SIZE = 10;

/** A page of records, and one record at a time (D). */
export function recordRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();

  routes.get("/", validateQuery(pageQuery), (c) => {
    const { limits } = c.var.tenant;
    const query = c.req.valid("query");
    const { pageIndex = 0, pageSize = Math.min(PAGE_SIZE, limits.pageSize), includeLists } = query;
    expectAtMost(limits.pageSize, pageSize, "pageTooLarge");
    const { store, toWire } = c.var.collection;
    const selection = store.select(filterOf(query), pageIndex * pageSize, pageSize);
    const records = selection.records.map((record) => toWire(record, { includeLists }));
    return c.json({ records, totalRecords: selection.total, pageIndex, pageSize });
  });

  routes.post("/", validateJson(newRecord), (c) => {
    const { data, external } = c.req.valid("json");
    const { add, toWire } = c.var.collection;
    return c.json(toWire(add({ data, external })));
  });

  routes.get("/:id", (c) => {
    const { collection } = c.var;
    return c.json(collection.toWire(recordNamed(c.req.param("id"), collection)));
  });

  routes.patch("/:id", validateJson(recordChange), (c) => {
    const { collection } = c.var;
    const { id } = recordNamed(c.req.param("id"), collection);
    const { data, external } = c.req.valid("json");
    return c.json(collection.toWire(collection.update({ id, data, external })));
  });

  routes.delete("/:id", (c) => {
    const { collection } = c.var;
    const { id } = recordNamed(c.req.param("id"), collection);
    collection.removeAll([id], () => ["id"]);
    return c.json(DELETED);
  });
  return routes;
}

function recordNamed(id: string, { store }: CollectionState): StoredRecord {
  const record = store.get(id);
  if (record === undefined) throw new ApiFailure("recordNotFound", { id: formatValue(id) });
  return record;
}

import { Hono } from "hono";
import { anyNewRecord, pageQuery, recordChange } from "../../src/wire/request-schemas.ts";
import { answer } from "../middleware/answer.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateJson } from "../middleware/json-body.ts";
import { validateQuery } from "../middleware/validate-query.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { formatValue } from "../support/format-value.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import type { StoredRecord } from "../world/collections/store.ts";
import { filterOf } from "./filter.ts";
import { ownId } from "./own-id.ts";
import { deleted, updated } from "./record-answers.ts";

const PAGE_SIZE = 10;

/** A page of records, and one record at a time (D). */
export function recordRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();

  routes.get("/", validateQuery(pageQuery), (c) => {
    const { limits } = c.get("tenant");
    const query = c.req.valid("query");
    const { pageIndex = 0, pageSize = Math.min(PAGE_SIZE, limits.pageSize), includeLists } = query;
    if (pageSize > limits.pageSize) {
      throw new ApiFailure("pageTooLarge", { limit: limits.pageSize, count: pageSize });
    }
    const { select, toWire } = c.get("collection");
    const page = (index: number) => {
      const { total, records } = select(filterOf(query), index * pageSize, pageSize);
      const shown = records.map((record) => toWire(record, { includeLists }));
      return { records: shown, totalRecords: total, pageIndex: index, pageSize };
    };
    const wanted = page(pageIndex);
    const last = Math.max(0, Math.ceil(wanted.totalRecords / pageSize) - 1);
    if (pageIndex <= last) return answer(c, wanted);
    switch (c.get("tenant").behaviors.get("list.beyond-end")) {
      case "empty":
        return answer(c, wanted);
      case "repeat":
        return answer(c, page(last));
      case "400":
        throw new ApiFailure("pageBeyondEnd", { pageIndex, last });
    }
  });

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

  routes.delete("/:id", (c) => deleted(c, recordNamed(c.req.param("id"), c.get("collection"))));
  return routes;
}

function recordNamed(id: string, { store }: CollectionState): StoredRecord {
  const record = store.get(id);
  if (record === undefined) throw new ApiFailure("recordNotFound", { id: formatValue(id) });
  return record;
}

import { Hono } from "hono";
import { pageQuery } from "../../src/wire/query-schemas.ts";
import { answer } from "../middleware/answer.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateQuery } from "../middleware/validate-query.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { filterOf } from "../world/collections/record-filter.ts";

/** The number of records in a page, unless the query has one or the limit is smaller (D). */
const PAGE_SIZE = 10;

/** A page of records (D). */
export function pageRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.get("/", validateQuery(pageQuery), (c) => {
    const { behaviors, limits } = c.get("tenant");
    const query = c.req.valid("query");
    const { pageIndex = 0, pageSize = Math.min(PAGE_SIZE, limits.pageSize), includeLists } = query;
    if (pageSize > limits.pageSize) {
      throw new ApiFailure("pageTooLarge", { limit: limits.pageSize, count: pageSize });
    }
    const { select, toWire } = c.get("collection");
    const filter = filterOf(query, behaviors);
    const page = (index: number) => {
      const { total, records } = select(filter, index * pageSize, pageSize);
      const shown = records.map((record) => toWire(record, { includeLists }));
      return { records: shown, totalRecords: total, pageIndex: index, pageSize };
    };
    const wanted = page(pageIndex);
    const last = Math.max(0, Math.ceil(wanted.totalRecords / pageSize) - 1);
    if (pageIndex <= last) return answer(c, wanted);
    switch (behaviors.get("list.beyond-end")) {
      case "empty":
        return answer(c, wanted);
      case "repeat":
        return answer(c, page(last));
      case "400":
        throw new ApiFailure("pageBeyondEnd", { pageIndex, last });
    }
  });
  return routes;
}

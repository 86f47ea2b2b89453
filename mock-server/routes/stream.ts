import { Hono } from "hono";
import { streamQuery } from "../../src/wire/query-schemas.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateQuery } from "../middleware/validate-query.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import { filterOf } from "../world/collections/record-filter.ts";
import type { StoredRecord } from "../world/collections/store.ts";

/** The number of records in a chunk of the response. */
const CHUNK = 100;

/** All records as one JSON array, in chunks (D). */
export function streamRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.get("/", validateQuery(streamQuery), (c) => {
    const { stream, toWire } = c.get("collection");
    const { behaviors, limits: { streamSize } } = c.get("tenant");
    const filter = filterOf(c.req.valid("query"), behaviors);
    const truncates = behaviors.get("all.above-limit") === "truncate";
    const { total, records } = stream(filter, truncates ? streamSize : Infinity);
    if (!truncates && total > streamSize) {
      throw new ApiFailure("streamTooLarge", { limit: streamSize, count: total });
    }
    c.set("streams", true);
    return c.body(jsonArray(records, toWire), 200, { "content-type": "application/json" });
  });
  return routes;
}

/** A JSON array, generated as it is read. */
function jsonArray(
  records: Iterable<StoredRecord>,
  toWire: CollectionState["toWire"],
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const left = records[Symbol.iterator]();
  let next = left.next();
  let opening = "[";
  return new ReadableStream({
    pull(controller) {
      const chunk: string[] = [];
      for (; !next.done && chunk.length < CHUNK; next = left.next()) {
        chunk.push(JSON.stringify(toWire(next.value)));
      }
      controller.enqueue(encoder.encode(opening + chunk.join(",") + (next.done ? "]" : "")));
      opening = ",";
      if (next.done) controller.close();
    },
  }, { highWaterMark: 0 });
}

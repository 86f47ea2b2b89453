import { Hono } from "hono";
import { streamQuery } from "../../src/wire/zod-schemas.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateQuery } from "../middleware/validate-request.ts";
import { expectAtMost } from "../world/limits/limits.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import type { StoredRecord } from "../world/collections/store.ts";
import { filterOf } from "./filter.ts";

/** The number of records in a chunk of the response. */
const CHUNK = 100;

/** All records as one JSON array, in chunks (D). */
export function streamRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.get("/", validateQuery(streamQuery), (c) => {
    // Stored records never change in place, so this is the state when the request arrived.
    const filter = filterOf(c.req.valid("query"));
    const { select, toWire } = c.get("collection");
    const { behaviors, limits: { streamSize } } = c.get("tenant");
    const truncates = behaviors.get("all.above-limit") === "truncate";
    const { total, records } = select(filter, 0, truncates ? streamSize : Infinity);
    if (!truncates) expectAtMost(streamSize, total, "streamTooLarge");
    c.set("streams", true);
    return c.body(jsonArray(records, toWire), 200, { "content-type": "application/json" });
  });
  return routes;
}

/** A JSON array, generated as it is read. */
function jsonArray(
  records: readonly StoredRecord[],
  toWire: CollectionState["toWire"],
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const chunk = records.slice(next, next + CHUNK).map((record) =>
        JSON.stringify(toWire(record))
      );
      const opening = next === 0 ? "[" : ",";
      next += CHUNK;
      const isLast = next >= records.length;
      controller.enqueue(encoder.encode(opening + chunk.join(",") + (isLast ? "]" : "")));
      if (isLast) controller.close();
    },
  }, { highWaterMark: 0 });
}

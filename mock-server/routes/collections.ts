import { Hono } from "hono";
import { answer } from "../middleware/answer.ts";
import { findCollection } from "../middleware/find-collection.ts";
import type { MockEnv } from "../middleware/context.ts";
import { bulkRoutes } from "./bulk.ts";
import { externalRoutes } from "./external.ts";
import { ingestRoutes } from "./ingest.ts";
import { pageRoutes } from "./page.ts";
import { recordRoutes } from "./records.ts";
import { reservedWords } from "./reserved-words.ts";
import { streamRoutes } from "./stream.ts";

/** `GET /collections` (D), and everything below a collection. */
export function collectionRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.get("/", (c) => {
    const { behaviors, collections } = c.get("tenant");
    const hasSlug = behaviors.get("collections.slug") === "present";
    // The properties of an item besides `id` and `slug` are assumed (A).
    const items = collections.all().map(({ id, slug, name }) => ({
      id,
      ...(hasSlug ? { slug } : {}),
      name,
    }));
    switch (behaviors.get("collections.shape")) {
      case "array":
        return answer(c, items);
      case "collections":
        return answer(c, { collections: items });
      case "records": {
        const [totalRecords, pageIndex, pageSize] = [items.length, 0, Math.max(1, items.length)];
        return answer(c, { records: items, totalRecords, pageIndex, pageSize });
      }
    }
  });
  routes.route("/:collection", oneCollection());
  return routes;
}

function oneCollection(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.use(findCollection);
  routes.route("/all", streamRoutes());
  routes.route("/bulk", bulkRoutes());
  routes.route("/ingest", ingestRoutes());
  routes.route("/ext/:service/:externalId", externalRoutes());
  routes.route("/", pageRoutes());
  // Before the records, whose IDs they cannot be.
  routes.route("/", reservedWords());
  routes.route("/", recordRoutes());
  return routes;
}

import type { MiddlewareHandler } from "hono";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { formatValue } from "../support/format-value.ts";
import type { MockEnv } from "./context.ts";

/** Finds the collection in the path by its ID or slug (D). */
export const findCollection: MiddlewareHandler<MockEnv> = (c, next) => {
  const name = c.req.param("collection") ?? "";
  const { collections } = c.get("tenant");
  const collection = collections.find(name);
  if (collection === undefined) {
    const hint = collections.hint(name);
    throw new ApiFailure("collectionNotFound", { collection: formatValue(name), hint });
  }
  c.set("collection", collection);
  return next();
};

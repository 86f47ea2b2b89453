import { type Context, Hono } from "hono";
import {
  anyBulkCreateRequest,
  bulkDeleteRequest,
  bulkUpdateRequest,
} from "../../src/wire/request-body-schemas.ts";
import { answer } from "../middleware/answer.ts";
import { checkBatchSize } from "../middleware/batch-size.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateJson } from "../middleware/json-body.ts";
import type { Where } from "../world/collections/collection.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { formatMessage } from "../world/failures/failures.ts";
import { ownId } from "./own-id.ts";

/** Bulk operations (D). What a batch with an invalid record does, and the responses, are assumed (A). */
export function bulkRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();

  routes.post("/", checkBatchSize("records"), validateJson(anyBulkCreateRequest), (c) => {
    const { addAll, toWire } = c.get("collection");
    const { records } = c.req.valid("json");
    const where: Where = (i) => ["records", i];
    const definitions = records.map(({ id, data, external }, i) => () => ({
      id: ownId(c, id, [...where(i), "id"]),
      data,
      external,
    }));
    return writeBatch(
      c,
      "records",
      where,
      definitions,
      (batch, at) =>
        addAll(batch.map((definition) => definition()), at).map((record) => toWire(record)),
    );
  });

  routes.patch("/", checkBatchSize("records"), validateJson(bulkUpdateRequest), (c) => {
    const { updateAll, toWire } = c.get("collection");
    const { records } = c.req.valid("json");
    return writeBatch(
      c,
      "records",
      (i) => ["records", i],
      records,
      (batch, at) => updateAll(batch, at).map((record) => toWire(record)),
    );
  });

  routes.delete("/", checkBatchSize("recordIds"), validateJson(bulkDeleteRequest), (c) => {
    const { removeAll, store } = c.get("collection");
    const { recordIds } = c.req.valid("json");
    const ignoresMissing = c.get("tenant").behaviors.get("bulk.delete-missing") === "ignore";
    return writeBatch(c, "recordIds", (i) => ["recordIds", i], recordIds, (batch, at) => {
      const there = ignoresMissing ? batch.filter((id) => store.get(id) !== undefined) : batch;
      removeAll(there, at);
      return [...batch];
    });
  });
  return routes;
}

/** An item of a batch that was not written. */
interface BulkError {
  index: number;
  error: string;
}

/** Writes a batch as the tenant does, and responds. */
function writeBatch<T, R>(
  c: Context<MockEnv>,
  name: "records" | "recordIds",
  where: Where,
  items: readonly T[],
  write: (batch: readonly T[], where: Where) => R[],
): Response {
  const { behaviors } = c.get("tenant");
  const partial = behaviors.get("bulk.one-bad-record");
  if (partial === "refuse-all") return respond(c, name, write(items, where), []);
  const done: R[] = [];
  const errors: BulkError[] = [];
  items.forEach((item, index) => {
    try {
      done.push(...write([item], () => where(index)));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const { message } = c.get("tenant").failure(error.failure);
      errors.push({ index, error: formatMessage(message, error.values) });
    }
  });
  return respond(c, name, done, partial === "partial-errors" ? errors : []);
}

function respond<R>(
  c: Context<MockEnv>,
  name: "records" | "recordIds",
  done: readonly R[],
  errors: readonly BulkError[],
): Response {
  switch (c.get("tenant").behaviors.get("bulk.answer")) {
    case "records":
      return answer(c, { [name]: done, ...(errors.length === 0 ? {} : { errors }) });
    case "counts": {
      const [processedRecords, failedRecords] = [done.length, errors.length];
      const totalRecords = processedRecords + failedRecords;
      return answer(c, { totalRecords, processedRecords, failedRecords, errors });
    }
    case "empty":
      return errors.length === 0 ? c.body(null, 200) : answer(c, { errors });
  }
}

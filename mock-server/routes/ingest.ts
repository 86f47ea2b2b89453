import { Hono } from "hono";
import { ingestRequest } from "../../src/wire/request-body-schemas.ts";
import type { IngestFailure, IngestRecord } from "../../src/wire/types.ts";
import { answer } from "../middleware/answer.ts";
import { checkBatchSize } from "../middleware/batch-size.ts";
import type { MockEnv } from "../middleware/context.ts";
import { validateJson } from "../middleware/json-body.ts";
import { formatValue, pathText } from "../support/format-value.ts";
import { isNaive } from "../world/collections/telemetry.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { formatMessage } from "../world/failures/failures.ts";
import type { TenantState } from "../world/tenant/tenant.ts";

/**
 * Telemetry of many records (D). The response is 200 even if records failed (O); the others are stored. The
 * mode is accepted and has no effect (A).
 */
export function ingestRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.post("/", checkBatchSize("records"), validateJson(ingestRequest), (c) => {
    const collection = c.get("collection");
    const tenant = c.get("tenant");
    const { records } = c.req.valid("json");
    const { behaviors } = tenant;
    if (behaviors.get("ingest.naive-timestamp") === "400") refuseNaive(records);
    const errors = records.flatMap((record, index) => {
      try {
        collection.ingest(record, ["records", index]);
        return [];
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
        return [failureOf(error, record.id, tenant)];
      }
    });
    const totalRecords = records.length;
    const failedRecords = errors.length;
    const processedRecords = totalRecords - failedRecords;
    const none = NO_ERRORS[behaviors.get("ingest.errors-when-none")];
    const listed = errors.length === 0 ? none : { errors };
    return answer(c, { totalRecords, processedRecords, failedRecords, ...listed });
  });
  return routes;
}

/** How Kinabase names the record, and error codes such as `UNKNOWN_FIELD`, are assumed (A). */
function failureOf(
  { failure, values }: ApiFailure,
  recordId: string,
  of: TenantState,
): IngestFailure {
  const errorCode = failure.replace(/[A-Z]/g, "_$&").toUpperCase();
  const error = formatMessage(of.failure(failure).message, values);
  const named = of.behaviors.get("ingest.record-id") === "present" ? { recordId } : {};
  return { error, errorCode, ...named };
}

const NO_ERRORS = { array: { errors: [] }, null: { errors: null }, absent: {} };

function refuseNaive(records: readonly IngestRecord[]): void {
  records.forEach(({ changes }, index) =>
    changes.forEach(({ timestamp }, i) => {
      if (!isNaive(timestamp)) return;
      const at = pathText(["records", index, "changes", i, "timestamp"]);
      throw new ApiFailure("invalidTimestamp", { at, value: formatValue(timestamp) });
    })
  );
}

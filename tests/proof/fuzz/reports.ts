import { KinabaseError, type WriteReport } from "../../../mod.ts";
import { ok } from "../../contract/assert.ts";
import type { Call } from "./client-calls.ts";
import type { HostileServer } from "./hostile-server.ts";

/** A range of a report with its kind; without an end if it is open. */
interface Part {
  kind: "done" | "failed" | "unknown" | "unsent";
  from: number;
  to?: number | undefined;
}

/** Throws unless each record has exactly one result, and the requests do not contradict it. */
export function expectHonestReport(report: WriteReport, call: Call, server: HostileServer): void {
  const parts = partsOf(report);
  const shown = JSON.stringify(parts);
  let next: number | undefined = 0;
  for (const { from, to } of parts) {
    ok(
      from === next && (to === undefined || to > from),
      `the ranges do not fit together: ${shown}`,
    );
    next = to;
  }
  const count = call.ids.length;
  const isOpen = call.source !== "array" && next === undefined;
  ok(next === count || isOpen, `the ranges do not cover ${count} records: ${shown}`);
  for (const { error } of [...report.failed, ...report.unknown]) {
    ok(error instanceof KinabaseError, `a range without an error of the client: ${String(error)}`);
  }
  if (call.name !== "bulk.delete") {
    for (let n = 0; n < count; n++) expectPossible(n, parts, server);
  }
}

function partsOf({ done, failed, unknown, unsent }: WriteReport): Part[] {
  const of = (kind: Part["kind"], ranges: readonly { from: number; to?: number | undefined }[]) =>
    ranges.map(({ from, to }): Part => ({ kind, from, to }));
  return [
    ...of("done", done),
    ...of("failed", failed),
    ...of("unknown", unknown),
    ...of("unsent", unsent),
  ].sort((a, b) => a.from - b.from);
}

/** Throws if the requests with a record cannot have had the result that the report claims. */
function expectPossible(n: number, parts: readonly Part[], { requests }: HostileServer): void {
  const part = parts.find(({ from, to = Infinity }) => from <= n && n < to);
  const statuses = requests.filter(({ body }) => numbersIn(body).includes(n)).map((one) =>
    one.status
  );
  const about = `record ${n} is ${part?.kind}, but its requests got ${JSON.stringify(statuses)}`;
  const isSuccess = (status = 0) => status >= 200 && status < 300;
  const isRefusal = (status = 0) =>
    status >= 400 && status < 500 && status !== 408 && status !== 499;
  if (part?.kind === "done") ok(statuses.some(isSuccess), about);
  if (part?.kind === "unknown") ok(statuses.length > 0, about);
  if (part?.kind === "unsent") ok(statuses.every(isRefusal), about);
}

/** The indexes of the records in a body. */
function numbersIn(body: unknown): unknown[] {
  return listIn(body, "records").map((record) => {
    const [change] = listIn(record, "changes");
    return partOf(partOf(change ?? record, "data"), "n");
  });
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function listIn(value: unknown, name: string): unknown[] {
  const list = partOf(value, name);
  return Array.isArray(list) ? list : [];
}

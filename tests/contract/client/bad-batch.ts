import type { IndexRange, WriteReport } from "../../../mod.ts";
import { equal, ok } from "../assert.ts";
import type { CaseContext, DependsOn } from "../case.ts";

/** What a bulk call can know about a batch of which the server refuses one record. */
export const BAD_BATCH: Required<Pick<DependsOn, "bulk.one-bad-record" | "bulk.answer">> = {
  "bulk.one-bad-record": {
    "partial-errors": "the batch is unknown, because it is not known how errors name their records",
    "partial-silent": "the batch is unknown, because the response does not cover it",
  },
  "bulk.answer": {
    empty: "with partial-silent the batch is done, because nothing contradicts it: nobody can know",
  },
};

/** How bulk.create reports a batch of which the server refuses one record; see {@linkcode BAD_BATCH}. */
export async function outcomeOfBadBatch(
  behavior: CaseContext<never>["behavior"],
): Promise<"failed" | "unknown" | "done"> {
  const option = await behavior("bulk.one-bad-record");
  if (option === "refuse-all") return "failed";
  const isEmpty = await behavior("bulk.answer") === "empty";
  return option === "partial-silent" && isEmpty ? "done" : "unknown";
}

/** The ranges of a report without errors, by kind. */
export function rangesIn(report: WriteReport): Record<string, (number | undefined)[][]> {
  const { done, failed, unknown, unsent } = report;
  const ranges = Object.entries({ done, failed, unknown, unsent });
  return Object.fromEntries(
    ranges.map(([kind, list]) => [kind, list.map(({ from, to }) => [from, to])]),
  );
}

/**
 * Expects that each record is in one range of a report, and that what this says about it is true.
 *
 * @param written For each record, whether it was written.
 * @param unknowable The indexes of records that may be reported as done without having been written.
 */
export function expectTrue(
  { done, failed, unknown, unsent }: WriteReport,
  written: readonly boolean[],
  what: string,
  unknowable: readonly number[] = [],
): void {
  const isIn = (ranges: readonly IndexRange[], i: number) =>
    ranges.some(({ from, to = written.length }) => from <= i && i < to);
  written.forEach((wasWritten, i) => {
    const kinds = Object.entries({ done, failed, unknown, unsent })
      .filter(([, ranges]) => isIn(ranges, i)).map(([kind]) => kind);
    equal(kinds.length, 1, `${what}: the number of ranges that contain record ${i}`);
    const [kind = ""] = kinds;
    const isTrue = kind === "unknown" || wasWritten === (kind === "done") ||
      kind === "done" && unknowable.includes(i);
    ok(isTrue, `${what}: record ${i} is ${kind}, but was ${wasWritten ? "" : "not "}written`);
  });
}

import { describe, expect, test } from "bun:test";
import { BadRequestError, NetworkError, PartialFailureError } from "../../../../mod.ts";
import { createRedactor } from "../../../../src/http/redact.ts";
import { reportOrThrow } from "../../../../src/records/throw-on-failure.ts";
import type { BulkReport, WriteReport } from "../../../../src/records/report.ts";

const error = new BadRequestError("no such field", {
  status: 400,
  serverMessage: "No.",
  requestId: "r-1",
  remedy: "Fix it.",
});
const range = { from: 0, to: 2 };
const reportOf = (over: Partial<BulkReport>): BulkReport => ({
  done: [],
  failed: [],
  unknown: [],
  unsent: [],
  ...over,
});

const REPORT_REMEDY =
  "The error's report lists the result of each record. Resend `unsent`. Fix and resend `failed`. " +
  "Check whether the `unknown` records were written before you resend them.";

/** The error of a bulk call with this report. */
function errorOf(over: Partial<BulkReport>, stopped?: { cause: unknown }): PartialFailureError {
  const report = reportOf(over);
  try {
    reportOrThrow("work", report, stopped, undefined, createRedactor());
  } catch (thrown) {
    if (!(thrown instanceof PartialFailureError)) throw thrown;
    expect(thrown.report).toBe(report);
    return thrown;
  }
  throw new Error("expected an error");
}

test("a bulk call returns its report if all records are done", () => {
  const report = reportOf({ done: [range] });
  expect(reportOrThrow("work", report, undefined, undefined, createRedactor())).toBe(report);
  expect(reportOrThrow("work", report, undefined, true, createRedactor())).toBe(report);
});

test("with throwOnFailure: false it always does, with the cause if it stopped", () => {
  const report = reportOf({ unsent: [range] });
  expect(reportOrThrow("work", report, undefined, false, createRedactor())).toBe(report);
  expect(reportOrThrow("work", report, { cause: "enough" }, false, createRedactor())).toEqual({
    ...report,
    cause: "enough",
  });
});

describe("otherwise it throws an error", () => {
  test("if any record is not done, with the counts", () => {
    const cases: [Partial<BulkReport>, string][] = [
      [{ failed: [{ ...range, error }] }, "0 done, 2 failed, 0 unknown, 0 unsent"],
      [{ unknown: [{ ...range, error }] }, "0 done, 0 failed, 2 unknown, 0 unsent"],
      [
        { failed: [{ ...range, error }], unknown: [{ ...range, error }] },
        "0 done, 2 failed, 2 unknown, 0 unsent",
      ],
      [
        { failed: [{ ...range, error }], unsent: [{ from: 2 }] },
        "0 done, 2 failed, 0 unknown, the rest unsent",
      ],
    ];
    for (const [over, counts] of cases) {
      expect(errorOf(over).message).toBe(`work is incomplete (${counts}): no such field`);
    }
    expect(errorOf({ done: [range], unsent: [range] }).message).toBe(
      "work is incomplete (2 done, 0 failed, 0 unknown, 2 unsent)",
    );
  });

  test("if it stopped, also if no record is missing", () => {
    const stopped = errorOf({ done: [range] }, { cause: "enough" });
    expect(stopped.message).toBe("work is incomplete (2 done, 0 failed, 0 unknown, 0 unsent)");
    expect(stopped.cause).toBe("enough");
    expect(stopped.remedy).toBe(REPORT_REMEDY);
  });

  test("with the details of what stopped it, or else of the first failure", () => {
    const details = { status: 400, serverMessage: "No.", requestId: "r-1" };
    const remedy = `Fix it. ${REPORT_REMEDY}`;
    expect(errorOf({ failed: [{ ...range, error }] })).toMatchObject({ ...details, remedy });
    expect(errorOf({ unknown: [{ ...range, error }] })).toMatchObject({ ...details, remedy });
    const cause = new NetworkError("cut", { requestId: "r-2" });
    const stopped = errorOf({ failed: [{ ...range, error }] }, { cause });
    expect(stopped).toMatchObject({ status: undefined, requestId: "r-2", remedy: REPORT_REMEDY });
    expect(stopped.message).toEndWith("(0 done, 2 failed, 0 unknown, 0 unsent): cut");
    expect(stopped.cause).toBe(cause);
  });

  test("that says whether anything may have been written", () => {
    const failed = [{ ...range, error }];
    expect(errorOf({ failed }).mayHaveBeenApplied).toBe(false);
    expect(errorOf({ failed, done: [range] }).mayHaveBeenApplied).toBe(true);
    expect(errorOf({ failed, unknown: failed }).mayHaveBeenApplied).toBe(true);
    expect(errorOf({ failed, done: [range], unknown: failed }).mayHaveBeenApplied).toBe(true);
  });
});

test("the end of each written range is known, also to the compiler", () => {
  const report: WriteReport = { done: [{ from: 0, to: 3 }], failed: [], unknown: [], unsent: [] };
  expect(report.done.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(3);
});

import { describe, expect, test } from "bun:test";
import {
  BadRequestError,
  InvalidCredentialsError,
  NetworkError,
  NotFoundError,
  RateLimitError,
  TimeoutError,
  TokenRejectedError,
  UnexpectedResponseError,
} from "../../../../mod.ts";
import { createRecordOutcomes, type Refused } from "../../../../src/records/record-outcomes.ts";
import { concernsOnlyOneBatch } from "../../../../src/records/batches.ts";
import type { KnownRange } from "../../../../src/records/ranges.ts";

const range = (from: number, to: number): KnownRange => ({ from, to });
const error = new BadRequestError("no such field");
/** An outcome of a call whose only request was rejected for its content. */
const rejected = (error: unknown): Refused => ({ error, maybeApplied: false, rejected: true });
/** An outcome of a call whose content no server looked at. */
const unread = (error: unknown): Refused => ({ error, maybeApplied: false, rejected: false });
const lost = (error: unknown): Refused => ({ error, maybeApplied: true, rejected: false });
const outcomeOf = { failed: rejected, unsent: unread, unknown: lost };
const failed = (from: number, to: number) => ({ from, to, error });

test("a report without records is empty", () => {
  const outcomes = createRecordOutcomes();
  expect(outcomes.report()).toEqual({ done: [], failed: [], unknown: [], unsent: [] });
  expect(outcomes.progress()).toEqual({ done: 0, failed: 0 });
});

describe("adjacent ranges are merged", () => {
  test("in whatever order the responses arrive", () => {
    const outcomes = createRecordOutcomes();
    for (const [from, to] of [[4, 6], [0, 2], [8, 9], [2, 4]] as const) {
      outcomes.answered(range(from, to));
    }
    expect(outcomes.report().done).toEqual([range(0, 6), range(8, 9)]);
  });

  test("including unsent ones", () => {
    const outcomes = createRecordOutcomes();
    outcomes.refused(range(2, 4), unread(new TokenRejectedError("old")));
    outcomes.refused(range(4, 6), unread(new TokenRejectedError("old")));
    outcomes.close(8);
    expect(outcomes.report().unsent).toEqual([range(0, 8)]);
  });

  test("except failed ones, since each has its own reason", () => {
    const outcomes = createRecordOutcomes();
    outcomes.failed(failed(3, 4));
    outcomes.failed(failed(2, 3));
    expect(outcomes.report().failed).toEqual([failed(2, 3), failed(3, 4)]);
  });

  test("a report is a copy that later changes do not affect", () => {
    const outcomes = createRecordOutcomes();
    outcomes.answered(range(0, 2));
    const early = outcomes.report();
    outcomes.answered(range(2, 4));
    expect(early.done).toEqual([range(0, 2)]);
    expect(outcomes.report().done).toEqual([range(0, 4)]);
  });
});

describe("records without an outcome are unsent when the report is made", () => {
  test("all of them, with a known end or without one", () => {
    for (const [end, expected] of [[9, range(0, 9)], [undefined, { from: 0 }]] as const) {
      const outcomes = createRecordOutcomes();
      outcomes.close(end);
      expect(outcomes.report().unsent).toEqual([expected]);
    }
  });

  test("in each gap and after the last, whatever the outcome of the others", () => {
    const outcomes = createRecordOutcomes();
    outcomes.answered(range(1, 2));
    outcomes.failed(failed(3, 4));
    outcomes.refused(range(5, 6), lost(new NetworkError("cut")));
    outcomes.close(undefined);
    expect(outcomes.report().unsent)
      .toEqual([range(0, 1), range(2, 3), range(4, 5), { from: 6 }]);
  });

  test("or none, if every record has an outcome", () => {
    const outcomes = createRecordOutcomes();
    outcomes.answered(range(0, 5));
    outcomes.close(5);
    expect(outcomes.report()).toEqual({ done: [range(0, 5)], failed: [], unknown: [], unsent: [] });
  });
});

describe("a response with failures in a batch", () => {
  for (
    const [where, holes, rest] of [
      ["at its beginning", [[10, 11]], [[11, 20]]],
      ["at its end", [[19, 20]], [[10, 19]]],
      ["in its middle", [[12, 14]], [[10, 12], [14, 20]]],
      ["in several places, in any order", [[17, 18], [12, 13]], [[10, 12], [13, 17], [18, 20]]],
      ["beside each other", [[12, 13], [13, 14]], [[10, 12], [14, 20]]],
      ["over each other", [[12, 15], [13, 14]], [[10, 12], [15, 20]]],
      ["everywhere", [[10, 20]], []],
    ] as const
  ) {
    test(where, () => {
      const outcomes = createRecordOutcomes();
      outcomes.answered(range(10, 20), holes.map(([from, to]) => failed(from, to)));
      const { done, failed: found } = outcomes.report();
      expect(done).toEqual(rest.map(([from, to]) => range(from, to)));
      expect(found.length).toBe(holes.length);
    });
  }

  test("counts each record once in the progress", () => {
    const outcomes = createRecordOutcomes();
    outcomes.answered(range(0, 10), [failed(2, 3), failed(5, 7)]);
    expect(outcomes.progress()).toEqual({ done: 7, failed: 3 });
  });
});

describe("a batch that fails", () => {
  for (
    const [what, thrown, kind, goesOn] of [
      ["a mistake in it", new BadRequestError("wrong"), "failed", true],
      ["a collection that is not there", new NotFoundError("none"), "failed", false],
      ["a token request that is refused with 400", new BadRequestError("wrong"), "unsent", false],
      ["a token request without a response", new NetworkError("cut"), "unsent", false],
      ["refused credentials", new InvalidCredentialsError("wrong"), "unsent", false],
      ["a rejected token", new TokenRejectedError("old"), "unsent", false],
      ["a limit used up", new RateLimitError("wait", { retryAfter: 1 }), "unsent", false],
      ["a lost response", new NetworkError("cut"), "unknown", false],
      ["a deadline", new TimeoutError("late", { scope: "call", timeout: 1 }), "unknown", false],
      ["a proxy's response", new UnexpectedResponseError("HTML"), "unknown", false],
      ["an abort", new DOMException("enough", "AbortError"), "unknown", false],
      ["an abort without an error", "enough", "unknown", false],
    ] as const
  ) {
    test(`${what}: ${kind}, and the others ${goesOn ? "go on" : "do not"}`, () => {
      const outcomes = createRecordOutcomes();
      const how = outcomeOf[kind](thrown);
      outcomes.refused(range(3, 5), how);
      expect(concernsOnlyOneBatch(how.error, how.rejected)).toBe(goesOn);
      const report = outcomes.report();
      for (const name of ["done", "failed", "unknown", "unsent"] as const) {
        expect([name, report[name].map(({ from, to }) => [from, to])])
          .toEqual([name, name === kind ? [[3, 5]] : []]);
      }
    });
  }

  test("an error of another kind is the cause of the one in the report", () => {
    const reason = new DOMException("enough", "AbortError");
    const outcomes = createRecordOutcomes();
    outcomes.refused(range(0, 2), lost(reason));
    const [unknown] = outcomes.report().unknown;
    expect(unknown?.error).toMatchObject({
      code: "network",
      message: "The call ended before its response arrived",
      mayHaveBeenApplied: true,
    });
    expect(unknown?.error.cause).toBe(reason);
  });

  for (
    const error of [
      new TokenRejectedError("old"),
      new InvalidCredentialsError("wrong"),
      new RateLimitError("wait", { retryAfter: 1 }),
      new BadRequestError("wrong"),
      new NotFoundError("none"),
      new UnexpectedResponseError("HTML", { status: 403 }),
    ]
  ) {
    test(`after a lost response it is unknown, whatever comes next: ${error.name}`, () => {
      const outcomes = createRecordOutcomes();
      outcomes.refused(range(0, 2), lost(error));
      const { unknown, failed, unsent } = outcomes.report();
      expect({ unknown, failed, unsent })
        .toEqual({ unknown: [{ from: 0, to: 2, error }], failed: [], unsent: [] });
    });
  }

  test("wraps a foreign error in a NetworkError as its cause", () => {
    const outcomes = createRecordOutcomes();
    const reason = new Error("enough");
    outcomes.refused(range(0, 2), lost(reason));
    const [noted] = outcomes.report().unknown;
    expect(noted?.error).toBeInstanceOf(NetworkError);
    expect(noted?.error.cause).toBe(reason);
  });

  test("counts unknown as failed in the progress, and unsent as neither", () => {
    const outcomes = createRecordOutcomes();
    outcomes.refused(range(0, 2), lost(new NetworkError("cut")));
    outcomes.refused(range(2, 5), rejected(new BadRequestError("wrong")));
    outcomes.refused(range(5, 9), unread(new TokenRejectedError("old")));
    expect(outcomes.progress()).toEqual({ done: 0, failed: 5 });
  });
});

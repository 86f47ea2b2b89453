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
import { createLedger, type Refused } from "../../../../src/records/ledger.ts";
import type { Range } from "../../../../src/records/ranges.ts";

const range = (from: number, to: number): Range => ({ from, to });
const error = new BadRequestError("no such field");
/** An outcome of a call whose only request got this error. */
const rejected = (error: unknown): Refused => ({ error, maybeApplied: false, sent: true });
const lost = (error: unknown): Refused => ({ error, maybeApplied: true, sent: true });
const failed = (from: number, to: number) => ({ from, to, error });

test("a ledger without records is empty", () => {
  const ledger = createLedger();
  expect(ledger.report()).toEqual({ done: [], failed: [], unknown: [], unsent: [] });
  expect(ledger.progress()).toEqual({ done: 0, failed: 0 });
});

describe("adjacent ranges are merged", () => {
  test("in whatever order the responses arrive", () => {
    const ledger = createLedger();
    for (const [from, to] of [[4, 6], [0, 2], [8, 9], [2, 4]] as const) {
      ledger.answered(range(from, to));
    }
    expect(ledger.report().done).toEqual([range(0, 6), range(8, 9)]);
  });

  test("including unsent ones", () => {
    const ledger = createLedger();
    ledger.refused(range(2, 4), rejected(new TokenRejectedError("old")));
    ledger.refused(range(4, 6), rejected(new TokenRejectedError("old")));
    ledger.close(8);
    expect(ledger.report().unsent).toEqual([range(0, 8)]);
  });

  test("except failed ones, since each has its own reason", () => {
    const ledger = createLedger();
    ledger.failed(failed(3, 4));
    ledger.failed(failed(2, 3));
    expect(ledger.report().failed).toEqual([failed(2, 3), failed(3, 4)]);
  });

  test("a report is a copy that later changes do not affect", () => {
    const ledger = createLedger();
    ledger.answered(range(0, 2));
    const early = ledger.report();
    ledger.answered(range(2, 4));
    expect(early.done).toEqual([range(0, 2)]);
    expect(ledger.report().done).toEqual([range(0, 4)]);
  });
});

describe("records without an outcome are unsent when the ledger is closed", () => {
  test("all of them, with a known end or without one", () => {
    for (const [end, expected] of [[9, range(0, 9)], [undefined, { from: 0 }]] as const) {
      const ledger = createLedger();
      ledger.close(end);
      expect(ledger.report().unsent).toEqual([expected]);
    }
  });

  test("in each gap and after the last, whatever the outcome of the others", () => {
    const ledger = createLedger();
    ledger.answered(range(1, 2));
    ledger.failed(failed(3, 4));
    ledger.refused(range(5, 6), lost(new NetworkError("cut")));
    ledger.close(undefined);
    expect(ledger.report().unsent)
      .toEqual([range(0, 1), range(2, 3), range(4, 5), { from: 6 }]);
  });

  test("or none, if every record has an outcome", () => {
    const ledger = createLedger();
    ledger.answered(range(0, 5));
    ledger.close(5);
    expect(ledger.report()).toEqual({ done: [range(0, 5)], failed: [], unknown: [], unsent: [] });
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
      const ledger = createLedger();
      ledger.answered(range(10, 20), holes.map(([from, to]) => failed(from, to)));
      const { done, failed: found } = ledger.report();
      expect(done).toEqual(rest.map(([from, to]) => range(from, to)));
      expect(found.length).toBe(holes.length);
    });
  }

  test("counts each record once in the progress", () => {
    const ledger = createLedger();
    ledger.answered(range(0, 10), [failed(2, 3), failed(5, 7)]);
    expect(ledger.progress()).toEqual({ done: 7, failed: 3 });
  });
});

describe("a batch that fails", () => {
  for (
    const [what, thrown, kind, goesOn] of [
      ["a mistake in it", new BadRequestError("wrong"), "failed", true],
      ["a collection that is not there", new NotFoundError("none"), "failed", false],
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
    test(`${what}: ${kind}, and the others ${goesOn ? "continue" : "stop"}`, () => {
      const ledger = createLedger();
      expect(ledger.refused(range(3, 5), kind === "unknown" ? lost(thrown) : rejected(thrown)))
        .toBe(goesOn);
      const report = ledger.report();
      for (const name of ["done", "failed", "unknown", "unsent"] as const) {
        expect([name, report[name].map(({ from, to }) => [from, to])])
          .toEqual([name, name === kind ? [[3, 5]] : []]);
      }
    });
  }

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
    test(`is unknown after a lost response, whatever comes next: ${error.name}`, () => {
      const ledger = createLedger();
      ledger.refused(range(0, 2), lost(error));
      const { unknown, failed, unsent } = ledger.report();
      expect({ unknown, failed, unsent })
        .toEqual({ unknown: [{ from: 0, to: 2, error }], failed: [], unsent: [] });
    });
  }

  test("is unsent after an error before the first request, whatever its class", () => {
    const ledger = createLedger();
    const early = new NetworkError("no token");
    expect(ledger.refused(range(0, 2), { error: early, maybeApplied: false, sent: false })).toBe(
      false,
    );
    expect(ledger.report().unsent).toEqual([range(0, 2)]);
  });

  test("wraps a foreign error in a NetworkError as its cause", () => {
    const ledger = createLedger();
    const reason = new Error("enough");
    ledger.refused(range(0, 2), lost(reason));
    const [noted] = ledger.report().unknown;
    expect(noted?.error).toBeInstanceOf(NetworkError);
    expect(noted?.error.cause).toBe(reason);
  });

  test("counts unknown as failed in the progress, and unsent as neither", () => {
    const ledger = createLedger();
    ledger.refused(range(0, 2), lost(new NetworkError("cut")));
    ledger.refused(range(2, 5), rejected(new BadRequestError("wrong")));
    ledger.refused(range(5, 9), rejected(new TokenRejectedError("old")));
    expect(ledger.progress()).toEqual({ done: 0, failed: 5 });
  });
});

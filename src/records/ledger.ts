import {
  AuthenticationError,
  BadRequestError,
  NetworkError,
  NotFoundError,
} from "../errors/errors.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { RateLimitError } from "../errors/rate-limit-error.ts";
import type { BulkProgress, BulkReport, FailedRange, IndexRange } from "./report.ts";

/** Records by their indexes; `to` is not included. */
export interface Range {
  /** The first index. */
  from: number;
  /** The index after the last. */
  to: number;
}

/** Keeps account of what became of each record of a bulk call. */
export interface Ledger {
  /** Notes a batch that was answered, save the records that failed by the answer, or may have. */
  answered(
    batch: Range,
    failed?: readonly FailedRange[],
    unknown?: readonly FailedRange[],
  ): void;
  /**
   * Notes a batch that was not.
   *
   * @param unwritten Whether nothing of it can have been written, whatever the error.
   * @returns Whether other batches may still succeed.
   */
  refused(batch: Range, error: unknown, unwritten?: boolean): boolean;
  /** Notes records that were kept back. */
  failed(range: FailedRange): void;
  /**
   * Notes as unsent whatever nothing was noted of.
   *
   * @param end The index after the last record; without it they reach to an end that nobody knows.
   */
  close(end: number | undefined): void;
  /** How far the work has come. */
  progress(): BulkProgress;
  /** The account, each kind in order. */
  report(): BulkReport;
}

/** Opens a ledger. */
export function createLedger(): Ledger {
  const done: Range[] = [];
  const failed: FailedRange[] = [];
  const unknown: FailedRange[] = [];
  const unsent: Range[] = [];
  return {
    answered(batch, failures = [], doubtful = []) {
      failed.push(...failures);
      unknown.push(...doubtful);
      done.push(...without(batch, [...failures, ...doubtful]));
    },
    refused({ from, to }, error, unwritten = false) {
      if (unwritten || isRefusal(error)) {
        unsent.push({ from, to });
        return false;
      }
      if (error instanceof BadRequestError || error instanceof NotFoundError) {
        failed.push({ from, to, error });
        // A batch with a mistake in it says nothing about the others; a missing collection does.
        return error instanceof BadRequestError;
      }
      unknown.push({ from, to, error: lostAnswer(error) });
      return false;
    },
    failed: (range) => void failed.push(range),
    close(end) {
      const noted = [...done, ...failed, ...unknown, ...unsent];
      unsent.push(...without({ from: 0, to: end ?? Infinity }, noted));
    },
    progress: () => ({ done: size(done), failed: size(failed) + size(unknown) }),
    report: () => ({
      done: joined(done),
      failed: inOrder(failed),
      unknown: inOrder(unknown),
      unsent: joined(unsent).map(openEnded),
    }),
  };
}

/** Refused before anything was looked at: nothing of it was written (S, D). */
function isRefusal(error: unknown): boolean {
  return error instanceof AuthenticationError || error instanceof RateLimitError;
}

function lostAnswer(error: unknown): KinabaseError {
  if (error instanceof KinabaseError) return error;
  return new NetworkError("The call was ended before its answer arrived", { cause: error });
}

/** A range without others that lie in it. */
function without({ from, to }: Range, holes: readonly Range[]): Range[] {
  const rest: Range[] = [];
  let next = from;
  for (const hole of inOrder(holes)) {
    if (hole.from > next) rest.push({ from: next, to: hole.from });
    next = Math.max(next, hole.to);
  }
  if (next < to) rest.push({ from: next, to });
  return rest;
}

/** A range as a report shows it: without its end where nobody knows it. */
function openEnded({ from, to }: Range): IndexRange {
  return to === Infinity ? { from } : { from, to };
}

function inOrder<R extends Range>(ranges: readonly R[]): R[] {
  return ranges.toSorted((a, b) => a.from - b.from);
}

/** Neighbors made one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of inOrder(ranges)) {
    const last = result.at(-1);
    if (last?.to === range.from) result[result.length - 1] = { ...range, from: last.from };
    else result.push({ ...range });
  }
  return result;
}

function size(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}

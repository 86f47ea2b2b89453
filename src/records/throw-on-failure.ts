import { KinabaseError } from "../errors/kinabase-error.ts";
import { PartialFailureError } from "../errors/partial-failure-error.ts";
import type { Redactor } from "../http/redact.ts";
import type { BulkReport, IngestReport } from "./report.ts";

/** Why the bulk call stopped early. */
export interface Stop {
  /** The error or abort reason. */
  cause: unknown;
}

/**
 * Ends a bulk call: returns its report, or throws it in an error.
 *
 * @param name The name of the call in the message.
 * @param redactor Keeps secrets out of the message: the cause may be an error of the caller's own code.
 * @throws {PartialFailureError} When not all records were written and `throwOnFailure` is not `false`.
 */
export function reportOrThrow<R extends BulkReport | IngestReport>(
  name: string,
  report: R,
  stopped: Stop | undefined,
  throwOnFailure: boolean | undefined,
  redactor: Redactor,
): R {
  const { done, failed, unknown, unsent } = report;
  const allDone = failed.length + unknown.length + unsent.length === 0 && stopped === undefined;
  if (allDone || throwOnFailure === false) {
    return stopped === undefined ? report : { ...report, cause: stopped.cause };
  }
  const reason = stopped?.cause ?? failed[0]?.error ?? unknown[0]?.error;
  const why = reason instanceof Error ? `: ${redactor.text(reason.message)}` : "";
  const account = Object.entries({ done, failed, unknown, unsent })
    .map(([kind, ranges]) => `${count(ranges)} ${kind}`)
    .join(", ");
  const details = reason instanceof KinabaseError ? reason : undefined;
  throw new PartialFailureError(`${name} is incomplete (${account})${why}`, {
    report,
    cause: stopped?.cause,
    status: details?.status,
    serverMessage: details?.serverMessage,
    requestId: details?.requestId,
    mayHaveBeenApplied: done.length + unknown.length > 0,
    // The cause comes first: it must be fixed before anything is sent again.
    remedy: [details?.remedy, REPORT_REMEDY].filter((remedy) => remedy !== undefined).join(" "),
  });
}

const REPORT_REMEDY =
  "The error's report lists the result of each record. Resend `unsent`. Fix and resend `failed`. " +
  "Check whether the `unknown` records were written before you resend them.";

function count(ranges: readonly { from: number; to?: number | undefined }[]): string {
  const known = ranges.reduce((sum, { from, to = from }) => sum + to - from, 0);
  const open = ranges.some(({ to }) => to === undefined);
  return open ? "the rest" : String(known);
}

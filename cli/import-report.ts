import type { ImportReport, RefusedRow, RowRange } from "../tools/mod.ts";
import { print } from "./output.ts";
import { printable } from "./printable.ts";

/** So many refused rows are printed. The file of refused rows has all. */
const MOST_PRINTED = 10;

/** What else decides about the text of a report. */
export interface ReportOptions {
  /** The file with the refused rows, if there is one. */
  refusedFile: string | undefined;
  /** Whether nothing was written. */
  isDryRun: boolean;
  /** Whether the records were compared with the rows. */
  isVerified: boolean;
}

/** Prints the result of an import for people. */
export function printReport(
  { total, created, updated, refused, different, unknown, earlier, open }: ImportReport,
  { refusedFile, isDryRun, isVerified }: ReportOptions,
): void {
  const verb = isDryRun ? "would be " : "";
  const line = (what: string, rows: readonly RowRange[]) => {
    const count = rows.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    print(
      `${what}: ${count}${
        count === 0 ? "" : ` (${count === 1 ? "row" : "rows"} ${rangesText(rows)})`
      }`,
    );
  };
  print(`rows: ${total}`);
  line(`${verb}created`, created);
  line(`${verb}updated`, updated);
  if (earlier > 0) print(`written by earlier runs: ${earlier}`);
  print(`${verb}refused: ${refused.length}`);
  printReasons(refused);
  if (refusedFile !== undefined) print(`refused rows and reasons: ${refusedFile}`);
  if (isVerified) print(`different in Kinabase: ${different.length}`);
  printReasons(different);
  if (unknown.length > 0) {
    line("unknown", unknown);
    print("  These rows were sent without a response. Look whether they were written.");
  }
  if (open > 0) print(`not yet written: ${open}`);
}

function printReasons(rows: readonly RefusedRow[]): void {
  for (const { row, reason } of rows.slice(0, MOST_PRINTED)) {
    print(`  row ${row}: ${printable(reason)}`);
  }
  if (rows.length > MOST_PRINTED) print(`  and ${rows.length - MOST_PRINTED} more`);
}

/** Ranges as text: `2-301, 305`. Only the first ones if there are many. */
function rangesText(ranges: readonly RowRange[]): string {
  const most = 20;
  const texts = ranges.slice(0, most).map(([first, last]) =>
    first === last ? `${first}` : `${first}-${last}`
  );
  return ranges.length > most ? `${texts.join(", ")}, …` : texts.join(", ");
}

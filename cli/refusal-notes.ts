import type { RefusedRow } from "../tools/mod.ts";
import { printable } from "./printable.ts";

/** So many refusals are shown while the import runs. The report has more. */
const MOST_SHOWN = 5;

/**
 * Returns a function that shows a refused row at once, so that nobody waits for an import of which all rows are
 * refused. A reason is shown only once.
 *
 * @param say Shows a line.
 */
export function refusalNotes(say: (line: string) => void): (refused: RefusedRow) => void {
  const shown = new Set<string>();
  return ({ row, reason }) => {
    if (shown.size >= MOST_SHOWN || shown.has(reason)) return;
    shown.add(reason);
    say(`row ${row} was refused: ${printable(reason)}`);
  };
}

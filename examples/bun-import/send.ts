import {
  type Collection,
  type IndexRange,
  type NewRecord,
  NotFoundError,
  PartialFailureError,
  type WriteReport,
} from "@kinakit/kinabase";
import type { Journal } from "./journal.ts";
import { type Person, SERVICE } from "./row.ts";
import type { Row } from "./rows.ts";

// Kinabase may reject a whole batch because of one row. So rejected rows are sent again in smaller
// batches, until only the wrong rows are left.
const BATCH_SIZES = [100, 10, 1];

/**
 * Sends all rows that are not done.
 *
 * @returns The cause, if the work stopped early.
 */
export async function sendAll(
  people: Collection<Person>,
  rows: readonly Row[],
  journal: Journal,
  onProgress: (done: number) => void,
): Promise<{ cause: unknown } | undefined> {
  const open = () => rows.filter(({ key }) => journal.state(key).status !== "done");
  const report = () => onProgress(rows.length - open().length);
  for (const batchSize of BATCH_SIZES) {
    const sent: Row[] = [];
    const keysOf = ({ from, to = sent.length }: IndexRange) =>
      sent.slice(from, to).map(({ key }) => key);
    report();
    try {
      await people.bulk.create(take(people, open(), batchSize, journal, sent), {
        batchSize,
        onBatch: (batch) => journal.note(keysOf(batch), "done"),
        onProgress: report,
      });
    } catch (error) {
      if (!(error instanceof PartialFailureError)) throw error;
      note(error.report, journal, keysOf);
      const { unknown, unsent } = error.report;
      if (unknown.length + unsent.length > 0) return { cause: error.cause };
    }
  }
  report();
  return undefined;
}

/** Yields rows as records. Marks the rows of a batch as sent before it yields them. */
async function* take(
  people: Collection<Person>,
  rows: readonly Row[],
  batchSize: number,
  journal: Journal,
  sent: Row[],
): AsyncGenerator<NewRecord<Person>> {
  let batch: Row[] = [];
  for (const [index, row] of rows.entries()) {
    if (await isThere(people, row, journal)) journal.note([row.key], "done");
    else batch.push(row);
    if (batch.length < batchSize && index < rows.length - 1) continue;
    journal.note(batch.map(({ key }) => key), "sent");
    sent.push(...batch);
    for (const { key, data } of batch) yield { data, external: [{ key: SERVICE, id: key }] };
    batch = [];
  }
}

/** Checks whether a row is in Kinabase. An earlier run may have lost only the response. */
async function isThere(
  people: Collection<Person>,
  { key }: Row,
  journal: Journal,
): Promise<boolean> {
  if (journal.state(key).status === "new") return false;
  try {
    await people.external(SERVICE).get(key);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

/** Updates the status of failed and unsent rows. Rows with an unknown result keep the status `sent`. */
function note(
  report: WriteReport,
  journal: Journal,
  keysOf: (range: IndexRange) => string[],
): void {
  for (const range of report.failed) {
    journal.note(keysOf(range), "refused", range.error.serverMessage ?? range.error.message);
  }
  for (const range of report.unsent) journal.note(keysOf(range), "new");
}

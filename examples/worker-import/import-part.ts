import { type Collection, type IndexRange, NotFoundError } from "@kinakit/kinabase";
import type { Row } from "./row.ts";

/** What is known about a row. `sent`: it may have been written. */
export type RowState = "new" | "sent" | "done" | "refused";

/** Keeps the states of the rows of one part, over the repetition of a step. */
export interface Journal {
  /** Reads them; `undefined` if nothing was sent yet. */
  read(): Promise<RowState[] | undefined>;
  /** Writes them. When the promise resolves, the next `read` returns them. */
  write(states: readonly RowState[]): Promise<void>;
}

/** The result of a part. */
export interface PartResult {
  done: number;
  /** The rows that Kinabase rejected, and why. */
  refused: { key: string; reason: string }[];
}

/** The external service of the links: each record has the key of its row. */
const SERVICE = "import";

// Kinabase may reject a whole batch because of one row (A). So rejected rows are sent again in smaller batches,
// until only the wrong rows are left.
const BATCH_SIZES = [300, 30, 1];

/**
 * Writes the rows of a part that are not written yet. It may be repeated at any time, also after it ended in
 * the middle: before a row is sent, the journal says so, and a row that may have been written is looked up by
 * its external ID.
 *
 * @throws {NotFoundError} When the collection does not exist.
 * @throws When a batch was not confirmed or not sent. Call it again later.
 */
export async function importPart(
  collection: Collection,
  rows: readonly Row[],
  journal: Journal,
): Promise<PartResult> {
  const states = await journal.read() ?? rows.map((): RowState => "new");
  const reasons = new Map<number, string>();
  const note = (places: readonly number[], state: RowState) => {
    for (const place of places) states[place] = state;
  };

  for (const size of BATCH_SIZES) {
    const open = [...rows.keys()].filter((place) => states[place] !== "done");
    for (let from = 0; from < open.length; from += size) {
      await send(open.slice(from, from + size));
    }
  }
  await journal.write(states);
  return {
    done: states.filter((state) => state === "done").length,
    refused: rows.flatMap(({ key }, place) =>
      states[place] === "refused" ? [{ key, reason: reasons.get(place) ?? "rejected" }] : []
    ),
  };

  async function send(batch: readonly number[]): Promise<void> {
    for (const place of batch) {
      if (states[place] === "sent") note([place], await isThere(place) ? "done" : "new");
    }
    const places = batch.filter((place) => states[place] !== "done");
    if (places.length === 0) return;
    note(places, "sent");
    await journal.write(states);
    const records = places.flatMap((place) => {
      const row = rows[place];
      return row === undefined
        ? []
        : [{ data: row.data, external: [{ key: SERVICE, id: row.key }] }];
    });
    const report = await collection.bulk.create(records, { throwOnFailure: false });
    const within = ({ from, to = places.length }: IndexRange) => places.slice(from, to);
    for (const range of report.done) note(within(range), "done");
    for (const range of report.unsent) note(within(range), "new");
    for (const range of report.failed) {
      // Every row would be refused.
      if (range.error instanceof NotFoundError) {
        note(places, "new");
        await journal.write(states);
        throw range.error;
      }
      note(within(range), "refused");
      const { serverMessage, message } = range.error;
      for (const place of within(range)) reasons.set(place, serverMessage ?? message);
    }
    // The unknown ones stay as they are.
    if (report.unknown.length + report.unsent.length > 0) {
      await journal.write(states);
      throw report.cause ?? new Error("Some records were not confirmed");
    }
  }

  async function isThere(place: number): Promise<boolean> {
    try {
      await collection.external(SERVICE).get(rows[place]?.key ?? "");
      return true;
    } catch (error) {
      if (error instanceof NotFoundError) return false;
      throw error;
    }
  }
}

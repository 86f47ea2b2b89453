// npm run demo        (while `npm run mock` runs in another terminal; it runs: deno run -A mirror.ts people people.jsonl)
import { createClient, KinabaseError, optionsFromEnv } from "@kinakit/kinabase";
import { readState, writeState } from "./state.ts";
import { writeThrough } from "./write-through.ts";

// The local clock and Kinabase's clock may differ. It is also not known whether `updatedAfter`
// includes records updated at exactly that time.
const OVERLAP_MS = 60_000;
const PAGE_SIZE = 300;

const [collection, file] = Deno.args;
if (collection === undefined || file === undefined) {
  console.error("usage: deno run -A mirror.ts <collection> <file.jsonl>");
  Deno.exit(2);
}
try {
  await mirror(collection, file);
} catch (error) {
  if (!(error instanceof KinabaseError)) throw error;
  console.error(
    `${error.message}\n${
      error.remedy ?? ""
    }\nThe mirror keeps what it has. Run the script again to continue.`,
  );
  Deno.exit(1);
}

/** Appends the records that were updated since the last run, one JSON value on each line. */
async function mirror(collection: string, file: string): Promise<void> {
  const client = createClient(optionsFromEnv(Deno.env.toObject()));
  const records = client.collection(collection);
  using output = await Deno.open(file, { create: true, write: true });
  const { size } = await output.stat();
  const kept = await readState(file);
  const state = kept ?? { collection, bytes: 0 };
  const foreign = kept === undefined && size > 0;
  if (foreign || state.collection !== collection || size < state.bytes) {
    throw new Error(
      `${file} is not a mirror of ${collection}. Use another file, or delete this one and its state file.`,
    );
  }
  const { watermark, underWay = { startedAt: Date.now(), pageIndex: 0 } } = state;
  const { startedAt } = underWay;
  const updatedAfter = watermark === undefined ? undefined : new Date(watermark - OVERLAP_MS);
  if (underWay.pageIndex > 0) console.log(`Resuming at page ${underWay.pageIndex}`);

  // Save the state before the first write: it marks the file as a mirror of this collection.
  await writeState(file, { ...state, underWay });
  // Remove what an interrupted run wrote after its last complete page.
  await output.truncate(state.bytes);
  let bytes = await output.seek(0, Deno.SeekMode.End);
  for (let { pageIndex } = underWay;; pageIndex++) {
    const page = await records.page({ pageIndex, pageSize: PAGE_SIZE, updatedAfter });
    const lines = page.records.map((record) => `${JSON.stringify(record)}\n`);
    bytes += await writeThrough(output, lines.join(""));
    const last = (pageIndex + 1) * PAGE_SIZE >= page.totalRecords;
    await writeState(file, {
      collection,
      bytes,
      // Not the current time: records that were updated while this run read pages must be
      // fetched again.
      watermark: last ? startedAt : watermark,
      underWay: last ? undefined : { startedAt, pageIndex: pageIndex + 1 },
    });
    console.log(`Page ${pageIndex}: ${page.records.length} records`);
    if (last) return;
  }
}

// deno run -A mirror.ts <collection> <file.jsonl>
import { createClient, KinabaseError } from "@kinakit/kinabase";
import { readState, writeState } from "./state.ts";
import { writeThrough } from "./write-through.ts";

// The two clocks may differ, and whether `updatedAfter` includes its own instant is not known.
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
  console.error(`${error.message}\n${error.remedy ?? ""}\nWhat is there is kept: run it again.`);
  Deno.exit(1);
}

/** Appends the records that were updated since the last run, a JSON text a line. */
async function mirror(collection: string, file: string): Promise<void> {
  const client = createClient({
    appId: Deno.env.get("KINABASE_APP_ID") ?? "",
    appSecret: Deno.env.get("KINABASE_APP_SECRET") ?? "",
    baseUrl: Deno.env.get("KINABASE_BASE_URL"), // for tests; else Kinabase itself
  });
  const records = client.collection(collection);
  using output = await Deno.open(file, { create: true, write: true });
  const { size } = await output.stat();
  const kept = await readState(file);
  const state = kept ?? { collection, bytes: 0 };
  const foreign = kept === undefined && size > 0;
  if (foreign || state.collection !== collection || size < state.bytes) {
    throw new Error(`${file} is no mirror of ${collection}`);
  }
  const { watermark, underWay = { startedAt: Date.now(), pageIndex: 0 } } = state;
  const { startedAt } = underWay;
  const updatedAfter = watermark === undefined ? undefined : new Date(watermark - OVERLAP_MS);
  if (underWay.pageIndex > 0) console.log(`going on with page ${underWay.pageIndex}`);

  // From here on the file is this script's own.
  await writeState(file, { ...state, underWay });
  // What an interrupted run wrote after its last whole page is fetched again.
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
      // When all is there the next run begins where this one did: not now, since what was updated
      // while pages were read has to be seen again.
      watermark: last ? startedAt : watermark,
      underWay: last ? undefined : { startedAt, pageIndex: pageIndex + 1 },
    });
    console.log(`page ${pageIndex}: ${page.records.length} records`);
    if (last) return;
  }
}

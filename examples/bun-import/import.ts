// npm run demo        (while `npm run mock` runs in another terminal; it runs: bun import.ts people.csv)
import { createClient, KinabaseError, optionsFromEnv } from "@kinakit/kinabase";
import { openJournal } from "./journal.ts";
import { showProgress } from "./progress.ts";
import { COLLECTION } from "./row.ts";
import { readRows } from "./rows.ts";
import { sendAll } from "./send.ts";

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: bun import.ts <file.csv>");
  process.exit(2);
}
const client = createClient({
  ...optionsFromEnv(process.env),
  rateLimit: 90, // Kinabase allows 100 requests a minute. This leaves some for other programs.
});

const rows = await readRows(file);
const journal = openJournal(`${file}.journal`);
const progress = showProgress(rows.length, process.stdout);
let ended: { cause: unknown } | undefined;
try {
  ended = await sendAll(client.collection(COLLECTION), rows, journal, progress.update);
} finally {
  progress.end();
  journal.close();
}

const refused = rows.filter(({ key }) => journal.state(key).status === "refused");
for (const { key, line } of refused) {
  console.error(`line ${line}, ${key}: ${journal.state(key).reason ?? "refused"}`);
}
const done = rows.filter(({ key }) => journal.state(key).status === "done").length;
console.log(`${done} of ${rows.length} rows are in Kinabase, ${refused.length} were refused`);
if (ended !== undefined) {
  const { cause } = ended;
  console.error(cause instanceof Error ? cause.message : String(cause));
  if (cause instanceof KinabaseError && cause.remedy !== undefined) console.error(cause.remedy);
  console.error("Run the import again to continue.");
}
process.exitCode = done === rows.length ? 0 : 1;

// npm run demo        (while `npm run mock` runs in another terminal; it runs: bun main.ts companies companies.db)
import process from "node:process";
import { createClient, KinabaseError, optionsFromEnv } from "@kinakit/kinabase";
import { openCopy } from "./database.ts";
import { openSqlite } from "./sqlite.ts";
import { compareAll, syncChanges } from "./sync.ts";

const [collection, file, flag] = process.argv.slice(2);
if (collection === undefined || file === undefined || ![undefined, "--compare"].includes(flag)) {
  console.error("usage: main.ts <collection> <file.db> [--compare]");
  process.exit(2);
}
const client = createClient({
  ...optionsFromEnv(process.env),
  rateLimit: 90, // Kinabase allows 100 requests a minute. This leaves some for other programs.
});

const database = openSqlite(file);
try {
  const copy = await openCopy(database.query, collection);
  const run = flag === undefined ? syncChanges : compareAll;
  const { saved, removed, left } = await run(client.collection(collection), copy, Date.now());
  console.log(`${saved} records saved, ${removed} removed`);
  if (left > 0) console.log(`${left} more records are missing. Run --compare again.`);
} catch (error) {
  if (!(error instanceof KinabaseError)) throw error;
  console.error(`${error.message}\n${error.remedy ?? ""}`);
  process.exitCode = 1;
} finally {
  database.close();
}

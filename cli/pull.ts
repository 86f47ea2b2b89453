import { type Command, Option } from "commander";
import { pullSeed } from "../tools/mod.ts";
import { addClientCommand, type ConnectionFlags, runWithClient } from "./client-command.ts";
import { counted } from "./counted.ts";
import { names } from "./names.ts";
import { positive } from "./numbers.ts";
import { writeOutput } from "./output-file.ts";

/** The flags of `kinabase pull`. */
interface PullFlags extends ConnectionFlags {
  collection?: string[];
  limit?: number;
  all?: boolean;
  anonymize?: boolean;
  out?: string;
}

const EXAMPLES = `  kinabase pull --out seed.json
  kinabase pull --collection people orders --limit 200 --anonymize --out seed.json
  kinabase mock --seed seed.json

--anonymize replaces text, names, mail addresses, numbers, dates and IDs by
plausible ones, with a random key for each run. Equal values become equal ones,
so links survive. Names of collections, fields and services stay. The result is
not anonymous: people who know the data may recognize it. Protect it like the
data that it comes from.`;

/** Adds `kinabase pull`: makes a seed for the mock from a tenant. */
export function addPullCommand(program: Command): void {
  addClientCommand(
    program,
    "pull",
    "Make a seed for kinabase mock from the collections of a tenant.",
    { examples: EXAMPLES },
  )
    .option("--collection <slug...>", "slugs or IDs of the collections; default: all", names)
    .option("--limit <n>", "how many records of each collection; default: 1000", positive)
    .addOption(new Option("--all", "all records").conflicts("limit"))
    .option("--anonymize", "replace the values by plausible ones")
    .option("--out <file>", "file to write; default: standard output")
    .action((flags: PullFlags) =>
      runWithClient("pull", flags, async ({ client, signal }) => {
        const { collection, limit, all, anonymize, out } = flags;
        const seed = await pullSeed(client, {
          collections: collection,
          limit: all ? "all" : limit,
          anonymize,
          signal,
        });
        await writeOutput(out, [`${JSON.stringify(seed, null, 2)}\n`], signal);
        for (const { slug, records, fields } of seed.collections) {
          const what = fields === undefined
            ? "any field"
            : counted(Object.keys(fields).length, "field");
          console.error(`${slug}: ${counted(records.length, "record")}, ${what}`);
        }
      })
    );
}

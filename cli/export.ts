import { type Command, Option } from "commander";
import { type ExportFormat, exportRecords } from "../tools/mod.ts";
import { addClientCommand, type ConnectionFlags, runWithClient } from "./client-command.ts";
import { counted } from "./counted.ts";
import { writeOutput } from "./output-file.ts";
import { showRate } from "./rate-progress.ts";

/** The flags of `kinabase export`. */
interface ExportFlags extends ConnectionFlags {
  format?: ExportFormat;
  updatedAfter?: string;
  out?: string;
}

const EXAMPLES = `  kinabase export people > people.jsonl
  kinabase export people --format csv --out people.csv
  kinabase export people --updated-after 2026-01-31T00:00:00Z | jq .data.email

A CSV has the columns $id, $numericId and $external, and one for each field.
An empty cell is a missing field. Text is written as it is, unless it could be
read as something else: then it is a JSON string. Other values are JSON.
Details: https://github.com/kinakit/kinabase/blob/main/docs/commands.md`;

/** Adds `kinabase export`: writes the records of a collection as JSON Lines, CSV or JSON. */
export function addExportCommand(program: Command): void {
  addClientCommand(
    program,
    "export <collection>",
    "Write all records of a collection to a file or to standard output.",
    { examples: EXAMPLES },
  )
    .addOption(
      new Option(
        "--format <format>",
        "jsonl, csv or json; default: by the name of --out; without it, jsonl",
      )
        .choices(["jsonl", "csv", "json"]),
    )
    .option("--updated-after <time>", "only records updated after this time, in ISO 8601 with zone")
    .option("--out <file>", "file to write; it is replaced at the end, when it is complete")
    .action((collection: string, flags: ExportFlags) =>
      runWithClient("export", flags, async ({ client, signal }) => {
        const { out, updatedAfter, format = formatOf(out) } = flags;
        const progress = showRate("records");
        let records = 0;
        const onProgress = (done: number) => {
          records = done;
          progress.update(done);
        };
        try {
          const options = { format, updatedAfter, signal, onProgress };
          await writeOutput(out, exportRecords(client, collection, options), signal);
        } finally {
          progress.end();
        }
        if (out !== undefined) {
          console.error(`${counted(records, "record")} written to ${out}`);
        }
      })
    );
}

/** @throws {Error} When the name does not tell the format. */
function formatOf(file: string | undefined): ExportFormat {
  if (file === undefined || /\.(?:jsonl|ndjson)$/i.test(file)) return "jsonl";
  if (/\.csv$/i.test(file)) return "csv";
  if (/\.json$/i.test(file)) return "json";
  throw new Error(
    `--out ${file}: the format is not known by this name. Give --format jsonl, csv or json.`,
  );
}

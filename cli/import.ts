import { createReadStream, existsSync } from "node:fs";
import process from "node:process";
import { type Command, Option } from "commander";
import {
  type FileRow,
  fileRows,
  type FileRowsOptions,
  type ImportFormat,
  importRecords,
  type ImportReport,
  refusedRows,
  type RowRange,
} from "../tools/mod.ts";
import {
  addClientCommand,
  type Connection,
  type ConnectionFlags,
  runWithClient,
} from "./client-command.ts";
import { explain } from "./explain.ts";
import { messageOf } from "./fail.ts";
import { fileError } from "./file-error.ts";
import { digestOf, openImportJournal } from "./import-journal.ts";
import { positive } from "./numbers.ts";
import { print } from "./output.ts";
import { writeOutput } from "./output-file.ts";
import { showRate } from "./rate-progress.ts";
import { lockFile } from "./state-lock.ts";

/** The flags of `kinabase import`. */
interface ImportFlags extends ConnectionFlags {
  format?: ImportFormat;
  key?: string;
  text?: string[];
  dryRun?: boolean;
  createOnly?: boolean;
  updateOnly?: boolean;
  continue?: boolean;
  batchSize?: number;
  settle: number;
  json?: boolean;
}

const SETTLE_SECONDS = 10;
const STOPPED_EARLY = 3;
/** So many refused rows are printed. The file of refused rows has all. */
const MOST_PRINTED = 10;

const EXAMPLES = `  kinabase import people people.csv --dry-run
  kinabase import people people.csv --key crm=number
  kinabase import people people.csv --key crm=number --continue
  kinabase import people export.jsonl --key crm
  kinabase import people people.csv --text zip phone

With --key, each row is linked to its key. A row whose key is already linked to
a record updates it: the fields without a cell stay unchanged. Without --key,
each row becomes a new record. Row numbers are those of a spreadsheet: the
header is row 1.

Every step is recorded in FILE.journal. After a crash, Ctrl-C or a lost network,
run the same command with --continue. Refused rows are written to
FILE.refused.csv (or .jsonl): fix them, and import that file.
Details: https://github.com/kinakit/kinabase/blob/main/docs/commands.md`;

const EXIT_CODES = `
Exit codes:
  0    all rows were written; with --dry-run: no row would be refused
  1    some rows were refused, or it is not known whether they were written
  2    wrong arguments, credentials or file; nothing was written
  3    stopped early; --continue goes on
  129  stopped by SIGHUP; 130: by SIGINT (Ctrl-C); 143: by SIGTERM
  141  stopped because nobody reads the output`;

/** Adds `kinabase import`: writes the rows of a CSV or of JSON Lines as records. */
export function addImportCommand(program: Command): void {
  addClientCommand(
    program,
    "import <collection> <file>",
    "Write the rows of a CSV or JSON Lines file as records.",
    { examples: EXAMPLES, exitCodes: EXIT_CODES },
  )
    .addOption(
      new Option("--format <format>", "csv or jsonl; default: by the name of the file")
        .choices(["csv", "jsonl"]),
    )
    .option(
      "--key <service=field>",
      "field that identifies a row, and the service of the links; without =field, the row's own link",
    )
    .option("--text <column...>", "columns of a CSV whose cells are text, such as zip codes")
    .option("--dry-run", "write nothing; say what would be created, updated and refused")
    .addOption(
      new Option("--create-only", "refuse rows whose record exists").conflicts("updateOnly"),
    )
    .option("--update-only", "refuse rows whose record does not exist; needs --key")
    .option("--continue", "go on with an import that was interrupted")
    .option("--batch-size <n>", "rows in a request, 1 to 300; default: 300", positive)
    .option(
      "--settle <seconds>",
      "how long the service may work on a request whose response was lost",
      Number,
      SETTLE_SECONDS,
    )
    .option("--json", "print the result as one line of JSON")
    .action((collection: string, file: string, flags: ImportFlags) =>
      runWithClient(
        "import",
        flags,
        (connection) => runImport(connection, collection, file, flags),
        (signal) =>
          console.error(
            `${signal}: stops after the current request. Send it again to stop at once.`,
          ),
      )
    );
}

async function runImport(
  { client, signal }: Connection,
  collection: string,
  file: string,
  flags: ImportFlags,
): Promise<void> {
  const { key, text, dryRun, batchSize, settle, json } = flags;
  if (flags.updateOnly && key === undefined) throw new Error("--update-only needs --key.");
  const { format = formatOf(file) } = flags;
  const [, service = undefined, keyField] = /^([^=]+)(?:=(.+))?$/s.exec(key ?? "") ?? [];
  if (key !== undefined && service === undefined) {
    throw new Error(`--key: expected <service>=<field> such as crm=number, got ${key}`);
  }
  const rows = () => rowsOf(file, { format, service, keyField, text });
  const identity = {
    file: await digestOf(file).catch(fileError("", file, "Choose another file.")),
    baseUrl: client.baseUrl,
    collection,
    key: key ?? null,
  };
  const path = `${file}.journal`;
  const lock = dryRun ? undefined : lockFile(path, console.error, "import");
  try {
    const journal = dryRun ? undefined : openImportJournal(path, identity, flags.continue === true);
    try {
      const progress = showRate("rows");
      const report = await importRecords(client, collection, rows, {
        service,
        only: flags.createOnly ? "create" : flags.updateOnly ? "update" : undefined,
        dryRun,
        journal,
        batchSize,
        signal,
        settleTime: settle * 1000,
        onProgress: ({ done, total }) => progress.update(done, total),
      }).finally(() => progress.end());
      const refusedFile = dryRun || report.refused.length === 0
        ? undefined
        : `${file}.refused.${format}`;
      // Of an import that had ended before, somebody may be fixing the rows.
      const isKept = journal?.ended && refusedFile !== undefined && existsSync(refusedFile);
      if (refusedFile !== undefined && !isKept) {
        // The report is complete even if the run was stopped.
        const never = new AbortController().signal;
        await writeOutput(refusedFile, refusedRows(rows(), report.refused), never);
      }
      if (json) print(JSON.stringify({ ...report, cause: causeOf(report, client.baseUrl) }));
      else printReport(report, refusedFile, dryRun === true);
      setExitCode(report, client.baseUrl, signal.aborted);
    } finally {
      journal?.close();
    }
  } finally {
    lock?.release();
  }
}

async function* rowsOf(file: string, options: FileRowsOptions): AsyncGenerator<FileRow> {
  try {
    yield* fileRows(createReadStream(file), options);
  } catch (error) {
    // Errors of the file: those of the import are not thrown in here.
    throw new Error(`${file}: ${messageOf(error)}`);
  }
}

function formatOf(file: string): ImportFormat {
  if (/\.csv$/i.test(file)) return "csv";
  if (/\.(?:jsonl|ndjson)$/i.test(file)) return "jsonl";
  throw new Error(`${file}: its format is not known by its name. Give --format csv or jsonl.`);
}

function printReport(
  { total, created, updated, refused, unknown, earlier, open }: ImportReport,
  refusedFile: string | undefined,
  isDryRun: boolean,
): void {
  const verb = isDryRun ? "would be " : "";
  const line = (what: string, rows: readonly RowRange[]) => {
    const count = rows.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    print(`${verb}${what}: ${count}${count === 0 ? "" : ` (rows ${rangesText(rows)})`}`);
  };
  print(`rows: ${total}`);
  line("created", created);
  line("updated", updated);
  if (earlier > 0) print(`written by earlier runs: ${earlier}`);
  print(`${verb}refused: ${refused.length}`);
  for (const { row, reason } of refused.slice(0, MOST_PRINTED)) print(`  row ${row}: ${reason}`);
  if (refused.length > MOST_PRINTED) print(`  and ${refused.length - MOST_PRINTED} more`);
  if (refusedFile !== undefined) print(`refused rows and reasons: ${refusedFile}`);
  if (unknown.length > 0) {
    line("unknown", unknown);
    print("  These rows were sent without a response. Look whether they were written.");
  }
  if (open > 0) print(`not yet written: ${open}`);
}

/** Ranges as text: `2-301, 305`. Only the first ones if there are many. */
function rangesText(ranges: readonly RowRange[]): string {
  const most = 20;
  const texts = ranges.slice(0, most).map(([first, last]) =>
    first === last ? `${first}` : `${first}-${last}`
  );
  return ranges.length > most ? `${texts.join(", ")}, …` : texts.join(", ");
}

function causeOf({ cause }: ImportReport, baseUrl: string): string | undefined {
  return cause === undefined ? undefined : explain(cause, baseUrl);
}

function setExitCode(report: ImportReport, baseUrl: string, isStopped: boolean): void {
  if (report.cause !== undefined) {
    if (!isStopped) console.error(`kinabase import: ${causeOf(report, baseUrl)}`);
    console.error("The import has not ended. Run the command again with --continue.");
    process.exitCode = STOPPED_EARLY;
  } else if (report.refused.length + report.unknown.length > 0) process.exitCode = 1;
}

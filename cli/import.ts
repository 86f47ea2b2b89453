import { existsSync, lstatSync } from "node:fs";
import process from "node:process";
import { type Command, Option } from "commander";
import { AuthenticationError, KinabaseError, NotFoundError } from "../mod.ts";
import { type ImportFormat, importRecords, refusedRows, RowsRefusedError } from "../tools/mod.ts";
import {
  addClientCommand,
  type Connection,
  type ConnectionFlags,
  runWithClient,
} from "./client-command.ts";
import { explain } from "./explain.ts";
import { messageOf } from "./fail.ts";
import { BY_ID, isPartlyWritten, openImportJournal } from "./import-journal.ts";
import { printReport } from "./import-report.ts";
import { formatOf, openImportSource } from "./import-source.ts";
import { batchSize, seconds } from "./numbers.ts";
import { print } from "./output.ts";
import { printable } from "./printable.ts";
import { showRate } from "./rate-progress.ts";
import { refusalNotes } from "./refusal-notes.ts";
import { putAside, writeRefusedFile } from "./refused-file.ts";
import { withoutLinks } from "./replace-file.ts";
import { lockFile } from "./state-lock.ts";
import { claimsOf } from "./token-claims.ts";

/** The flags of `kinabase import`. */
interface ImportFlags extends ConnectionFlags {
  format?: ImportFormat;
  key?: string;
  byId?: boolean;
  text?: string[];
  omit?: string[];
  dryRun?: boolean;
  verify?: boolean;
  createOnly?: boolean;
  updateOnly?: boolean;
  continue?: boolean;
  batchSize?: number;
  settle: number;
  json?: boolean;
}

const SETTLE_SECONDS = 10;
const STOPPED_EARLY = 3;

const EXAMPLES = `  kinabase import people people.csv --dry-run
  kinabase import people people.csv --key crm=number
  kinabase import people people.csv --key crm=number --omit number
  kinabase import people people.csv --key crm=number --continue
  kinabase import people export.jsonl --key crm
  kinabase import people edited-export.csv --by-id --dry-run
  kinabase import people people.csv --text zip phone

With --key, each row is linked to its key. A row whose key is already linked to
a record updates it: the fields without a cell stay unchanged. With --by-id,
each row updates the record whose ID it has, as in an exported file. Without
both, each row becomes a new record. Row numbers are those of a spreadsheet:
the header is row 1.

Every step is recorded in FILE.journal. After a crash, Ctrl-C or a lost network,
run the same command with --continue. Refused rows are written to
FILE.refused.csv (or .jsonl): fix them, and import that file in the same way.
Details: https://github.com/kinakit/kinabase/blob/main/docs/commands.md`;

const EXIT_CODES = `
Exit codes:
  0    all rows were written; with --dry-run: no row would be refused
  1    some rows were refused, it is not known whether they were written, or
       with --verify their records differ
  2    wrong arguments, credentials, collection or file: this run wrote nothing;
       or the output is full: then rows may have been written
  3    stopped early; it is said whether --continue goes on
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
    .addOption(
      new Option("--by-id", "change existing records: each row has the ID of its record")
        .conflicts(["key", "createOnly"]),
    )
    .option("--text <column...>", "columns of a CSV whose cells are text, such as zip codes")
    .option("--omit <column...>", "columns that are not sent, such as a key that is no field")
    .option("--dry-run", "write nothing; say what would be created, updated and refused")
    .addOption(
      new Option("--create-only", "refuse rows whose record exists").conflicts("updateOnly"),
    )
    .option("--update-only", "refuse rows whose record does not exist; needs --key or --by-id")
    .option("--continue", "go on with an import that was interrupted")
    .option(
      "--verify",
      "at the end, compare the records with the rows; needs --key or --by-id",
    )
    .option("--batch-size <n>", "rows in a request, 1 to 300; default: 300", batchSize)
    .option(
      "--settle <seconds>",
      "how long the service may work on a request whose response was lost",
      seconds,
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
  const { key, byId, text, omit, dryRun, verify } = flags;
  const isKeyed = key !== undefined || byId === true;
  if (flags.updateOnly && !isKeyed) throw new Error("--update-only needs --key or --by-id.");
  if (verify && !isKeyed) throw new Error("--verify needs --key or --by-id.");
  const { format = formatOf(file) } = flags;
  const [, service = undefined, keyField] = /^([^=]+)(?:=(.+))?$/s.exec(key ?? "") ?? [];
  if (key !== undefined && service === undefined) {
    throw new Error(
      `--key: expected <service>=<field> such as crm=number, got ${JSON.stringify(key)}`,
    );
  }
  const source = await openImportSource(file);
  const rows = () => source.rows({ service, byId, keyField, text, omit, format });
  // Beside the file itself, so that two links to it are not imported as two files.
  const beside = lstatSync(file).isSymbolicLink() ? await withoutLinks(file) : file;
  const path = `${beside}.journal`;
  const lock = dryRun ? undefined : lockFile(path, console.error, "import");
  try {
    let tenant: string | null;
    try {
      tenant = claimsOf(await client.token({ signal })).tenantId ?? null;
    } catch (error) {
      if (dryRun || isFinal(error)) throw error;
      if (flags.json) print(JSON.stringify({ cause: explain(error, client.baseUrl) }));
      return stopEarly(error, client.baseUrl, signal, NOT_STARTED);
    }
    const { baseUrl } = client;
    const identity = {
      file: source.digest,
      baseUrl,
      tenant,
      collection,
      key: byId ? BY_ID : key ?? null,
    };
    if (flags.continue && !dryRun && !existsSync(path)) {
      console.error(`There is no journal ${path}, so the import starts with the first row.`);
    }
    const refusedPath = `${beside}.refused.${format}`;
    const wasRefusedWhole = !dryRun && existsSync(path) && !isPartlyWritten(path);
    if (!isKeyed && wasRefusedWhole && isPartlyWritten(`${refusedPath}.journal`)) {
      throw new Error(
        `the rows of the file were imported from ${refusedPath}. To import them once more, delete ${path}.`,
      );
    }
    const journal = dryRun ? undefined : openImportJournal(path, identity, flags.continue === true);
    try {
      const progress = showRate("rows");
      const report = await importRecords(client, collection, rows, {
        service,
        byId,
        only: flags.createOnly ? "create" : flags.updateOnly ? "update" : undefined,
        dryRun,
        verify,
        journal,
        batchSize: flags.batchSize,
        signal,
        settleTime: flags.settle * 1000,
        onRefused: dryRun ? undefined : refusalNotes(progress.say),
        onProgress: ({ done, total }) => progress.update(done, total),
      }).finally(() => progress.end());
      const isStarted = journal !== undefined && (journal.hasSteps || !isFinal(report.cause));
      if (report.cause !== undefined && !isStarted) throw report.cause;
      const refusedFile = dryRun || report.refused.length === 0 ? undefined : refusedPath;
      let refusedError: unknown;
      try {
        if (refusedFile === undefined) {
          // Its rows have been imported now. Importing them from there would add them twice.
          if (wasRefusedWhole && report.cause === undefined) putAside(refusedPath);
          // Of an import that had ended before, somebody may be fixing the rows.
        } else if (!(journal?.ended && existsSync(refusedFile))) {
          await writeRefusedFile(refusedFile, refusedRows(rows(), report.refused));
        }
      } catch (error) {
        refusedError = error;
      }
      const cause = report.cause === undefined ? undefined : explain(report.cause, baseUrl);
      // If the import stopped early, nothing was compared.
      const withoutDifferent = cause === undefined ? {} : { different: undefined };
      if (flags.json) print(JSON.stringify({ ...report, ...withoutDifferent, cause }));
      else {
        printReport(report, {
          refusedFile: refusedError === undefined ? refusedFile : undefined,
          isDryRun: dryRun === true,
          isVerified: verify === true && !dryRun && cause === undefined,
        });
      }
      if (report.unseenFields.length > 0) console.error(unseenFieldsText(report.unseenFields));
      if (refusedError !== undefined) {
        console.error(`kinabase import: ${messageOf(refusedError)}`);
        process.exitCode = 1;
      }
      if (report.cause !== undefined) {
        return stopEarly(
          report.cause,
          baseUrl,
          signal,
          !journal?.hasSteps
            ? NOT_STARTED
            : report.cause instanceof RowsRefusedError
            ? afterRefusals(path, refusedFile)
            : "The import has not ended. Run the command again with --continue.",
        );
      }
      const { refused, unknown, different } = report;
      if (refused.length + unknown.length + different.length > 0) process.exitCode = 1;
    } finally {
      journal?.close();
    }
  } finally {
    lock?.release();
  }
}

/** Whether the same import would fail again: with these credentials or arguments, nothing can be written. */
function isFinal(error: unknown): boolean {
  return error instanceof AuthenticationError || error instanceof NotFoundError ||
    !(error instanceof KinabaseError);
}

const NOT_STARTED = "The import could not start. Run the command again.";

/** What to do after rows that were all refused: the same command would be refused again. */
function afterRefusals(journal: string, refusedFile: string | undefined): string {
  return isPartlyWritten(journal)
    ? "The import has not ended. If a column is wrong, add --omit to the command. Run it again with --continue " +
      `for the rows that are left. Then fix ${refusedFile} and import that file.`
    : "Nothing was written. Fix the file, or leave a wrong column out with --omit, and run the command again.";
}

function stopEarly(cause: unknown, baseUrl: string, signal: AbortSignal, nextStep: string): void {
  if (!signal.aborted) console.error(`kinabase import: ${explain(cause, baseUrl)}`);
  console.error(nextStep);
  process.exitCode = STOPPED_EARLY;
}

/** A warning after a dry run. */
function unseenFieldsText(names: readonly string[]): string {
  const [what, it] = names.length === 1 ? ["field", "it"] : ["fields", "them"];
  const shown = names.map((name) => printable(JSON.stringify(name))).join(", ");
  const columns = names.map((name) =>
    /^[\w.-]+$/.test(name) ? name : printable(JSON.stringify(name))
  );
  return `No record has the ${what} ${shown} (at most 300 were read). If the collection does not have ${it}, ` +
    `the rows will be refused. Leave ${it} out with --omit ${columns.join(" ")}.`;
}

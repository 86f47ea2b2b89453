import { readFile } from "node:fs/promises";
import process from "node:process";
import { type Command, Option } from "commander";
import {
  type InferredCollection,
  type InferredField,
  inferTypes,
  typesDrift,
  typesFile,
} from "../tools/mod.ts";
import { addClientCommand, type ConnectionFlags, runWithClient } from "./client-command.ts";
import { counted } from "./counted.ts";
import { fileError } from "./file-error.ts";
import { names } from "./names.ts";
import { positive } from "./numbers.ts";
import { print } from "./output.ts";
import { writeOutput } from "./output-file.ts";
import { printable } from "./printable.ts";

/** The flags of `kinabase types`. */
interface TypesFlags extends ConnectionFlags {
  collection?: string[];
  out?: string;
  sample?: number;
  all?: boolean;
  zod?: boolean;
  enums?: boolean;
  check?: boolean;
  quiet?: boolean;
}

const EXAMPLES = `  kinabase types --out src/kinabase.ts
  kinabase types --collection people purchase-orders --zod --out src/kinabase.ts
  kinabase types --all --enums --out src/kinabase.ts
  kinabase types --check --out src/kinabase.ts

The file has an interface for each collection and the map Collections:

  import { createClient } from "@kinakit/kinabase";
  import type { Collections } from "./kinabase.ts";

  const client = createClient<Collections>({ appId, appSecret });
  client.collection("people"); // typed; a misspelled slug is an error`;

const EXIT_CODES = `
Exit codes:
  0    the file was written; with --check: it still fits
  1    with --check: the tenant has changed; standard output says how
  2    wrong arguments or credentials, a request failed, or the output is full
  129  stopped by SIGHUP; 130: by SIGINT (Ctrl-C); 143: by SIGTERM
  141  stopped because nobody reads the output`;

/** Adds `kinabase types`: writes TypeScript types that are inferred from records. */
export function addTypesCommand(program: Command): void {
  addClientCommand(
    program,
    "types",
    "Infer TypeScript types from records, and write them to a file.",
    { examples: EXAMPLES, exitCodes: EXIT_CODES },
  )
    .option("--collection <slug...>", "slugs or IDs of the collections; default: all", names)
    .option("--out <file>", "file to write; default: standard output")
    .option("--sample <n>", "how many records of each collection to read; default: 300", positive)
    .addOption(new Option("--all", "read all records").conflicts("sample"))
    .option("--zod", "also write a zod schema for each collection")
    .option("--enums", "write few-valued text as its values; then the file has values of records")
    .option("--check", "write nothing; say how the tenant differs from the file of --out")
    .option("--quiet", "do not say how sure each type is")
    .action((flags: TypesFlags) =>
      runWithClient("types", flags, async ({ client, signal }) => {
        const { collection, out, sample, all, zod, enums, check, quiet } = flags;
        if (check && out === undefined) {
          throw new Error("--check needs --out <file>, the file to compare with.");
        }
        const before = check && out !== undefined
          ? { file: out, text: await readFile(out, "utf8").catch(fileError("--out", out, "")) }
          : undefined;
        const collections = await inferTypes(client, {
          collections: collection,
          sample: all ? "all" : sample,
          signal,
        });
        if (before !== undefined) {
          const changes = drift(before, collections, flags);
          for (const change of changes) print(printable(change));
          if (changes.length > 0) process.exitCode = 1;
          return;
        }
        await writeOutput(out, [typesFile(collections, { zod, enums })], signal);
        if (!quiet) { for (const found of collections) console.error(reportOf(found)); }
      })
    );
}

function drift(
  { file, text }: { file: string; text: string },
  collections: readonly InferredCollection[],
  { collection, enums }: TypesFlags,
): string[] {
  try {
    return typesDrift(text, collections, { enums, all: collection === undefined });
  } catch (error) {
    return fileError("--out", file, "Write it with kinabase types.")(error);
  }
}

/** Says how sure the types of a collection are. It contains no values. */
function reportOf({ slug, records, fields }: InferredCollection): string {
  const lines = fields.map((field) => `  ${printable(certainty(field, records))}`);
  return [`${slug}: ${counted(records, "record")} read`, ...lines].join("\n");
}

function certainty({ name, types, values, nulls, missing }: InferredField, records: number) {
  const kinds = types.map((type) => {
    if (type.kind !== "text") return type.kind;
    if (type.choices !== undefined) return `text with ${type.choices.length} different values`;
    return type.format === undefined ? "text" : `text (${type.format})`;
  });
  const share = (count: number) => `${Math.round((count / Math.max(1, records)) * 1000) / 10}%`;
  const seen = `${counted(values, "value")}, ${share(nulls)} null, ${share(missing)} missing`;
  return `${name}: ${kinds.join(" or ") || "not known"}; ${seen}`;
}

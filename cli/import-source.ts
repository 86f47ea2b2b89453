import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type FileRow, fileRows, type FileRowsOptions, type ImportFormat } from "../tools/mod.ts";
import { messageOf } from "./fail.ts";
import { fileError } from "./file-error.ts";

const REMEDY = "Choose another file.";

/** A file to import. It is read several times, and must not change meanwhile. */
export interface ImportSource {
  /** The SHA-256 of the file, in hexadecimal. */
  readonly digest: string;
  /**
   * Reads the rows from the start.
   *
   * @throws {Error} When the file has changed, or is not what it should be. The message names it.
   */
  rows(options: FileRowsOptions): AsyncGenerator<FileRow, void, undefined>;
}

/**
 * Opens a file to import.
 *
 * @throws {Error} When it cannot be read, or only once.
 */
export async function openImportSource(file: string): Promise<ImportSource> {
  const before = await stat(file).catch(fileError("", file, REMEDY));
  if (!before.isFile()) {
    throw new Error(
      before.isDirectory()
        ? `${file}: it is a folder, not a file. ${REMEDY}`
        : `${file}: an import reads it several times. Save it as a regular file first.`,
    );
  }
  async function expectUnchanged(): Promise<void> {
    const { size, mtimeMs } = await stat(file);
    if (size === before.size && mtimeMs === before.mtimeMs) return;
    throw new Error("it has changed during the import");
  }
  return {
    digest: await digestOf(file).catch(fileError("", file, REMEDY)),
    async *rows(options) {
      try {
        await expectUnchanged();
        yield* fileRows(createReadStream(file), options);
        await expectUnchanged();
      } catch (error) {
        // Errors of the file: those of the import are not thrown in here.
        throw new Error(`${file}: ${messageOf(error)}`);
      }
    },
  };
}

/**
 * The format of a file, by its name.
 *
 * @throws {Error} When the name does not tell.
 */
export function formatOf(file: string): ImportFormat {
  if (/\.csv$/i.test(file)) return "csv";
  if (/\.(?:jsonl|ndjson)$/i.test(file)) return "jsonl";
  throw new Error(
    /\.json$/i.test(file)
      ? `${file}: a JSON file cannot be imported. Save the records as CSV or as JSON Lines (.jsonl).`
      : `${file}: its format is not known by its name. Give --format csv or jsonl.`,
  );
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

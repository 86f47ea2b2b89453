import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as z from "zod";
import type { ImportJournal, JournalEntry } from "../tools/mod.ts";
import { errorCode } from "./file-error.ts";
import { messageOf } from "./fail.ts";

/** What an import does, so that it is only continued as it was started. */
export interface ImportIdentity {
  /** The SHA-256 of the file, in hexadecimal. */
  file: string;
  baseUrl: string;
  collection: string;
  /** The key, as given. */
  key: string | null;
}

/** The journal of an import in a file. */
export interface JournalFile extends ImportJournal {
  /** Whether all rows had their final result when it was opened. */
  readonly ended: boolean;
  /** Closes the file. */
  close(): void;
}

const range = z.tuple([z.int(), z.int()]);
const ranges = z.array(range);

const entrySchema: z.ZodType<JournalEntry> = z.union([
  z.strictObject({ creating: ranges }),
  z.strictObject({ updating: ranges }),
  z.strictObject({ done: ranges }),
  z.strictObject({ unsent: ranges }),
  z.strictObject({ refused: z.array(z.strictObject({ row: z.int(), reason: z.string() })) }),
  z.strictObject({ ended: z.literal(true) }),
]);

const headerSchema = z.object({
  import: z.object({
    file: z.string(),
    baseUrl: z.string(),
    collection: z.string(),
    key: z.string().nullable(),
  }),
});

/**
 * Opens the journal of an import: a file to which each step is appended before the next request, and flushed to
 * the disk. A step that was not completely written did not happen.
 *
 * @param continues Whether to go on with an import that was started.
 * @throws {Error} When the journal is of another import, or an import must be continued or not repeated.
 */
export function openImportJournal(
  path: string,
  identity: ImportIdentity,
  continues: boolean,
): JournalFile {
  const found = read(path);
  const isSame = found !== undefined && found.identity.file === identity.file;
  const again = `delete ${path} to import the file from the start.`;
  if (found === undefined || found.entries.length === 0) return open(path, identity, []);
  const { ended } = found;
  // The import of other content is complete.
  if (ended && !isSame) return open(path, identity, []);
  if (!continues) {
    // With a key, importing again writes nothing twice.
    if (ended && identity.key !== null) return open(path, identity, []);
    throw new Error(
      ended
        ? `the file was imported completely, and without a key all rows would be added again. To do that, ${again}`
        : isSame
        ? `an import of the file has not ended. Continue it with --continue. Or ${again}`
        : `an import has not ended, and the file has changed since. Undo the change and use --continue. Or ${again}`,
    );
  }
  if (ended) return { entries: found.entries, ended, append: () => {}, close: () => {} };
  for (const name of ["file", "baseUrl", "collection", "key"] as const) {
    if (found.identity[name] === identity[name]) continue;
    throw new Error(
      name === "file"
        ? `the file has changed since the import started, so it cannot be continued. Undo the change. Or ${again}`
        : `the import was started with another ${DESCRIPTIONS[name]}: ${
          found.identity[name] ?? "none"
        }. Or ${again}`,
    );
  }
  return open(path, identity, found.entries, found.length);
}

const DESCRIPTIONS = { baseUrl: "base URL", collection: "collection", key: "key" };

/** The SHA-256 of a file, in hexadecimal. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

interface Found {
  identity: ImportIdentity;
  entries: JournalEntry[];
  ended: boolean;
  /** The length of the complete lines, in bytes. */
  length: number;
}

/** Reads a journal. Without a complete first line it counts as missing, because nothing was sent before that. */
function read(path: string): Found | undefined {
  let text: string;
  try {
    text = fs.readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  const complete = text.slice(0, text.lastIndexOf("\n") + 1);
  const [first, ...lines] = complete.split("\n").slice(0, -1);
  if (first === undefined) return undefined;
  try {
    const { import: identity } = headerSchema.parse(JSON.parse(first));
    const entries = lines.map((line) => entrySchema.parse(JSON.parse(line)));
    const ended = entries.some((entry) => "ended" in entry);
    return { identity, entries, ended, length: Buffer.byteLength(complete) };
  } catch (error) {
    const problem = error instanceof z.ZodError ? "a line has another form" : messageOf(error);
    throw new Error(`${path} is not the journal of an import (${problem}). Move it away.`);
  }
}

function open(
  path: string,
  identity: ImportIdentity,
  entries: readonly JournalEntry[],
  length: number = 0,
): JournalFile {
  if (length > 0) fs.truncateSync(path, length);
  else fs.writeFileSync(path, "");
  const file = fs.openSync(path, "a");
  const append = (line: object) => {
    fs.appendFileSync(file, `${JSON.stringify(line)}\n`);
    fs.fsyncSync(file);
  };
  if (length === 0) append({ import: identity });
  return { entries, ended: false, append, close: () => fs.closeSync(file) };
}

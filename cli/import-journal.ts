import { Buffer } from "node:buffer";
import * as fs from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import type { ImportJournal, JournalEntry } from "../tools/mod.ts";
import { errorCode } from "./file-error.ts";
import { messageOf } from "./fail.ts";

/** What an import does, so that it is only continued as it was started. */
export interface ImportIdentity {
  /** The SHA-256 of the file, in hexadecimal. */
  file: string;
  baseUrl: string;
  /** The ID of the tenant, if the token names it. */
  tenant: string | null;
  collection: string;
  /** The key, as given; {@linkcode BY_ID} if the rows have the IDs of their records. */
  key: string | null;
}

/** No service has this name, because `=` ends it. */
export const BY_ID = "=id";

/** The journal of an import in a file. */
export interface JournalFile extends ImportJournal {
  /** Whether all rows had their final result when it was opened. */
  readonly ended: boolean;
  /** Whether a step was recorded, in this or an earlier run. */
  readonly hasSteps: boolean;
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
    tenant: z.string().nullable(),
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
  if (found === undefined || found.entries.length === 0) return open(path, identity, []);
  const again = `delete ${path} to import the file from the start.`;
  const other = PLACES.find((name) => found.identity[name] !== identity[name]);
  if (found.ended) {
    // What was imported is another file, or went somewhere else.
    if (other !== undefined) return open(path, identity, []);
    if (continues && found.identity.key === identity.key) return endedJournal(found.entries);
    const { key } = identity;
    // Importing again writes nothing twice if the rows find their records.
    if (key === BY_ID || (key !== null && found.identity.key !== null)) {
      return open(path, identity, []);
    }
    const why = key === null
      ? "and without a key"
      : "without a key, so its records have no links, and";
    throw new Error(
      `the file was imported completely, ${why} all rows would be added again. To do that, ${again}`,
    );
  }
  const name = other ?? (found.identity.key === identity.key ? undefined : "key");
  if (name === undefined && continues) return open(path, identity, found.entries, found.length);
  const remedy = continues ? "" : " and use --continue";
  throw new Error(
    name === undefined
      ? `an import of the file has not ended. Continue it with --continue. Or ${again}`
      : name === "file"
      ? `an import has not ended, and the file has changed since. Undo the change${remedy}. Or ${again}`
      : `an import of the file has not ended, and its ${DESCRIPTIONS[name]} was another: ${
        found.identity[name] ?? "none"
      }. Use that one${remedy}. Or ${again}`,
  );
}

/** What says where an import went. */
const PLACES = ["file", "baseUrl", "tenant", "collection"] as const;

const DESCRIPTIONS = {
  baseUrl: "base URL",
  tenant: "tenant",
  collection: "collection",
  key: "key",
};

function endedJournal(entries: JournalEntry[]): JournalFile {
  return {
    entries,
    ended: true,
    hasSteps: true,
    append: () => {},
    close: () => {},
  };
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
  let steps = entries.length;
  const append = (line: object) => {
    fs.appendFileSync(file, `${JSON.stringify(line)}\n`);
    fs.fsyncSync(file);
  };
  if (length === 0) {
    try {
      append({ import: identity });
      syncFolder(path);
    } catch (error) {
      fs.closeSync(file);
      fs.rmSync(path, { force: true });
      throw error;
    }
  }
  return {
    entries,
    ended: false,
    get hasSteps() {
      return steps > 0;
    },
    append(entry) {
      steps += 1;
      append(entry);
    },
    close: () => fs.closeSync(file),
  };
}

/** Flushes the name of a new file, which would be missing after a power cut. Not every system can do that. */
function syncFolder(file: string): void {
  let folder: number | undefined;
  try {
    folder = fs.openSync(dirname(file), "r");
    fs.fsyncSync(folder);
  } catch {
    // The file itself is flushed.
  } finally {
    if (folder !== undefined) fs.closeSync(folder);
  }
}

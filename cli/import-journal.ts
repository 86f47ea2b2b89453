import { Buffer } from "node:buffer";
import * as fs from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import type { ImportJournal, JournalEntry } from "../tools/mod.ts";
import { fatesOf } from "../tools/import/journal.ts";
import { errorCode, fileError } from "./file-error.ts";
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
 * the disk. A step that was not completely written did not happen. The file is written with the first step, so a run
 * without one leaves it as it was.
 *
 * @param continues Whether to go on with an import that was started.
 * @throws {Error} When the journal is of another import, or an import must be continued or not repeated.
 */
export function openImportJournal(
  path: string,
  identity: ImportIdentity,
  continues: boolean,
): JournalFile {
  const found = readable(path);
  if (found === undefined || found.entries.length === 0) return open(path, identity);
  // Every row was refused, so that the file or the flags are probably different now.
  if (!found.ended && !hasWritten(found)) return open(path, identity, { ...found, ended: true });
  const place = otherPlace(found.identity, identity);
  const isOtherCollection = found.identity.collection !== identity.collection;
  if (found.ended) {
    const { key } = identity;
    // Nothing of it was written, so that a repetition doubles nothing.
    if (!hasWritten(found)) return open(path, identity, found);
    if (continues && place === undefined && found.identity.key === key && !isOtherCollection) {
      return endedJournal(found.entries);
    }
    // What was imported is another file, or went to another tenant.
    if (place !== undefined) return open(path, identity, found);
    // Importing again writes nothing twice if the rows find their records.
    if (key === BY_ID || (key !== null && found.identity.key === key)) {
      return open(path, identity, found);
    }
    throw new Error(repeated(path, found.identity, identity));
  }
  const name = place ?? (isOtherCollection ? "collection" : undefined) ??
    (found.identity.key === identity.key ? undefined : "key");
  if (name === undefined && continues) return open(path, identity, found);
  const again = `delete ${path} to import the file from the start.`;
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

const REMEDY = "Move the file to a folder that can be written.";

const DESCRIPTIONS = {
  baseUrl: "base URL",
  tenant: "tenant",
  collection: "collection",
  key: "key",
};

/** Why two imports have nothing to do with each other. A tenant can have several base URLs. */
function otherPlace(
  a: ImportIdentity,
  b: ImportIdentity,
): "file" | "tenant" | "baseUrl" | undefined {
  if (a.file !== b.file) return "file";
  const name = a.tenant === null || b.tenant === null ? "baseUrl" : "tenant";
  return a[name] === b[name] ? undefined : name;
}

/** Whether the journal at a path says that rows were written, or may have been. */
export function isPartlyWritten(path: string): boolean {
  const found = readable(path);
  return found !== undefined && hasWritten(found);
}

/** Reads a journal. An error of the file system says what to do. */
function readable(path: string): Found | undefined {
  try {
    return read(path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return fileError("", path, REMEDY)(error);
  }
}

/** Whether rows were written, or may have been. */
function hasWritten({ entries }: Found): boolean {
  return [...fatesOf(entries).values()].some(({ status }) => status !== "refused");
}

function hasLinks({ key }: ImportIdentity): boolean {
  return key !== null && key !== BY_ID;
}

/** Why a file that was imported is not imported again. A collection has two names: its slug and its ID. */
function repeated(
  path: string,
  found: ImportIdentity,
  { collection, key }: ImportIdentity,
): string {
  if (found.collection !== collection) {
    return `the file was imported completely into ${found.collection}. If ${collection} is the same ` +
      "collection, all rows would be added again. If it is another one, import a copy of the file.";
  }
  const remedy = `To do that, delete ${path} to import the file from the start.`;
  if (key !== null && hasLinks(found)) {
    return `the file was imported completely with the key ${found.key}. With the key ${key}, rows that do not ` +
      `find their records would be added again. ${remedy}`;
  }
  const why = key === null
    ? "and without a key"
    : "without a key, so its records have no links, and";
  return `the file was imported completely, ${why} all rows would be added again. ${remedy}`;
}

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

/** @param found The journal that is continued, or replaced if it has ended. */
function open(path: string, identity: ImportIdentity, found?: Found): JournalFile {
  const continued = found?.ended === false ? found : undefined;
  const waiting: object[] = [];
  let file: number | undefined;

  function start(): number {
    try {
      if (continued === undefined) return create(path, identity);
      fs.truncateSync(path, continued.length);
      return fs.openSync(path, "a");
    } catch (error) {
      return fileError("", path, REMEDY)(error);
    }
  }

  return {
    entries: continued?.entries ?? [],
    ended: false,
    get hasSteps() {
      return continued !== undefined || file !== undefined;
    },
    append(entry) {
      waiting.push(entry);
      // A journal that has ended is replaced only by an import that writes rows.
      if (file === undefined && found?.ended && !isSending(entry)) return;
      file ??= start();
      fs.appendFileSync(
        file,
        waiting.splice(0).map((line) => `${JSON.stringify(line)}\n`).join(""),
      );
      fs.fsyncSync(file);
    },
    close() {
      if (file !== undefined) fs.closeSync(file);
    },
  };
}

function isSending(entry: JournalEntry): boolean {
  return "creating" in entry || "updating" in entry;
}

/** Creates the file, or replaces it at once, so that there is always one of the two. */
function create(path: string, identity: ImportIdentity): number {
  const draft = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    fs.writeFileSync(draft, `${JSON.stringify({ import: identity })}\n`, { flush: true });
    fs.renameSync(draft, path);
  } finally {
    fs.rmSync(draft, { force: true });
  }
  syncFolder(path);
  return fs.openSync(path, "a");
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

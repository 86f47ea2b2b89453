import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
import { NonRetryableError } from "cloudflare:workflows";
import {
  AuthenticationError,
  createClient,
  NotFoundError,
  optionsFromEnv,
} from "@kinakit/kinabase";
import type { Bucket } from "./bucket.ts";
import { FileError } from "./file-error.ts";
import { importPart, type Journal, type PartResult, type RowState } from "./import-part.ts";
import { readLines } from "./read-lines.ts";
import { type Row, ROW_FORM, rowOf } from "./row.ts";

/** The bindings from wrangler.jsonc and `wrangler secret put`. */
export interface ImportEnv {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
  /** The base URL of a mock. Only for tests. */
  KINABASE_BASE_URL?: string;
  /** The ID or slug of the collection. */
  KINABASE_COLLECTION: string;
  FILES: Bucket;
}

/** The input of an import. */
export interface ImportParams {
  /** The name of a file in R2, with a row of JSON in each line. */
  file: string;
}

/** How far an import is. */
export interface Progress {
  done: number;
  /** The first rows and lines that were not imported, and why. */
  refused: PartResult["refused"];
  /** How much of the file was read, in bytes. */
  read: number;
  size: number;
  /** Which content of the file is imported. */
  etag?: string;
  /** Why the last step failed, if it did. */
  error?: string;
}

// Five batches: a repeated step looks up at most one of them.
const ROWS_IN_STEP = 1_500;
const SHOWN_REFUSALS = 100;

/** Where the progress of an import is. */
export const progressFile = (id: string): string => `progress/${id}.json`;

/** Imports a file in steps. Each step ends in minutes, and the runtime repeats one that fails. */
export class ImportWorkflow extends WorkflowEntrypoint<ImportEnv, ImportParams> {
  /** Runs the import. */
  override async run(
    { payload: { file }, instanceId }: WorkflowEvent<ImportParams>,
    step: WorkflowStep,
  ): Promise<Progress> {
    let progress: Progress = { done: 0, refused: [], read: 0, size: Infinity };
    for (let part = 1; progress.read < progress.size; part++) {
      const before = progress;
      progress = await step.do(
        `part ${part}`,
        {
          retries: { limit: 10, delay: "5 seconds", backoff: "exponential" },
          timeout: "30 minutes",
        },
        () => this.#import(instanceId, file, before),
      );
    }
    return progress;
  }

  async #import(id: string, file: string, before: Progress): Promise<Progress> {
    const { FILES, KINABASE_COLLECTION } = this.env;
    try {
      const { lines, next, size, etag } = await readLines(FILES, file, before.read, ROWS_IN_STEP);
      if (before.etag !== undefined && before.etag !== etag) {
        throw new FileError(`${file} was replaced during its import. Start another one.`);
      }
      const rows: Row[] = [];
      const wrong: PartResult["refused"] = [];
      for (const line of lines) {
        const row = rowOf(line);
        if (row !== undefined) rows.push(row);
        else wrong.push({ key: line.slice(0, 100), reason: `The line is not ${ROW_FORM}` });
      }
      const client = createClient({ ...optionsFromEnv(this.env), rateLimit: 90 });
      const collection = client.collection(KINABASE_COLLECTION);
      // Of the content, not of this import: another import of the same file writes only what is missing.
      const journal = journalIn(FILES, `journal/${etag}/${before.read}-${next}.json`);
      const result = await importPart(collection, rows, journal);
      const progress = {
        done: before.done + result.done,
        refused: [...before.refused, ...wrong, ...result.refused].slice(0, SHOWN_REFUSALS),
        read: next,
        size,
        etag,
      };
      await FILES.put(progressFile(id), JSON.stringify(progress));
      return progress;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await FILES.put(progressFile(id), JSON.stringify({ ...before, error: reason }));
      // Another attempt would not help. The runtime does not show the message of this error.
      if (
        error instanceof AuthenticationError || error instanceof NotFoundError ||
        error instanceof FileError
      ) throw new NonRetryableError(reason);
      throw error;
    }
  }
}

function journalIn(files: Bucket, key: string): Journal {
  return {
    async read() {
      const object = await files.get(key);
      const states: RowState[] | undefined = object === null
        ? undefined
        : JSON.parse(await object.text());
      return states;
    },
    write: async (states) => void await files.put(key, JSON.stringify(states)),
  };
}

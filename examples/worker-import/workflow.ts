import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
import { NonRetryableError } from "cloudflare:workflows";
import { AuthenticationError, createClient, optionsFromEnv } from "@kinakit/kinabase";
import type { Bucket } from "./bucket.ts";
import { importPart, type Journal, type RowState } from "./import-part.ts";
import { readLines } from "./read-lines.ts";
import { rowOf } from "./row.ts";

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
  refused: { key: string; reason: string }[];
  /** How much of the file was read, in bytes. */
  read: number;
  size: number;
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
        () => this.#import(instanceId, part, file, before),
      );
    }
    return progress;
  }

  async #import(id: string, part: number, file: string, before: Progress): Promise<Progress> {
    const { FILES, KINABASE_COLLECTION } = this.env;
    const { lines, next, size } = await readLines(FILES, file, before.read, ROWS_IN_STEP);
    const client = createClient({ ...optionsFromEnv(this.env), rateLimit: 90 });
    const journal = journalIn(FILES, `journal/${id}/${part}.json`);
    try {
      const collection = client.collection(KINABASE_COLLECTION);
      const result = await importPart(collection, lines.map(rowOf), journal);
      const progress = {
        done: before.done + result.done,
        refused: [...before.refused, ...result.refused].slice(0, SHOWN_REFUSALS),
        read: next,
        size,
      };
      await FILES.put(progressFile(id), JSON.stringify(progress));
      return progress;
    } catch (error) {
      // Another attempt would not help.
      if (error instanceof AuthenticationError) throw new NonRetryableError(error.message);
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

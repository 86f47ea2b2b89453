/**
 * Daily work with Kinabase as functions that take a client: types from live data, exports, imports and
 * seeds for the mock. The commands of `kinabase` are faces of these functions. They use web standards only, so
 * that they also run on Workers.
 *
 * Evidence marks in these docs: (S) stated by the specification this project implements, (D) documented
 * by Kinabase, (O) observed in programs that use the real service, (A) assumed by this project.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { inferTypes } from "@kinakit/kinabase/tools";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret });
 * for (const { slug, fields } of await inferTypes(client)) {
 *   console.log(slug, fields.map(({ name, types }) => [name, types.map(({ kind }) => kind)]));
 * }
 * ```
 *
 * @module
 */
export { type InferOptions, inferTypes } from "./types/infer-types.ts";
export type {
  InferredCollection,
  InferredField,
  InferredType,
  TextFormat,
} from "./types/inferred.ts";
export { typesDrift } from "./types/types-drift.ts";
export { typesFile, type TypesFileOptions } from "./types/types-file.ts";
export { type ExportFormat, type ExportOptions, exportRecords } from "./export/export-records.ts";
export {
  type ImportOptions,
  type ImportProgress,
  importRecords,
  type ImportReport,
} from "./import/import-records.ts";
export type { RefusedRow } from "./import/refused-row.ts";
export { RowsRefusedError } from "./import/rows-refused-error.ts";
export type { ImportRow } from "./import/import-row.ts";
export type { ImportJournal, JournalEntry } from "./import/journal.ts";
export type { RowRange } from "./import/row-ranges.ts";
export {
  type CsvSource,
  type FileRow,
  fileRows,
  type FileRowsOptions,
  type ImportFormat,
} from "./import/file-rows.ts";
export { refusedRows } from "./import/refused-rows.ts";
export {
  type PulledCollection,
  type PulledRecord,
  type PulledSeed,
  type PullOptions,
  pullSeed,
  type SeedFieldType,
} from "./pull/pull-seed.ts";

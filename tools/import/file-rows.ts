import type { ExternalLink, JsonObject, JsonValue } from "../../mod.ts";
import { valueOf } from "../csv/cell.ts";
import { inexactNumber } from "../csv/exact-numbers.ts";
import { columnOf, fieldOf, OWN_COLUMNS } from "../csv/columns.ts";
import { rowsOfCsv } from "../csv/csv-text.ts";
import type { ImportRow } from "./import-row.ts";
import { linesOf } from "./lines.ts";

/** The formats of files to import. */
export type ImportFormat =
  /** CSV with a header. Its form is the one that `exportRecords` writes. */
  | "csv"
  /** JSON Lines: records with `data`, or objects with the values of the fields. */
  | "jsonl";

/** The options of {@linkcode fileRows}. */
export interface FileRowsOptions {
  /** The file's format. */
  format: ImportFormat;
  /** The service of the keys; see `ImportOptions.service`. */
  service?: string | undefined;
  /** The field with the keys. Default: the ID of the row's own link to `service`. */
  keyField?: string | undefined;
  /** Whether the keys are the IDs of the records, as in an exported file; see `ImportOptions.byId`. Default `false`. */
  byId?: boolean | undefined;
  /** The columns of a CSV whose cells are text, whatever they look like: `["zip"]`. Default none. */
  text?: readonly string[] | undefined;
}

/** A row of a file. */
export interface FileRow extends ImportRow {
  /** The row as it is in the file, for a file of refused rows: the cells of a CSV, or a line of JSON. */
  source: CsvSource | string;
}

/** The cells of a row of a CSV. */
export interface CsvSource {
  /** The names of all columns. */
  columns: readonly string[];
  /** The row's cells. */
  cells: readonly string[];
}

/**
 * Reads the rows of a file in constant memory. A row that cannot be read has a `problem`.
 *
 * The number of a row is the one that a spreadsheet shows: the header of a CSV is row 1. In JSON Lines, it is the
 * number of the line.
 *
 * @param chunks The file's bytes in UTF-8, or its text.
 * @throws {TypeError} When the file is not UTF-8, or the header of a CSV is wrong.
 */
export function fileRows(
  chunks: AsyncIterable<Uint8Array | string>,
  options: FileRowsOptions,
): AsyncGenerator<FileRow, void, undefined> {
  const text = decoded(chunks);
  return options.format === "csv" ? csvRows(text, options) : jsonRows(text, options);
}

async function* decoded(
  chunks: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let isFirst = true;
  const decode = (...of: Parameters<TextDecoder["decode"]>) => {
    try {
      return decoder.decode(...of);
    } catch {
      throw new TypeError("it is not UTF-8 text. Save it as UTF-8.");
    }
  };
  for await (const chunk of chunks) {
    const text = typeof chunk === "string" ? chunk : decode(chunk, { stream: true });
    yield isFirst ? text.replace(/^\uFEFF/, "") : text;
    if (text !== "") isFirst = false;
  }
  const rest = decode();
  if (rest !== "") yield rest;
}

async function* csvRows(
  text: AsyncIterable<string>,
  { service, keyField, byId, text: textColumns = [] }: FileRowsOptions,
): AsyncGenerator<FileRow, void, undefined> {
  let columns: Column[] | undefined;
  let names: readonly string[] = [];
  let row = 0;
  for await (const { cells, problem } of rowsOfCsv(text)) {
    row += 1;
    if (columns === undefined) {
      if (problem !== undefined) throw new TypeError(`the header: ${problem}`);
      if (cells.every((name) => name === "")) {
        throw new TypeError("row 1 is empty: expected a header with the names of the columns");
      }
      names = cells;
      columns = columnsOf(cells, textColumns);
      if (keyField !== undefined && !columns.some(({ field }) => field === keyField)) {
        throw new TypeError(`the header has no column ${quoted(keyField)} for the key`);
      }
      if (byId && !names.includes(OWN_COLUMNS.id)) {
        throw new TypeError(`the header has no column ${quoted(OWN_COLUMNS.id)} for the IDs`);
      }
      continue;
    }
    if (cells.every((cell) => cell === "")) continue;
    const read = readCells(columns, cells);
    const key = byId
      ? cells[names.indexOf(OWN_COLUMNS.id)] || undefined
      : keyField === undefined
      ? ownKey(read.external, service)
      : keyText(read.data[keyField], cells[columns.findIndex(({ field }) => field === keyField)]);
    yield {
      row,
      data: read.data,
      external: read.external,
      key,
      problem: problem ?? read.problem,
      source: { columns: names, cells },
    };
  }
  if (columns === undefined) throw new TypeError("it is empty: expected a header and rows");
}

interface Column {
  /** The field; `undefined` for a column that is not a field. */
  field: string | undefined;
  kind: "field" | "text" | "external" | "ignored" | "unnamed";
}

function columnsOf(names: readonly string[], text: readonly string[]): Column[] {
  const seen = new Set<string>();
  for (const name of text) {
    if (!names.includes(name)) throw new TypeError(`the header has no column ${quoted(name)}`);
  }
  return names.map((name) => {
    if (name === "") return { field: undefined, kind: "unnamed" };
    const field = fieldOf(name);
    // A field has two spellings: `a` and `$field:a`.
    const column = field === undefined ? name : columnOf(field);
    if (seen.has(column)) throw new TypeError(`the header has the column ${quoted(column)} twice`);
    seen.add(column);
    if (name === OWN_COLUMNS.external) return { field: undefined, kind: "external" };
    if (field !== undefined) return { field, kind: text.includes(name) ? "text" : "field" };
    const isOwn = Object.values(OWN_COLUMNS).some((own) => own === name);
    if (!isOwn) {
      throw new TypeError(
        `the header has the unknown column ${quoted(name)}. Write a field with this name as ` +
          quoted(`$field:${name}`),
      );
    }
    return { field: undefined, kind: "ignored" };
  });
}

function readCells(
  columns: readonly Column[],
  cells: readonly string[],
): { data: JsonObject; external?: ExternalLink[] | null | undefined; problem?: string } {
  const data: [string, JsonValue][] = [];
  let external: JsonValue | undefined;
  for (const [index, cell] of cells.entries()) {
    const { kind, field } = columns[index] ?? { kind: "unnamed" as const };
    if (kind === "ignored" || cell === "") continue;
    if (kind === "unnamed") {
      return { data: {}, problem: `its value ${index + 1} has no column name` };
    }
    const value = kind === "text" ? cell : valueOf(cell);
    if (kind === "external") external = value;
    else if (field !== undefined && value !== undefined) data.push([field, value]);
  }
  // Unlike an assignment, this can also add the field `__proto__`.
  return { data: Object.fromEntries(data), ...linksOf(external, OWN_COLUMNS.external) };
}

async function* jsonRows(
  text: AsyncIterable<string>,
  { service, keyField, byId }: FileRowsOptions,
): AsyncGenerator<FileRow, void, undefined> {
  let row = 0;
  for await (const line of linesOf(text)) {
    row += 1;
    if (line.trim() === "") continue;
    let value: JsonValue;
    try {
      value = JSON.parse(line);
    } catch {
      yield { row, data: {}, problem: "it is not valid JSON", source: line };
      continue;
    }
    if (!isJsonObject(value)) {
      yield { row, data: {}, problem: "it is not a JSON object", source: line };
      continue;
    }
    const inexact = inexactNumber(line);
    if (inexact !== undefined) {
      const problem = `the number ${inexact} cannot be represented exactly: write it as text`;
      yield { row, data: {}, problem, source: line };
      continue;
    }
    const own = value["data"];
    const isRecord = isJsonObject(own);
    const { [OWN_COLUMNS.row]: _row, [OWN_COLUMNS.reason]: _reason, ...fields } = value;
    const data = isRecord ? own : fields;
    const { external, problem } = linksOf(isRecord ? value["external"] : undefined, "external");
    const key = byId
      ? isRecord ? keyText(value["id"]) : undefined
      : keyField === undefined
      ? ownKey(external, service)
      : keyText(data[keyField]);
    yield { row, data, external, key, problem, source: line };
  }
}

function linksOf(
  value: JsonValue | undefined,
  name: string,
): { external?: ExternalLink[] | null | undefined; problem?: string } {
  if (value === undefined || value === null) return { external: value };
  const links: ExternalLink[] = [];
  for (const link of Array.isArray(value) ? value : [value]) {
    const { key, id } = isJsonObject(link) ? link : {};
    if (typeof key !== "string" || typeof id !== "string") {
      return { problem: `${name}: expected an array of links such as [{"key":"crm","id":"1"}]` };
    }
    links.push({ ...(isJsonObject(link) ? link : {}), key, id });
  }
  return { external: links };
}

function ownKey(
  external: readonly ExternalLink[] | null | undefined,
  service: string | undefined,
): string | undefined {
  return external?.find(({ key }) => key === service)?.id;
}

/** A key as text. A number is written as in the file. */
function keyText(value: JsonValue | undefined, cell?: string): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? cell?.trim() ?? String(value) : undefined;
}

function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

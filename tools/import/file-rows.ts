import type { ExternalLink, JsonObject, JsonValue } from "../../mod.ts";
import { valueOf } from "../csv/cell.ts";
import { inexactNumber } from "../csv/exact-numbers.ts";
import { columnOf, fieldOf, OWN_COLUMNS } from "../csv/columns.ts";
import { rowsOfCsv } from "../csv/csv-text.ts";
import { kindOfValue } from "../records/kind-of-value.ts";
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
  /**
   * The fields or columns that are not sent: `["number"]`, if the key is not a field of the collection. A key is read
   * from them, too. Default none.
   */
  omit?: readonly string[] | undefined;
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
 * @throws {TypeError} When an argument is wrong, the file is not UTF-8, or the header of a CSV is wrong.
 */
export function fileRows(
  chunks: AsyncIterable<Uint8Array | string>,
  options: FileRowsOptions,
): AsyncGenerator<FileRow, void, undefined> {
  checkArguments(chunks, options);
  const text = decoded(chunks);
  return options.format === "csv" ? csvRows(text, options) : jsonRows(text, options);
}

function checkArguments(chunks: unknown, options: FileRowsOptions | undefined): void {
  if (typeof chunks !== "object" || chunks === null || !(Symbol.asyncIterator in chunks)) {
    throw new TypeError(
      'chunks: expected a stream of the file, such as createReadStream("people.csv"), ' +
        `got ${kindOfValue(chunks)}`,
    );
  }
  const format: unknown = options?.format;
  if (format !== "csv" && format !== "jsonl") {
    throw new TypeError(`format: expected "csv" or "jsonl", got ${String(format)}`);
  }
  for (const [name, value] of [["text", options?.text], ["omit", options?.omit]] as const) {
    if (value === undefined || Array.isArray(value)) continue;
    throw new TypeError(`${name}: expected an array of names, got ${kindOfValue(value)}`);
  }
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
  { service, keyField, byId, text: textColumns = [], omit = [] }: FileRowsOptions,
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
      columns = columnsOf(cells, textColumns, omit);
      if (keyField !== undefined && !columns.some(({ field }) => field === keyField)) {
        throw new TypeError(`the header has no column ${quoted(keyField)} for the key`);
      }
      if (byId && !names.includes(OWN_COLUMNS.id)) {
        throw new TypeError(`the header has no column ${quoted(OWN_COLUMNS.id)} for the IDs`);
      }
      const needsLinks = service !== undefined && keyField === undefined && !byId;
      if (needsLinks && !columns.some(({ kind }) => kind === "external")) {
        throw new TypeError(noLinks(service, names));
      }
      continue;
    }
    if (cells.every((cell) => cell === "")) continue;
    const read = readCells(columns, cells);
    const key = byId
      ? cells[names.indexOf(OWN_COLUMNS.id)] || undefined
      : keyField === undefined
      ? ownKey(read.external, service)
      : cellKey(columns, cells, keyField);
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
  kind: "field" | "external" | "ignored" | "unnamed";
  /** Whether its cells are text, whatever they look like. */
  isText: boolean;
}

function columnsOf(
  names: readonly string[],
  text: readonly string[],
  omit: readonly string[],
): Column[] {
  const seen = new Set<string>();
  for (const name of text) if (!names.includes(name)) throw new TypeError(noColumn(name, names));
  const isNamed = (column: string, name: string) => column === name || fieldOf(column) === name;
  for (const name of omit) {
    if (!names.some((column) => isNamed(column, name))) throw new TypeError(noColumn(name, names));
  }
  return names.map((name) => {
    const isText = text.includes(name);
    if (name === "") return { field: undefined, kind: "unnamed", isText };
    const field = fieldOf(name);
    // A field has two spellings: `a` and `$field:a`.
    const column = field === undefined ? name : columnOf(field);
    if (seen.has(column)) throw new TypeError(`the header has the column ${quoted(column)} twice`);
    seen.add(column);
    const isSent = !omit.some((other) => isNamed(name, other));
    if (name === OWN_COLUMNS.external) {
      return { field: undefined, kind: isSent ? "external" : "ignored", isText: false };
    }
    if (field !== undefined) return { field, kind: isSent ? "field" : "ignored", isText };
    const isOwn = Object.values(OWN_COLUMNS).some((own) => own === name);
    if (!isOwn) {
      throw new TypeError(
        `the header has the unknown column ${quoted(name)}. Write a field with this name as ` +
          quoted(`$field:${name}`),
      );
    }
    return { field: undefined, kind: "ignored", isText };
  });
}

function noColumn(name: string, names: readonly string[]): string {
  const parts = name.split(",");
  const hint = parts.length > 1 && parts.every((part) => names.includes(part.trim()))
    ? `: give ${parts.map((part) => quoted(part.trim())).join(" and ")} as several names`
    : "";
  return `the header has no column ${quoted(name)}${hint}`;
}

function noLinks(service: string, names: readonly string[]): string {
  const hint = names.includes(service)
    ? `Did you mean keyField: ${quoted(service)}?`
    : "Name the column with the keys in keyField.";
  return `the header has no column ${
    quoted(OWN_COLUMNS.external)
  } with links to ${service}. ${hint}`;
}

function readCells(
  columns: readonly Column[],
  cells: readonly string[],
): { data: JsonObject; external?: ExternalLink[] | null | undefined; problem?: string } {
  const data: [string, JsonValue][] = [];
  let external: JsonValue | undefined;
  for (const [index, cell] of cells.entries()) {
    const { kind, field, isText = false } = columns[index] ?? { kind: "unnamed" as const };
    if (kind === "ignored" || cell === "") continue;
    if (kind === "unnamed") {
      return { data: {}, problem: `its value ${index + 1} has no column name` };
    }
    const value = isText ? cell : valueOf(cell);
    if (kind === "external") external = value;
    else if (field !== undefined && value !== undefined) data.push([field, value]);
  }
  // Unlike an assignment, this can also add the field `__proto__`.
  return { data: Object.fromEntries(data), ...linksOf(external, OWN_COLUMNS.external) };
}

async function* jsonRows(
  text: AsyncIterable<string>,
  { service, keyField, byId, omit = [] }: FileRowsOptions,
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
    yield { row, data: without(data, omit), external, key, problem, source: line };
  }
}

function without(data: JsonObject, names: readonly string[]): JsonObject {
  if (names.length === 0) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
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

/** The key in the column of a field, also if the field is not sent. */
function cellKey(
  columns: readonly Column[],
  cells: readonly string[],
  keyField: string,
): string | undefined {
  const index = columns.findIndex(({ field }) => field === keyField);
  const cell = cells[index] ?? "";
  const isText = columns[index]?.isText ?? false;
  return cell === "" ? undefined : keyText(isText ? cell : valueOf(cell), cell);
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

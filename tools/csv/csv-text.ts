import Papa from "papaparse";

/** Writes rows as CSV, with a line break after each. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  return `${Papa.unparse(rows.map((row) => [...row]), { newline: "\n" })}\n`;
}

/** A row of a CSV file. */
export interface CsvRow {
  cells: string[];
  /** What is wrong with the row, if anything. */
  problem?: string | undefined;
}

/** What papaparse returns. Its own types are another package, which Deno lacks when it loads the sources. */
interface Parsed {
  data: string[][];
  errors: { row?: number | undefined; message: string }[];
  meta: { cursor: number };
}

const DELIMITERS = [",", ";", "\t"] as const;
/** How much is parsed at once, in characters. */
const PIECE = 1 << 16;
/** No row is longer, in characters. Without a limit, a quote without its end would read the whole file. */
const LONGEST_ROW = 1 << 25;

/**
 * Reads CSV in pieces. The first row decides what separates values (comma, semicolon or tab) and rows.
 *
 * @throws {TypeError} When a row is too long, most likely because a quote has no end, or when rows end with
 * different line breaks.
 */
export async function* rowsOfCsv(
  chunks: AsyncIterable<string>,
): AsyncGenerator<CsvRow, void, undefined> {
  let parser: InstanceType<typeof Papa.Parser> | undefined;
  let text = "";
  let enough = PIECE;
  let read = 0;

  let dialect: Dialect | undefined;

  function* parse(isEnd: boolean): Generator<CsvRow, void, undefined> {
    dialect ??= dialectOf(text);
    parser ??= new Papa.Parser(dialect);
    expectLineBreaks(text, dialect);
    const { data, errors, meta }: Parsed = parser.parse(text, 0, !isEnd);
    const problems = new Map(errors.map(({ row = -1, message }) => [row, message]));
    for (const [index, cells] of data.entries()) {
      yield { cells, problem: problems.get(index) };
    }
    read += data.length;
    text = isEnd ? "" : text.slice(meta.cursor);
    // A row that is longer than what was parsed is parsed again when there is twice as much.
    enough = Math.min(Math.max(PIECE, text.length * 2), LONGEST_ROW + PIECE);
    if (text.length > LONGEST_ROW) {
      throw new TypeError(`row ${read + 1} is too long: a quote in it may have no end`);
    }
  }

  for await (const chunk of chunks) {
    text += chunk;
    if (text.length >= enough) yield* parse(false);
  }
  if (text === "") return;
  const rows = [...parse(true)];
  // A line break at the end is not another row.
  const { cells = [] } = rows.at(-1) ?? {};
  if (cells.length === 1 && cells[0] === "") rows.pop();
  yield* rows;
}

interface Dialect {
  delimiter: string;
  newline: "\r\n" | "\n" | "\r";
}

/** Quoted values, which may contain line breaks. */
const QUOTED = /(^|[,;\t\r\n]) *"[^"]*(?:""[^"]*)*(?:"|$)/g;
const LINE_BREAK = /\r\n|\n|\r/;

function dialectOf(text: string): Dialect {
  const unquoted = text.replace(QUOTED, "$1");
  const [newline] = LINE_BREAK.exec(unquoted) ?? [];
  const [header = ""] = unquoted.split(LINE_BREAK, 1);
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
  return { delimiter, newline: newline === "\r\n" || newline === "\r" ? newline : "\n" };
}

/**
 * Expects that all rows end as the first one does. Otherwise a line break would become a part of a value.
 *
 * @param text Rows, from the start of one.
 */
function expectLineBreaks(text: string, { newline }: Dialect): void {
  // A line feed may be in the next piece.
  const rows = text.replace(QUOTED, "$1").replace(/\r$/, "").replaceAll(newline, "");
  if (!/[\r\n]/.test(rows)) return;
  throw new TypeError("its rows end with different line breaks. Save it with one kind of them.");
}

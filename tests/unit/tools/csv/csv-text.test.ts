import { expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import { csvOf, rowsOfCsv } from "../../../../tools/csv/csv-text.ts";

// The machine may be busy.
setDefaultTimeout(60_000);

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function cellsIn(text: string, size: number = 1_000_000): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells, problem } of rowsOfCsv(pieces(text, size))) {
    if (problem !== undefined) throw new Error(problem);
    rows.push(cells);
  }
  return rows;
}

test("rows are read back unchanged, whatever their characters are and however the text is cut", async () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary-ascii" }),
    fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "\r", "\t", " ", "a", "\ufeff") }),
  );
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 })
    .map((rows) => [["a", "b", "c", "d"], ...rows]);
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 50 }), async (rows, size) => {
      expect(await cellsIn(csvOf(rows), size)).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});

test("files of other programs: separators, line breaks, and no break at the end", async () => {
  const rows = [["a", "b"], ["1", "x\ny"], ["2", "z;,"]];
  for (const delimiter of [",", ";", "\t"]) {
    for (const newline of ["\n", "\r\n", "\r"]) {
      const text = rows.map((cells) => cells.map((cell) => `"${cell}"`).join(delimiter))
        .join(newline);
      expect(await cellsIn(text)).toEqual(rows);
      expect(await cellsIn(text + newline, 3)).toEqual(rows);
    }
  }
  expect(await cellsIn("a,b\r\n1,\r\n,2\r\n")).toEqual([["a", "b"], ["1", ""], ["", "2"]]);
});

test("rows that end with different line breaks are an error, because a break would get into a value", async () => {
  const far = "1,2\n".repeat(40_000);
  for (
    const text of [
      "a,b\n1,x\r\n2,y\r\n",
      "a\r\nx\ny\n",
      "a,b\r\n1,2\n",
      "a,b\n1,2\r3,4\n",
      `a,b\n${far}1,"x"\r\n`,
    ]
  ) {
    for (const size of [3, 1_000_000]) {
      await expect(cellsIn(text, size)).rejects.toThrow("its rows end with different line breaks");
    }
  }
  // In quotes, they are a part of the value. A quote in the middle of a value does not begin one.
  const quoted = 'a,b\r\n5" pipe,"x\ny ""z"""\r\n"\r", "\n"\r\n';
  expect(await cellsIn(quoted, 2)).toEqual([["a", "b"], ['5" pipe', 'x\ny "z"'], ["\r", ' "\n"']]);
});

test("rows longer than one piece are read, in reasonable time", async () => {
  const long = 'say "hi",\n'.repeat(40_000);
  expect(await cellsIn(csvOf([["a", "b"], [long, "1"], ["x", long]]), 1 << 16))
    .toEqual([["a", "b"], [long, "1"], ["x", long]]);
});

test("a quote without its end is an error", async () => {
  const text = `a,b\n1,"x\n${"2,y\n".repeat(10)}`;
  await expect(cellsIn(text)).rejects.toThrow("Quoted field unterminated");
  // The rows of all pieces count.
  const endless = `a,b\n${"1,2\n".repeat(40_000)}1,"${"x,y\n".repeat(10_000_000)}`;
  await expect(cellsIn(endless, 1 << 20)).rejects.toThrow(
    new TypeError("row 40002 is too long: a quote in it may have no end"),
  );
});

test("no rows are no text", () => {
  expect(csvOf([])).toBe("");
  expect(csvOf([["a", "b"], ["1", "x,y"]])).toBe('a,b\n1,"x,y"\n');
});

for (
  const [text, rows] of [
    // What is inside quotes does not decide, and a doubled quote does not end them.
    ['"a;b;c\r\n""x"";",d\n1,2', [['a;b;c\r\n"x";', "d"], ["1", "2"]]],
    ['"a,b,c";d\r1;2', [["a,b,c", "d"], ["1", "2"]]],
    // Only the first row decides.
    ["a;b\n1,2,3;4", [["a", "b"], ["1,2,3", "4"]]],
    ["a\tb;c\td\n1\t2\t3", [["a", "b;c", "d"], ["1", "2", "3"]]],
    ["a,b;c\n1,2", [["a", "b;c"], ["1", "2"]]],
    // A row of one cell.
    ["a\n1\n2", [["a"], ["1"], ["2"]]],
    ["a", [["a"]]],
    ["", []],
    // Only the last line break is no row of its own.
    ["a\n\n1\n\n", [["a"], [""], ["1"], [""]]],
    ["a,b\n1,2\n,", [["a", "b"], ["1", "2"], ["", ""]]],
  ] as const
) {
  test(`rows of ${JSON.stringify(text)}`, async () => {
    const expected = rows.map((cells) => [...cells]);
    expect(await cellsIn(text)).toEqual(expected);
    expect(await cellsIn(text, 1)).toEqual(expected);
  });
}

test("a problem belongs to its row", async () => {
  // The text after a wrong quote belongs to the same cell.
  const text = `a,b\n1,2\n3,"x"y\n5,6\n`;
  const rows = await Array.fromAsync(rowsOfCsv(pieces(text, 100)));
  expect(rows.map(({ cells }) => cells)).toEqual([["a", "b"], ["1", "2"], ["3", 'x"y\n5,6\n']]);
  expect(rows.map(({ problem }) => problem === undefined)).toEqual([true, true, false]);
  expect(rows[2]?.problem).toBe("Quoted field unterminated");
});

test("what follows a quote without its end does not decide what separates values", async () => {
  const rows = await Array.fromAsync(rowsOfCsv(pieces('a,"b;c;d', 100)));
  expect(rows).toEqual([{ cells: ["a", "b;c;d"], problem: "Quoted field unterminated" }]);
});

test("rows come as soon as there is enough text for a piece", async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<string> {
    yield "a,b\n";
    for (;;) {
      read += 1;
      yield `${"x".repeat(1_022)},\n`;
    }
  }
  const rows = rowsOfCsv(endless());
  expect((await rows.next()).value?.cells).toEqual(["a", "b"]);
  expect(read).toBe(64);
  for (let i = 0; i < 70; i++) await rows.next();
  expect(read).toBeGreaterThan(64);
  expect(read).toBeLessThanOrEqual(128);
  await rows.return();
});

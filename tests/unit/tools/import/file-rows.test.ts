import { expect, test } from "bun:test";
import {
  type FileRow,
  fileRows,
  type FileRowsOptions,
  refusedRows,
} from "../../../../tools/mod.ts";

async function* chunksOf(text: string | Uint8Array, size: number = 3): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function read(text: string | Uint8Array, options: Partial<FileRowsOptions> = {}) {
  return fileRows(chunksOf(text), { format: "csv", ...options });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const plain = ({ source: _, ...row }: FileRow) => row;

test("CSV: types of cells, links, columns that are not fields, and numbers of rows", async () => {
  const text = "\ufeff$id,name,zip,$field:$odd,$external,$row,\n" +
    'x,Zoë,0123,1,"[{""key"":""crm"",""id"":""7""}]",9,\n' +
    ",,,,,,\n" +
    ',"""12""",80331,null,null,,\n';
  const rows = await all(read(text, { text: ["zip"], service: "crm" }));
  expect(rows.map(plain)).toEqual([
    {
      row: 2,
      data: { name: "Zoë", zip: "0123", $odd: 1 },
      external: [{ key: "crm", id: "7" }],
      key: "7",
      problem: undefined,
    },
    {
      row: 4,
      data: { name: "12", zip: "80331", $odd: null },
      external: null,
      key: undefined,
      problem: undefined,
    },
  ]);
});

test("CSV: a key comes from a field, and a number is written as in the file", async () => {
  const rows = await all(read("number,name\n1.50,a\nx7,b\n,c\ntrue,d\n", { keyField: "number" }));
  expect(rows.map(({ key }) => key)).toEqual(["1.50", "x7", undefined, undefined]);
});

test("CSV: spaces around a number are no part of a key", async () => {
  const rows = await all(read("number,name\n 7,a\n8 ,b\n", { keyField: "number" }));
  expect(rows.map(({ key, data }) => [key, data["number"]])).toEqual([["7", 7], ["8", 8]]);
});

test("by ID, the key is the ID of the record, as in an exported file", async () => {
  const byId = { byId: true };
  const csv = await all(read("name,$id\nAda,x1\nGrace,\n", byId));
  expect(csv.map(({ key, data }) => [key, data])).toEqual([
    ["x1", { name: "Ada" }],
    [undefined, { name: "Grace" }],
  ]);
  const lines = '{"id":"x1","data":{"name":"Ada"}}\n{"id":"x2","name":"no record"}\n';
  const json = await all(read(lines, { ...byId, format: "jsonl" }));
  expect(json.map(({ key }) => key)).toEqual(["x1", undefined]);
  await expect(all(read("name\nAda\n", byId))).rejects.toThrow(
    'the header has no column "$id" for the IDs',
  );
});

test("CSV: a wrong header is an error, and a wrong row has a problem", async () => {
  const fails = async (text: string, options?: Partial<FileRowsOptions>) =>
    await all(read(text, options)).then(() => "", (error) => String(error.message));
  expect(await fails("")).toBe("it is empty: expected a header and rows");
  expect(await fails(",\na,b\n1,2\n")).toStartWith("row 1 is empty: expected a header");
  expect(await fails("a,a\n1,2\n")).toBe('the header has the column "a" twice');
  expect(await fails("a,$b\n1,2\n")).toStartWith('the header has the unknown column "$b"');
  expect(await fails("a\n1\n", { text: ["zip"] })).toBe('the header has no column "zip"');
  expect(await fails("a\n1\n", { keyField: "k" })).toBe('the header has no column "k" for the key');
  const latin = Uint8Array.from([0x61, 0x0a, 0xe9, 0x0a]);
  await expect(all(read(latin))).rejects.toThrow("it is not UTF-8 text");
  const rows = await all(read('a,$external\n1,\n2,,3\n3,x\n4,"[{""key"":1}]"\n'));
  expect(rows.map(({ problem }) => problem)).toEqual([
    undefined,
    "its value 3 has no column name",
    'external: expected an array of links such as [{"key":"crm","id":"1"}]'.replace(
      "external",
      "$external",
    ),
    'external: expected an array of links such as [{"key":"crm","id":"1"}]'.replace(
      "external",
      "$external",
    ),
  ]);
});

test("JSON Lines: records, plain objects, and lines that are neither", async () => {
  const text = `{"id":"x","data":{"a":1},"external":[{"key":"crm","id":"7"}]}\r\n` +
    `{"a":2,"$row":3,"$reason":"wrong"}\n\n[1]\n{"a":\n"text"`;
  const rows = await all(read(text, { format: "jsonl", service: "crm" }));
  expect(rows.map(({ row, data, key, problem }) => [row, data, key, problem])).toEqual([
    [1, { a: 1 }, "7", undefined],
    [2, { a: 2 }, undefined, undefined],
    [4, {}, undefined, "it is not a JSON object"],
    [5, {}, undefined, "it is not valid JSON"],
    [6, {}, undefined, "it is not a JSON object"],
  ]);
});

test("JSON Lines: a number that would change is refused", async () => {
  const text = '{"a":[12345678901234567890]}\n{"a":"12345678901234567890","b":0.1}\n{"a":1e999}\n';
  const rows = await all(read(text, { format: "jsonl" }));
  expect(rows.map(({ problem }) => problem)).toEqual([
    "the number 12345678901234567890 cannot be represented exactly: write it as text",
    undefined,
    "the number 1e999 cannot be represented exactly: write it as text",
  ]);
});

test("refused rows keep their form, and get the reason", async () => {
  const refused = [{ row: 2, reason: 'the "name" is wrong' }, { row: 4, reason: "no" }];
  const csv = 'name;$reason;zip\n"a\nb";old;012\nx;;1\ny;;\n';
  const text = (await all(refusedRows(read(csv), refused))).join("");
  expect(text).toBe(
    'name,zip,$row,$reason\n"a\nb",012,2,"the ""name"" is wrong"\ny,,4,no\n',
  );
  expect((await all(read(text))).map(({ data }) => data)).toEqual([
    { name: "a\nb", zip: "012" },
    { name: "y" },
  ]);
  const lines = '{"a":1}\n{"data":{"a":2}}\n{"a":3}\nnot JSON\n';
  const ofLines = refusedRows(read(lines, { format: "jsonl" }), refused);
  expect((await all(ofLines)).join("")).toBe(
    '{"data":{"a":2},"$row":2,"$reason":"the \\"name\\" is wrong"}\nnot JSON\n',
  );
});

/** The chunks of a text, as they are. */
async function* texts(...chunks: string[]): AsyncGenerator<string> {
  yield* chunks;
}

test("text and bytes in any pieces: only a byte order mark at the start is removed", async () => {
  const values = async (chunks: AsyncIterable<Uint8Array | string>) =>
    (await all(fileRows(chunks, { format: "jsonl" }))).map(({ data }) => data);
  expect(await values(texts("", '\ufeff{"a":', "1}\n", '{"b":"\ufeff"}'))).toEqual([
    { a: 1 },
    { b: "\ufeff" },
  ]);
  expect(await values(chunksOf('\ufeff{"a":"ä€😀"}', 1))).toEqual([{ a: "ä€😀" }]);
  const later = await all(fileRows(texts('{"a":1}\n', "\ufeff{}"), { format: "jsonl" }));
  expect(later.map(({ problem }) => problem)).toEqual([undefined, "it is not valid JSON"]);
});

test("bytes that end within a character are not UTF-8", async () => {
  const cut = new TextEncoder().encode('{"a":"ä').subarray(0, -1);
  await expect(all(read(cut, { format: "jsonl" }))).rejects.toThrow(
    new TypeError("it is not UTF-8 text. Save it as UTF-8."),
  );
});

test("CSV: a wrong quote in the header is an error, in a row a problem", async () => {
  await expect(all(read('a,"b\n1,2\n'))).rejects.toThrow(
    new TypeError("the header: Quoted field unterminated"),
  );
  const rows = await all(read('a,b\n1,"2\n'));
  expect(rows.map(({ row, problem }) => [row, problem])).toEqual([[
    2,
    "Quoted field unterminated",
  ]]);
  expect(rows[0]?.source).toEqual({ columns: ["a", "b"], cells: ["1", "2\n"] });
});

test("CSV: the whole error of an unknown column, and the columns that are known", async () => {
  await expect(all(read("a,$b\n1,2\n"))).rejects.toThrow(
    new TypeError(
      'the header has the unknown column "$b". Write a field with this name as "$field:$b"',
    ),
  );
  const rows = await all(read("$id,$numericId,$row,$reason,$field:$b,a\nx,1,2,old,3,4\n"));
  expect(rows.map(({ data }) => data)).toEqual([{ $b: 3, a: 4 }]);
});

test("CSV: two columns of one field are an error, however they are written", async () => {
  for (const header of ["a,a", "a,$field:a", "$field:a,a"]) {
    await expect(all(read(`${header}\n1,2\n`))).rejects.toThrow(
      new TypeError('the header has the column "a" twice'),
    );
  }
  // Columns without a name may be repeated, as long as they are empty.
  expect((await all(read("a,,\n1,,\n"))).map(({ data }) => data)).toEqual([{ a: 1 }]);
});

test("CSV: cells of a text column are text, also if its name is quoted as a field", async () => {
  const text = "$field:$zip,n\n080,080\n12,12\n";
  const rows = await all(read(text, { text: ["$field:$zip"], keyField: "$zip" }));
  expect(rows.map(({ data, key }) => [data, key])).toEqual([
    [{ $zip: "080", n: "080" }, "080"],
    [{ $zip: "12", n: 12 }, "12"],
  ]);
});

test("CSV: a row may be shorter than the header, and a field may have any name", async () => {
  const rows = await all(read("a,__proto__,c\n1\n2,x,\n"));
  expect(rows.map(({ data }) => Object.entries(data))).toEqual([
    [["a", 1]],
    [["a", 2], ["__proto__", "x"]],
  ]);
});

test("links keep what else they contain, and one link needs no array", async () => {
  const line = (external: unknown) => JSON.stringify({ data: { a: 1 }, external });
  const link = { key: "crm", id: "7", url: "x" };
  const options = { format: "jsonl", service: "crm" } as const;
  const rows = await all(
    read([line([link]), line(link), line(null), line(undefined)].join("\n"), options),
  );
  expect(rows.map(({ external, key }) => [external, key])).toEqual([
    [[link], "7"],
    [[link], "7"],
    [null, undefined],
    [undefined, undefined],
  ]);
  const problem = 'external: expected an array of links such as [{"key":"crm","id":"1"}]';
  for (const wrong of [1, "x", [null], [{ key: "crm" }], [{ id: "1" }], [{ key: 1, id: "1" }]]) {
    expect((await all(read(line(wrong), options)))[0]?.problem).toBe(problem);
  }
});

test("a link to another service is no key, and without a service there is none", async () => {
  const text = JSON.stringify({
    data: {},
    external: [{ key: "shop", id: "1" }, { key: "crm", id: "2" }],
  });
  const key = async (service: string | undefined) =>
    (await all(read(text, { format: "jsonl", service })))[0]?.key;
  expect([await key("crm"), await key("shop"), await key("x"), await key(undefined)])
    .toEqual(["2", "1", undefined, undefined]);
});

test("JSON Lines: a key from a field, of records and of plain objects", async () => {
  const text = '{"data":{"n":1.50}}\n{"n":"x"}\n{"n":true}\n{"data":null,"n":3}\n  \n{"data":[1]}';
  const rows = await all(read(text, { format: "jsonl", keyField: "n" }));
  expect(rows.map(({ row, data, key }) => [row, data, key])).toEqual([
    [1, { n: 1.5 }, "1.5"],
    [2, { n: "x" }, "x"],
    [3, { n: true }, undefined],
    [4, { data: null, n: 3 }, "3"],
    [6, { data: [1] }, undefined],
  ]);
  // Only the links of a record are links.
  const plainObject = await all(read('{"external":[{"key":"crm","id":"1"}]}', {
    format: "jsonl",
    service: "crm",
  }));
  expect(plainObject.map(({ external, key }) => [external, key])).toEqual([[undefined, undefined]]);
});

test("fields that are omitted are not sent, but the key is read from them", async () => {
  const csv = await all(read("number,$field:$odd,name\n007,1,a\n", {
    keyField: "number",
    service: "crm",
    text: ["number"],
    omit: ["number", "$odd"],
  }));
  expect(csv.map(({ key, data }) => [key, data])).toEqual([["007", { name: "a" }]]);
  const lines = await all(read('{"number":7,"name":"a"}\n{"data":{"number":8}}\n', {
    format: "jsonl",
    keyField: "number",
    service: "crm",
    omit: ["number"],
  }));
  expect(lines.map(({ key, data }) => [key, data])).toEqual([["7", { name: "a" }], ["8", {}]]);
  const missing = all(read("name\na\n", { omit: ["number"] }));
  await expect(missing).rejects.toThrow(new TypeError('the header has no column "number"'));
  // Without its links, a row has no key.
  const links = all(read("$external\n\n", { service: "crm", omit: ["$external"] }));
  await expect(links).rejects.toThrow('the header has no column "$external" with links to crm.');
});

test("CSV: a header without the keys is an error that says what to do", async () => {
  const error = (service: string) => all(read("number,name\n1,a\n", { service }));
  await expect(error("number")).rejects.toThrow(
    new TypeError(
      'the header has no column "$external" with links to number. Did you mean keyField: "number"?',
    ),
  );
  await expect(error("crm")).rejects.toThrow("Name the column with the keys in keyField.");
});

test("CSV: several columns in one name are an error that says what to do", async () => {
  const text = all(read("zip,phone\n1,2\n", { text: ["zip, phone"] }));
  await expect(text).rejects.toThrow(
    new TypeError(
      'the header has no column "zip, phone": give "zip" and "phone" as several names',
    ),
  );
});

test("wrong arguments are named at once", () => {
  const wrong = (...given: unknown[]) => () => Reflect.apply(fileRows, undefined, given);
  const stream = chunksOf("a\n1\n");
  const of = (kind: string) =>
    `chunks: expected a stream of the file, such as createReadStream("people.csv"), got ${kind}`;
  expect(wrong("people.csv", { format: "csv" })).toThrow(new TypeError(of("a string")));
  expect(wrong([], { format: "csv" })).toThrow(of("an array"));
  expect(wrong(Promise.resolve(), { format: "csv" })).toThrow(of("a Promise: await it"));
  expect(wrong(stream)).toThrow('format: expected "csv" or "jsonl", got undefined');
  expect(wrong(stream, { format: "CSV" })).toThrow("got CSV");
  expect(wrong(stream, { format: "csv", text: "zip" })).toThrow(
    "text: expected an array of names, got a string",
  );
  expect(wrong(stream, { format: "csv", omit: "zip" })).toThrow("omit: expected an array");
});

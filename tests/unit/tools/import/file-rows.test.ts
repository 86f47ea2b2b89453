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

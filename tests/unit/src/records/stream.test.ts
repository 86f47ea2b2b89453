import { describe, expect, test } from "bun:test";
import * as z from "zod";
import { readAll, reasonOf, recordingClient } from "./recording-client.ts";
import { passingClock } from "../passing-clock.ts";

const record = { id: "1", numericId: null, data: {} };
const PATH = "GET collections/p/all at kinabase.invalid";
const CHECK = "Check baseUrl: perhaps a proxy or a login page sent this response.";

/** Streams the records of a response with this text. */
function streaming(text: string, options: Parameters<ReturnType<typeof people>["stream"]>[0] = {}) {
  return readAll(people(new Response(text)).stream(options));
}

const people = (...responses: unknown[]) => recordingClient(responses).client.collection("p");

describe("the error of a stream says what is wrong, and how many records were read:", () => {
  const one = JSON.stringify(record);
  for (
    const [text, expected] of [
      [`[${one}`, {
        code: "network",
        message: `${PATH} ended early; 0 records were read`,
        cause: { name: "JsonArrayError" },
        remedy: "Retry. If it happens again, look for a proxy that closes connections early, or " +
          "use list().",
      }],
      [`[${one},`, { code: "network", message: `${PATH} ended early; 1 record was read` }],
      [`[${one},${one},`, { code: "network", message: `${PATH} ended early; 2 records were read` }],
      [`[${one},{x}]`, {
        code: "unexpected_response",
        message: `${PATH} is not a valid JSON array: Element 1 is not valid JSON ` +
          `(byte ${one.length + 2}); 1 record was read`,
        cause: { name: "JsonArrayError" },
        remedy: CHECK,
      }],
      [`[${one},{}]`, {
        code: "unexpected_response",
        message: `${PATH}: element 1 is not a record`,
        remedy: CHECK,
      }],
    ] as const
  ) {
    test(text, async () => {
      expect(await reasonOf(streaming(text))).toMatchObject({ status: 200, ...expected });
    });
  }
});

test("maxResponseBytes is the number of bytes that are accepted", async () => {
  const text = JSON.stringify([record]);
  expect(await streaming(text, { maxResponseBytes: text.length })).toEqual([record]);
  expect(await reasonOf(streaming(text, { maxResponseBytes: text.length - 1 }))).toMatchObject({
    code: "unexpected_response",
    message: `${PATH} is larger than maxResponseBytes (${
      text.length - 1
    } bytes); 0 records were read`,
    status: 200,
    remedy: "Increase maxResponseBytes, or request fewer records with updatedAfter.",
  });
});

test("a stream with as many records as one response can have may be incomplete", async () => {
  const text = JSON.stringify([record, record]);
  expect(await reasonOf(streaming(text, { serverLimit: 2 }))).toMatchObject({
    code: "truncated",
    message: `${PATH} returned exactly 2 records, the maximum of one response`,
    status: 200,
    remedy: "There may be more: use list() or updatedAfter. If there are no more, set " +
      'atServerLimit: "end".',
  });
  expect((await streaming(text, { serverLimit: 2, atServerLimit: "end" })).length).toBe(2);
  expect((await streaming(text, { serverLimit: 3 })).length).toBe(2);
});

test("wrong options are refused by name, at once", () => {
  const { client } = recordingClient([]);
  const people = client.collection("p");
  for (const name of ["idleTimeout", "serverLimit", "externalService"]) {
    expect(() => people.stream({ [name]: 0 })).toThrow(`${name}: expected`);
  }
  expect(() => Reflect.apply(people.stream, undefined, [null])).toThrow("call options: expected");
});

test("a stream without data in idleTimeout says so", async () => {
  const deadlineClock = passingClock();
  const { client } = recordingClient([], { deadlineClock, fetch: () => new Promise(() => {}) });
  const ended = readAll(client.collection("p").stream({ idleTimeout: 900 }));
  expect(await reasonOf(ended)).toMatchObject({
    message: "No response to GET collections/p/all at kinabase.invalid within 900 ms (idleTimeout)",
    scope: "idle",
  });
});

test('atServerLimit may be "throw", which is the default', async () => {
  const text = JSON.stringify([record, record]);
  for (const atServerLimit of ["throw", undefined] as const) {
    const error = await reasonOf(streaming(text, { serverLimit: 2, atServerLimit }));
    expect(String(error)).toContain("TruncatedError");
  }
});

test("with a schema, records before an invalid one are yielded", async () => {
  const records = [1, 2, "x", 4].map((n) => ({ ...record, data: { n } }));
  const { client } = recordingClient([records]);
  const schema = z.object({ n: z.number() });
  const seen: unknown[] = [];
  const read = async () => {
    for await (const { data } of client.collection("p", { schema }).stream()) seen.push(data);
  };
  expect(String(await reasonOf(read()))).toContain("SchemaValidationError");
  expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
});

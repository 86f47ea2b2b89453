import {
  BadRequestError,
  type JsonObject,
  type KinabaseRecord,
  NetworkError,
  TimeoutError,
  TruncatedError,
  UnexpectedResponseError,
} from "../../../mod.ts";
import { createManualClock } from "../../../mock-server/mod.ts";
import { equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";
import { onCall, turns } from "../tools.ts";
import { scripted } from "./scripted.ts";

/** `collection.stream()`. */
export const streamCases: Definition[] = [
  define({
    id: "client-all",
    title: "client.stream() yields all records, in the server's order",
    level: "client",
    evidence: "D",
    needs: ["collection"],
    async run({ client, collection, records }) {
      const externalService = newService();
      await records.addLinked(externalService, 7);
      const ids = await records.listed(externalService);
      const found = await read(client().collection(collection).stream({ externalService }));
      equal(found.map(({ id }) => id), ids, "records");
      const none = client().collection(collection).stream({ externalService: newService() });
      equal(await read(none), [], "records of an empty stream");
    },
  }),
  ...([
    ["compact", (text: string) => text],
    ["pretty-printed", (text: string) => JSON.stringify(JSON.parse(text), null, 4)],
    ["spaced", (text: string) => ` \r\n${text.replaceAll("},{", "}\t ,\n {")}\n`],
  ] as const).map(([kind, spell]) =>
    define({
      id: `client-exact-${kind}`,
      title: `${kind} JSON is parsed exactly, however it is split into chunks`,
      level: "client",
      evidence: "S",
      async run() {
        const expected = difficultRecords();
        const bytes = new TextEncoder().encode(spell(JSON.stringify(expected)));
        for (const size of [1, 2, 3, 7, 64, bytes.length]) {
          const { client } = scripted([() => chunked(bytes, size)]);
          const found = await read(client.collection("x").stream());
          equal(found, expected, `records in chunks of ${size} bytes`);
        }
      },
    })
  ),
  define({
    id: "client-early",
    title: "a record is yielded as soon as its bytes arrive",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      let more: ReadableStreamDefaultController<Uint8Array> | undefined;
      const body = new ReadableStream<Uint8Array>({ start: (c) => void (more = c) });
      const send = (text: string) => more?.enqueue(new TextEncoder().encode(text));
      const fetch = onCall(target.fetch, "collections/x/all", () => {
        send('[{"id":"1","data":{}},{"id":"2","da');
        return Promise.resolve(new Response(body));
      });
      const stream = client({ fetch }).collection("x").stream()[Symbol.asyncIterator]();
      equal((await stream.next()).value?.id, "1", "the first record");
      send('ta":{}}]');
      more?.close();
      equal((await stream.next()).value?.id, "2", "the second record");
      ok((await stream.next()).done === true, "expected the end");
    },
  }),
  define({
    id: "client-break",
    title: "leaving the loop cancels the transfer",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      let canceled = false;
      let sent = 0;
      const fetch = onCall(target.fetch, "collections/x/all", () => {
        const body = new ReadableStream<Uint8Array>({
          pull(c) {
            const text = `${sent === 0 ? "[" : ","}{"id":"${sent++}","data":{}}`;
            c.enqueue(new TextEncoder().encode(text));
          },
          cancel: () => void (canceled = true),
        });
        return Promise.resolve(new Response(body));
      });
      const stream = client({ fetch }).collection("x").stream();
      let read = 0;
      for await (const _ of stream) if (++read === 3) break;
      await turns();
      ok(canceled, "expected the body to be canceled");
      ok(sent < 10, `expected little to be read ahead, got ${sent} records`);
    },
  }),
  define({
    id: "client-ends-early",
    title: "a stream whose body ends early yields the records that arrived, and then throws",
    level: "client",
    evidence: "S",
    needs: ["collection", "faults"],
    async run({ client, collection, records, faults, target }) {
      const externalService = newService();
      await records.addLinked(externalService, 3);
      const text = '[{"id":"1","data":{}},{"id":"2","data":{}},{"id":';
      const fetch = onCall(target.fetch, "collections/x/all", () => {
        return Promise.resolve(chunked(new TextEncoder().encode(text), 10));
      });
      const found: string[] = [];
      const ended = async (stream: AsyncIterable<KinabaseRecord>) => {
        found.length = 0;
        for await (const { id } of stream) found.push(id);
      };
      const short = client({ fetch }).collection("x").stream();
      const error = await fails(() => ended(short), NetworkError, "an end without ]");
      equal(found, ["1", "2"], "records that arrived");
      includes(error.message, "2 records were read", "the message");

      await faults.add({ kind: "cutBody", after: 5, match: { path: "*/all" } });
      const cut = client({ retry: false }).collection(collection).stream({ externalService });
      await fails(() => ended(cut), NetworkError, "a cut connection");
    },
  }),
  define({
    id: "client-stalls",
    title:
      "a stream without new data causes a TimeoutError; the time that the caller takes does not count",
    level: "client",
    evidence: "S",
    async run({ client, target }) {
      const deadlineClock = createManualClock({ autoAdvance: false });
      const fetch = onCall(target.fetch, "collections/x/all", () => {
        const body = new ReadableStream<Uint8Array>({
          start: (c) => c.enqueue(new TextEncoder().encode('[{"id":"1","data":{}},')),
        });
        return Promise.resolve(new Response(body));
      });
      const people = client({ fetch, deadlineClock }).collection("x");
      const stream = people.stream({ timeout: 1000 })[Symbol.asyncIterator]();
      await stream.next();
      await deadlineClock.advance("1h"); // the caller is busy
      const silent = fails(() => stream.next(), TimeoutError, "the silent stream");
      await turns();
      await deadlineClock.advance(1000);
      await silent;
    },
  }),
  define({
    id: "client-truncated",
    title: "a stream with the maximum number of records throws, since more may exist",
    level: "client",
    evidence: "A",
    needs: ["collection"],
    async run({ client, collection, records }) {
      const externalService = newService();
      await records.addLinked(externalService, 3);
      const people = client().collection(collection);
      const found: string[] = [];
      const readAll = async (serverLimit: number, atServerLimit?: "end") => {
        found.length = 0;
        for await (const { id } of people.stream({ externalService, serverLimit, atServerLimit })) {
          found.push(id);
        }
      };
      await fails(() => readAll(3), TruncatedError, "exactly as many as the limit");
      equal(found.length, 3, "records that were still yielded");
      await readAll(4);
      await readAll(3, "end");
      equal(found.length, 3, "records");
    },
  }),
  define({
    id: "client-server-limit",
    title: "a stream of more records than the server allows throws BadRequestError",
    level: "client",
    evidence: "A",
    needs: ["collection"],
    limits: { streamSize: 3 },
    dependsOn: {
      "all.above-limit": {
        truncate:
          "TruncatedError after as many records as the limit; with a wrong limit, nobody can know",
      },
    },
    async run({ client, collection, records, behavior }) {
      const externalService = newService();
      await records.addLinked(externalService, 5);
      const stream = client().collection(collection).stream({ externalService, serverLimit: 3 });
      const found: string[] = [];
      const readAll = async () => {
        for await (const { id } of stream) found.push(id);
      };
      const truncates = await behavior("all.above-limit") === "truncate";
      if (truncates) await fails(readAll, TruncatedError, "the stream");
      else await fails(readAll, BadRequestError, "the stream");
      equal(found.length, truncates ? 3 : 0, "records that were yielded");
    },
  }),
  define({
    id: "client-max-bytes",
    title: "maxResponseBytes limits the size of a stream",
    level: "client",
    evidence: "S",
    needs: ["collection"],
    async run({ client, collection, records }) {
      const externalService = newService();
      await records.addLinked(externalService, 3);
      const stream = client().collection(collection).stream({
        externalService,
        maxResponseBytes: 99,
      });
      const error = await fails(() => read(stream), UnexpectedResponseError, "the stream");
      includes(error.message, "maxResponseBytes (99 bytes)", "the message");
    },
  }),
  ...[
    ["html", "HTML", "<!doctype html>"],
    ["object", "an object", '{"records":[]}'],
    ["scalars", "an array of other values", "[1,2]"],
    ["malformed", "malformed JSON", '[{"id":"1","data":{},}]'],
    ["trailing", "text after the array", "[] []"],
  ].map(([id, what, text]) =>
    define({
      id: `client-${id}`,
      title: `a stream that returns ${what} throws UnexpectedResponseError`,
      level: "client",
      evidence: "S",
      async run({ client, target }) {
        const fetch = onCall(
          target.fetch,
          "collections/x/all",
          () => Promise.resolve(new Response(text)),
        );
        const stream = client({ fetch }).collection("x").stream();
        await fails(() => read(stream), UnexpectedResponseError, "the stream");
      },
    })
  ),
];

async function read(stream: AsyncIterable<KinabaseRecord>): Promise<KinabaseRecord[]> {
  const records: KinabaseRecord[] = [];
  for await (const record of stream) records.push(record);
  return records;
}

function chunked(bytes: Uint8Array, size: number): Response {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(sent, sent += size));
    },
  });
  return new Response(body);
}

function difficultRecords(): KinabaseRecord[] {
  const data: JsonObject[] = [
    {},
    { text: 'quote " backslash \\ slash / tab \t brackets ]}[{ comma , \\"' },
    { text: "ä 漢字 😀 \u2028 \ud83d\ude00 é" },
    { list: [[], [[1, [2]]], [{ a: [{ b: null }] }]], number: -1.5e-7, yes: true },
    { huge: "x".repeat(3000) },
  ];
  return data.map((d, i) => ({ id: String(i), numericId: i, data: d, external: null }));
}

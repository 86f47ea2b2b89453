// How fast the incremental reader is, compared with one JSON.parse of the whole body.
//
//   bun bench/json-array.ts
//   deno run bench/json-array.ts
//   npx esbuild --bundle --format=esm bench/json-array.ts | node --input-type=module
import { createJsonArrayReader } from "../src/records/json-array.ts";

const RECORDS = 100_000;
const CHUNK_BYTES = 64 * 1024;
const ROUNDS = 7;

function record(id: number): unknown {
  return {
    id: String(id),
    createdAt: "2026-01-31T09:30:00.000Z",
    updatedAt: "2026-02-28T17:45:12.345Z",
    data: {
      name: `Record "${id}" – größer`,
      amount: id * 1.25,
      open: id % 2 === 0,
      tags: ["a", "b, c"],
      owner: { id: `u-${id % 97}`, mail: null },
    },
  };
}

const records = Array.from({ length: RECORDS }, (_, id) => record(id));
const encoder = new TextEncoder();
const bodies = {
  compact: encoder.encode(JSON.stringify(records)),
  spaced: encoder.encode(`[${records.map((one) => JSON.stringify(one)).join(", ")}]`),
  indented: encoder.encode(JSON.stringify(records, null, 2)),
};
records.length = 0;

function readInChunks(body: Uint8Array): number {
  const reader = createJsonArrayReader({ maxElementBytes: 1024 * 1024 });
  let count = 0;
  for (let at = 0; at < body.length; at += CHUNK_BYTES) {
    for (const list of reader.push(body.subarray(at, at + CHUNK_BYTES))) count += list.length;
  }
  reader.end();
  return count;
}

function parseWhole(body: Uint8Array): number {
  const all: unknown = JSON.parse(new TextDecoder().decode(body));
  return Array.isArray(all) ? all.length : 0;
}

function time(work: (body: Uint8Array) => number, body: Uint8Array): number {
  const start = performance.now();
  if (work(body) !== RECORDS) throw new Error("Not all records were read");
  return performance.now() - start;
}

for (const [name, body] of Object.entries(bodies)) {
  // They run in turn, and the best time of each counts, so that other work on the machine affects both alike.
  let chunks = Infinity;
  let whole = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    chunks = Math.min(chunks, time(readInChunks, body));
    whole = Math.min(whole, time(parseWhole, body));
  }
  const megabytes = body.length / 1e6;
  const speed = (milliseconds: number) => `${(megabytes / milliseconds * 1e3).toFixed(0)} MB/s`;
  console.log(
    `${name.padEnd(8)} ${megabytes.toFixed(1)} MB: reader ${speed(chunks)}, one JSON.parse ` +
      `${speed(whole)}, ratio ${(whole / chunks).toFixed(2)}`,
  );
}

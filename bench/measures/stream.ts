import { createClient } from "../../mod.ts";
import { compare, ratios, type Times } from "../lib/compare.ts";
import { type Measure, type Row, type RuntimeName, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";

const RECORDS = 100_000;
const CHUNK_BYTES = 64 * 1024;

export const measure: Measure = {
  id: "stream",
  title: "Speed of `stream()` of 100,000 records, compared with `response.json()`",
  unit: "times",
  better: "higher",
  note:
    "Processor time of `json()` divided by that of `stream()`. Both get 64 KiB chunks and drop the records. 1 means as " +
    "fast as one `JSON.parse` of everything.",
  async run(lab) {
    const found = await lab.inEachRuntime<Record<string, Times>>("stream", { rounds: 3 });
    const speed = (runtime: RuntimeName, layout: string) =>
      figure(
        found[runtime].flatMap((layouts) => ratios(layouts[layout] ?? {}, "stream").json ?? []),
      );
    const of = (layout: string) =>
      Object.fromEntries(RUNTIMES.map((runtime) => [runtime, speed(runtime, layout)]));
    return [
      {
        name: "compact",
        figures: of("compact"),
        aims: { node: 1.3, bun: 1.05, deno: 1.2 },
        before: { node: 0.91, bun: 0.77, deno: 1.11 },
      },
      {
        name: "pretty-printed",
        figures: of("indented"),
        aims: { node: 1, bun: 1, deno: 1 },
        before: { node: 0.86, bun: 0.82, deno: 0.86 },
      },
      {
        name: "objects in lists",
        figures: of("nested"),
        before: { node: 1.03, bun: 0.89, deno: 1.07 },
      },
    ] satisfies Row[];
  },
};

function record(id: number, nested: boolean): unknown {
  return {
    id: `018f2f4e-7b1a-7c3e-9a53-${String(id).padStart(12, "0")}`,
    numericId: id,
    createdAt: "2026-01-31T09:30:00.000Z",
    updatedAt: "2026-02-28T17:45:12.345Z",
    data: {
      name: `Record "${id}" – größer`,
      amount: id * 1.25,
      open: id % 2 === 0,
      tags: nested ? [{ name: "a" }, { name: "b, c" }] : ["a", "b, c"],
    },
  };
}

/** The body of `/all`. It is made in parts, so that it needs little more memory than its bytes. */
export function bodyOf(layout: string): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const encoder = new TextEncoder();
  const PART = 1_000;
  for (let from = 0; from < RECORDS; from += PART) {
    const records = Array.from({ length: PART }, (_, i) => record(from + i, layout === "nested"));
    const text = JSON.stringify(records, null, layout === "indented" ? 2 : 0).slice(1, -1);
    parts.push(encoder.encode((from === 0 ? "[" : ",") + text.replace(/\n$/, "")));
  }
  parts.push(encoder.encode(layout === "indented" ? "\n]" : "]"));
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}

/** A response that gives one chunk after the other. */
export function responseOf(body: Uint8Array<ArrayBuffer>): Response {
  let at = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (at >= body.length) return controller.close();
      // A copy, as a network would give it.
      controller.enqueue(body.slice(at, at += CHUNK_BYTES));
    },
  });
  return new Response(stream, { headers: { "content-type": "application/json" } });
}

/** What is compared: each reads all records of a body. */
export function readers(body: Uint8Array<ArrayBuffer>): Record<string, () => Promise<void>> {
  const fetch = () => Promise.resolve(responseOf(body));
  const people = createClient({ token: "a-token", fetch }).collection("people");
  return {
    async json() {
      const records: unknown = await responseOf(body).json();
      if (!Array.isArray(records) || records.length !== RECORDS) throw new Error("incomplete");
    },
    async stream() {
      let count = 0;
      for await (const { id } of people.stream({ atServerLimit: "end" })) if (id !== "") count++;
      if (count !== RECORDS) throw new Error("incomplete");
    },
    async drain() {
      const reader = responseOf(body).body?.getReader();
      while (!(await reader?.read())?.done);
    },
  };
}

export async function program(): Promise<Record<string, Times>> {
  const times: Record<string, Times> = {};
  for (const layout of ["compact", "indented", "nested"]) {
    const { json, stream } = readers(bodyOf(layout));
    if (json === undefined || stream === undefined) throw new Error("no readers");
    times[layout] = await compare({ json, stream }, { rounds: 5, calls: 1 });
  }
  return times;
}

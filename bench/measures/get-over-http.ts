import { createClient } from "../../mod.ts";
import { compare, ratios, type Subject, type Times } from "../lib/compare.ts";
import { type Measure, type Row, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";
import { peers } from "../peers/peers.mjs";

const PATH = "collections/people/018f2f4e-7b1a-7c3e-9a53-1d2b3c4d5e6f";
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.c2lnbmF0dXJl";
const BARE = "fetch and json()";
const OURS = "collection.get(id)";
const AT_ONCE = 32;
// So many that the runtime has compiled what runs often: compilers count as processor time.
const WARM_UP = 3_000;

export const measure: Measure = {
  id: "get-over-http",
  title: "One record over HTTP on the loopback address, compared with a bare fetch",
  unit: "times",
  better: "lower",
  note:
    "Processor time of the calling process. The server is another process, on Bun, that always answers with the same " +
    "record.",
  async run(lab) {
    const server = await lab.serve(JSON.stringify({
      id: PATH.slice(PATH.lastIndexOf("/") + 1),
      numericId: 7,
      createdAt: "2026-01-31T09:30:00.000Z",
      updatedAt: "2026-02-28T17:45:12.345Z",
      data: { name: "Ada", note: "A record of ordinary size", amount: 36.5, open: true },
    }));
    try {
      const options = { rounds: 3, input: server.url };
      const found = await lab.inEachRuntime<Record<string, Times>>("get-over-http", options);
      const of = (kind: string, name: string) =>
        Object.fromEntries(
          RUNTIMES.map((runtime) => [
            runtime,
            figure(found[runtime].flatMap((times) => ratios(times[kind] ?? {}, BARE)[name] ?? [])),
          ]),
        );
      const names = Object.keys(found.node[0]?.sequence ?? {}).filter((name) => name !== BARE);
      return [
        ...names.map((name): Row => ({
          name: `${name}, in sequence`,
          figures: of("sequence", name),
          ...name === OURS
            ? {
              aims: { node: 1.15, bun: 1.15, deno: 1.15 },
              before: { node: 1.8, bun: 1.8, deno: 2.1 },
            }
            : {},
        })),
        ...names.map((name): Row => ({
          name: `${name}, ${AT_ONCE} at once`,
          figures: of("atOnce", name),
          ...name === OURS
            ? {
              aims: { node: 1.5, bun: 1.5, deno: 1.5 },
              before: { node: 1.8, bun: 3.4, deno: 3.9 },
            }
            : {},
        })),
      ];
    } finally {
      server.stop();
    }
  },
};

export async function program(input: unknown): Promise<Record<string, Times>> {
  const baseUrl = `${input}/api/v1/`;
  const people = createClient({ token: TOKEN, baseUrl }).collection("people");
  const id = PATH.slice(PATH.lastIndexOf("/") + 1);
  const subjects: Record<string, Subject> = {
    async [BARE]() {
      const headers = { authorization: `Bearer ${TOKEN}` };
      return await (await fetch(baseUrl + PATH, { headers })).json();
    },
    [OURS]: () => people.get(id),
    ...peers((url, init) => fetch(url, init), baseUrl, PATH, TOKEN),
  };
  return {
    sequence: await compare(subjects, { rounds: 9, calls: 300, warmUp: WARM_UP }),
    atOnce: await compare(subjects, {
      rounds: 9,
      calls: 640,
      warmUp: WARM_UP,
      atOnce: AT_ONCE,
    }),
  };
}

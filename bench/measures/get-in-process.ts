import { createClient } from "../../mod.ts";
import { peers } from "../peers/peers.mjs";
import { compare, ratios, type Times } from "../lib/compare.ts";
import { type Measure, type Row, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";

const BASE_URL = "https://app.kinabase.com/api/v1/";
const PATH = "collections/people/018f2f4e-7b1a-7c3e-9a53-1d2b3c4d5e6f";
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.c2lnbmF0dXJl";
const BARE = "fetch and json()";
const OURS = "collection.get(id)";

export const measure: Measure = {
  id: "get-in-process",
  title: "One record in process, compared with a bare fetch",
  unit: "times",
  better: "lower",
  note:
    "Processor time of one call, divided by that of `fetch` with the header and `response.json()`. The `fetch` " +
    "makes a Request of its arguments, as the standard asks, and returns `Response.json(record)`.",
  async run(lab) {
    const found = await lab.inEachRuntime<Times>("get-in-process", { rounds: 3 });
    const names = Object.keys(found.node[0] ?? {}).filter((name) => name !== BARE);
    return names.map((name): Row => ({
      name,
      figures: Object.fromEntries(
        RUNTIMES.map((runtime) => [
          runtime,
          figure(found[runtime].flatMap((times) => ratios(times, BARE)[name] ?? [])),
        ]),
      ),
      ...name === OURS
        ? { aims: { node: 2, bun: 3.5, deno: 3 }, before: { node: 3.07, bun: 8.75, deno: 9.73 } }
        : {},
    }));
  },
};

export function program(): Promise<Times> {
  const record = {
    id: "018f2f4e-7b1a-7c3e-9a53-1d2b3c4d5e6f",
    numericId: 7,
    createdAt: "2026-01-31T09:30:00.000Z",
    updatedAt: "2026-02-28T17:45:12.345Z",
    data: { name: "Ada", note: "A record of ordinary size", amount: 36.5, open: true },
  };
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    new Request(input, init);
    return Response.json(record);
  };
  const people = createClient({ token: TOKEN, fetch }).collection("people");
  const id = PATH.slice(PATH.lastIndexOf("/") + 1);
  const bare: () => Promise<unknown> = async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    return await (await fetch(BASE_URL + PATH, { headers })).json();
  };
  return compare({
    [BARE]: bare,
    [OURS]: () => people.get(id),
    ...peers(fetch, BASE_URL, PATH, TOKEN),
  }, { rounds: 9, calls: 1000 });
}

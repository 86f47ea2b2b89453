import { createClient } from "../../mod.ts";
import { createMockServer } from "../../mock-server/mod.ts";
import type { Measure, Row } from "../lib/measure.ts";

const RECORDS = 100_000;
const BATCH = 300;
const PER_MINUTE = 100;

// The first hundred requests go at once, and each further hundred a minute later.
const REQUESTS = Math.ceil(RECORDS / BATCH);
const OPTIMUM_MS = Math.floor(REQUESTS / PER_MINUTE) * 60_000;

export const measure: Measure = {
  id: "bulk-rate",
  title: "`bulk.create` of 100,000 records at 100 requests a minute",
  unit: "times the optimum",
  better: "lower",
  note:
    "On the mock's clock, so the processor does not matter. The optimum sends 100 requests in each of three minutes and " +
    "the last 34 after them.",
  async run(lab) {
    const rows: Row[] = [];
    for (const header of ["sent", "absent"] as const) {
      for (const rateLimit of [undefined, PER_MINUTE]) {
        const { minutes, refused } = await importAll(header === "sent", rateLimit);
        const name = `${header === "sent" ? "with" : "without"} Retry-After${
          rateLimit === undefined ? "" : ", with rateLimit"
        }`;
        lab.log(`${name}: ${minutes.toFixed(2)} minutes, ${refused} responses with 429`);
        rows.push(
          {
            name: `${name}: time`,
            figures: { any: { value: minutes * 60_000 / OPTIMUM_MS } },
            aims: { any: 1.02 },
          },
          {
            name: `${name}: 429s`,
            figures: { any: { value: refused } },
            aims: { any: 1 },
          },
        );
      }
    }
    return rows;
  },
};

async function importAll(
  retryAfter: boolean,
  rateLimit: number | undefined,
): Promise<{ minutes: number; refused: number }> {
  const mock = createMockServer({
    limits: { requestsPerMinute: PER_MINUTE },
    behaviors: { "rate-limit.retry-after": retryAfter ? "seconds" : "absent" },
  });
  const { clock } = mock;
  mock.tenant.collections.create({ slug: "people", name: "People" });
  const app = await mock.tenant.apps.create({ name: "Import", description: "Imports" });
  let refused = 0;
  const client = createClient({
    ...app.clientOptions(),
    ...(rateLimit === undefined ? {} : { rateLimit }),
    onEvent: (event) => {
      if (event.type === "response" && event.status === 429) refused++;
    },
  });
  const begin = clock.now();
  function* records() {
    for (let n = 0; n < RECORDS; n++) yield { data: { name: `Record ${n}` } };
  }
  const { done } = await client.collection("people").bulk.create(records());
  if (done[0]?.to !== RECORDS) throw new Error("not all records were written");
  return { minutes: (clock.now() - begin) / 60_000, refused };
}

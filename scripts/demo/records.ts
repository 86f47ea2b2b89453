import { createClient, PartialFailureError } from "../../mod.ts";
import type { MockServer } from "../../mock-server/mod.ts";
import type { RunningServer } from "../../mock-server/serve.ts";
import { chapter, progress, say } from "./print.ts";

const COUNT = 10_000;

/** The fields of the demo's sensors. */
interface Sensor {
  name: string;
  floor: number;
  temperature?: number;
}

/** Imports, streams and upserts records, and ingests telemetry. */
export async function showRecords(mock: MockServer, server: RunningServer): Promise<void> {
  const { tenant } = mock;
  tenant.collections.create({
    slug: "sensors",
    name: "Sensors",
    fields: { name: "text", floor: "number", temperature: { type: "number", tracked: true } },
  });
  const app = await tenant.apps.create({ name: "Import", description: "Brings the sensors in" });
  const client = createClient(app.clientOptions(server));
  const sensors = client.collection<Sensor>("sensors");

  chapter(`Import ${COUNT} records, in batches of 300`);
  const ids: string[] = [];
  const imported = progress("imported");
  const started = performance.now();
  await sensors.bulk.create(rows(), {
    concurrency: 2,
    onProgress: ({ done }) => imported(done, COUNT),
    onBatch: ({ records = [] }) => void ids.push(...records.map(({ id }) => id)),
  });
  const requests = mock.journal.count({ method: "POST", path: "/collections/sensors/bulk" });
  say(`${requests} requests, ${Math.round(performance.now() - started)} ms`);

  chapter("Stream them back: each record arrives as soon as its bytes do");
  let streamed = 0;
  const streaming = progress("streamed");
  for await (const { data } of sensors.stream()) {
    if (data.floor >= 0) streamed += 1;
    if (streamed % 500 === 0) streaming(streamed, COUNT);
  }

  chapter("Upsert by external ID: adds the record first, then updates it");
  const building = sensors.external("building");
  const added = await building.upsert("lobby", { data: { name: "Lobby", floor: 0 } });
  const updated = await building.upsert("lobby", { data: { name: "Lobby, north", floor: 0 } });
  say(`the same record: ${added?.id === updated?.id}, now named ${updated?.data.name}`);

  chapter("Ingest telemetry with an unknown field");
  const timestamp = new Date(mock.clock.now());
  const [first = "", second = "", third = ""] = ids;
  const changes = [
    { id: first, changes: [{ timestamp, data: { temperature: 21.5 } }] },
    { id: second, changes: [{ timestamp, data: { temprature: 19 } }] },
    { id: third, changes: [{ timestamp, data: { temperature: 20 } }] },
  ];
  try {
    // Untyped, because the compiler would reject the misspelled name.
    await client.collection("sensors").ingest(changes);
  } catch (error) {
    if (!(error instanceof PartialFailureError)) throw error;
    const { done, failed } = error.report;
    say(error.message);
    say(`done    ${JSON.stringify(done)}`);
    say(`failed  ${JSON.stringify(failed.map(({ from, to }) => ({ from, to })))}`);
  }
  say("Kinabase responds to such a request with 200 (O).");
}

function* rows(): Generator<{ data: Sensor }> {
  for (let i = 0; i < COUNT; i++) yield { data: { name: `Sensor ${i}`, floor: i % 7 } };
}

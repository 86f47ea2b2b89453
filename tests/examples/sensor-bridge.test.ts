import { describe, expect, test } from "bun:test";
import path from "node:path";
import { createClient } from "../../mod.ts";
import { createManualClock, createMockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { bridge } from "../../examples/sensor-bridge/bridge.ts";
import { createQueue } from "../../examples/sensor-bridge/queue.ts";
import type { Sensor } from "../../examples/sensor-bridge/reading.ts";
import { runChild } from "./child.ts";

const SCRIPT = path.resolve(import.meta.dir, "../../examples/sensor-bridge/main.ts");
const INGEST = { method: "POST", path: "/collections/sensors/ingest" };

describe("sensor-bridge", () => {
  test("sends readings from standard input as telemetry", async () => {
    const { mock, app, sensors, ids: [lobby = "", attic = ""] } = await setUp();
    const server = await serve(mock, { port: 0 });
    try {
      const ended = await runChild([process.execPath, SCRIPT], {
        input: `${lobby},21.5\n${attic}, 18\n\nnonsense\n${lobby},21.75\n`,
        env: {
          KINABASE_APP_ID: app.appId,
          KINABASE_APP_SECRET: app.appSecret,
          KINABASE_BASE_URL: server.baseUrl,
        },
      });
      expect(ended.output).toBe("not a reading: nonsense\n3 readings accepted, 0 lost\n");
      expect(ended.code).toBe(0);
    } finally {
      await server.close();
    }
    expect(sensors.telemetry(lobby).map(({ data }) => data)).toEqual([
      { temperature: 21.5 },
      { temperature: 21.75 },
    ]);
    expect(sensors.telemetry(attic).map(({ data }) => data)).toEqual([{ temperature: 18 }]);
    expect(mock.journal.count(INGEST)).toBe(1);
  });

  test("batches by size, and continues after a failed sensor", async () => {
    const { mock, sensors, ids: [lobby = ""], run } = await setUp();
    const { result, log } = await run([`${lobby},1`, "gone,2", `${lobby},3`, "gone,4"], 2);
    expect(result).toEqual({ taken: 2, lost: 2 });
    expect(log).toHaveLength(2);
    expect(log[0]).toMatch(/^lost gone,2 of 20.*UNKNOWN_RECORD/);
    expect(sensors.telemetry(lobby)).toHaveLength(2);
    expect(mock.journal.count(INGEST)).toBe(2);
  });

  test("keeps unsent readings and sends them later", async () => {
    const { mock, sensors, ids: [lobby = ""], run } = await setUp();
    mock.faults.add({ kind: "status", status: 429, times: 5, match: { path: INGEST.path } });
    const { result, log } = await run(
      async function* () {
        yield `${lobby},1`;
        yield `${lobby},2`;
        while (mock.journal.count(INGEST) < 6) await Bun.sleep(1);
        yield `${lobby},3`;
      }(),
      2,
    );
    expect(result).toEqual({ taken: 3, lost: 0 });
    expect(log).toEqual([expect.stringMatching(/^will retry 2 readings/)]);
    expect(sensors.telemetry(lobby)).toHaveLength(3);
  });

  test("reports unsent readings when the input has ended", async () => {
    const { mock, ids: [lobby = ""], run } = await setUp();
    mock.tenant.setApiEnabled(false);
    const { result, log } = await run([`${lobby},1`], 2);
    expect(result).toEqual({ taken: 0, lost: 1 });
    expect(log).toEqual([expect.stringContaining("The API is not enabled")]);
  });

  test("reports each reading whose response was lost", async () => {
    const { mock, ids: [lobby = ""], run } = await setUp();
    mock.faults.add({ kind: "cutBody", match: { path: INGEST.path } });
    const { result, log } = await run([`${lobby},1`, `${lobby},2`, `${lobby},3`], 2);
    expect(result).toEqual({ taken: 1, lost: 2 });
    expect(log).toHaveLength(2);
  });

  test("batches by time, and makes fast producers wait", async () => {
    const clock = createManualClock({ autoAdvance: false });
    const queue = createQueue<number>({ batchSize: 9, longestWait: 5_000, mostKept: 2, clock });
    const first = queue.take();
    await queue.add(1);
    await queue.add(2);
    const third = queue.add(3);
    await clock.advance("4999ms");
    expect(Bun.peek.status(first)).toBe("pending");
    expect(Bun.peek.status(third)).toBe("pending");
    await clock.advance("1ms");
    expect(await first).toEqual([1, 2]);
    await third;
    queue.end();
    expect(await queue.take()).toEqual([3]);
    expect(await queue.take()).toEqual([]);
  });
});

async function setUp() {
  const mock = createMockServer();
  const sensors = mock.tenant.collections.create({
    slug: "sensors",
    name: "Sensors",
    fields: { name: "text", temperature: { type: "number", tracked: true } },
  });
  const ids = ["Lobby", "Attic"].map((name) => sensors.records.add({ data: { name } }).id);
  const app = await mock.tenant.apps.create({ name: "Bridge", description: "Sends telemetry" });
  const client = createClient(app.clientOptions());
  async function run(lines: Iterable<string> | AsyncIterable<string>, batchSize: number) {
    const log: string[] = [];
    const all = async function* () {
      yield* lines;
    };
    const { clock } = mock;
    const options = { batchSize, clock, log: (line: string) => void log.push(line) };
    const result = await bridge(all(), client.collection<Sensor>("sensors"), options);
    return { result, log };
  }
  return { mock, app, sensors, ids, run };
}

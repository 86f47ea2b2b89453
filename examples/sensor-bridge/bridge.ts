import {
  type Clock,
  type Collection,
  type IndexRange,
  PartialFailureError,
  systemClock,
} from "@kinakit/kinabase";
import { createQueue } from "./queue.ts";
import { bySensor, type Reading, readingIn, readingsOf, type Sensor, text } from "./reading.ts";

/** How the bridge batches readings. */
export interface BridgeOptions {
  /** The maximum number of readings in one request. Default 300. */
  batchSize?: number;
  /** The maximum time a reading waits for others, in milliseconds. Default 5,000. */
  longestWait?: number;
  /** The maximum number of readings in the queue while Kinabase is unreachable. Default 10,000. */
  mostKept?: number;
  /** Called with each lost or delayed reading and the reason, and each invalid line. */
  log: (line: string) => void;
  /** The clock for the times of readings and for waiting. Default: the system clock. */
  clock?: Clock;
}

/** The numbers of accepted and lost readings. */
export interface BridgeResult {
  /** How many readings Kinabase accepted. */
  taken: number;
  /** How many readings failed or have an unknown result. Each is logged. */
  lost: number;
}

/** Sends lines such as `<sensor's record ID>,21.5` to Kinabase until the input ends. */
export async function bridge(
  lines: AsyncIterable<string>,
  sensors: Pick<Collection<Sensor>, "ingest">,
  options: BridgeOptions,
): Promise<BridgeResult> {
  const { batchSize = 300, longestWait = 5_000, mostKept = 10_000, log } = options;
  const { clock = systemClock } = options;
  const queue = createQueue<Reading>({ batchSize, longestWait, mostKept, clock });
  const result = { taken: 0, lost: 0 };

  // Runs in parallel with sending, so that a slow response does not delay the times of readings.
  async function read(): Promise<void> {
    try {
      for await (const line of lines) {
        const reading = readingIn(line, clock.now());
        if (reading !== undefined) await queue.add(reading);
        else if (line.trim() !== "") log(`not a reading: ${line}`);
      }
    } finally {
      queue.end();
    }
  }

  function lose(reading: Reading, why: string): void {
    result.lost += 1;
    log(`lost ${text(reading)}: ${why}`);
  }

  /** Sends readings, and returns those that were not sent. */
  async function send(readings: readonly Reading[]): Promise<{ unsent: Reading[]; why: string }> {
    const records = bySensor(readings);
    const inRange = ({ from, to = records.length }: IndexRange) =>
      records.slice(from, to).flatMap(readingsOf);
    try {
      await sensors.ingest(records);
      result.taken += readings.length;
      return { unsent: [], why: "" };
    } catch (error) {
      if (!(error instanceof PartialFailureError)) throw error;
      const { done, failed, unknown, unsent } = error.report;
      result.taken += done.flatMap(inRange).length;
      // It is not known whether a reading that is sent twice counts twice. So log it instead of resending.
      for (const range of [...failed, ...unknown]) {
        for (const reading of inRange(range)) lose(reading, range.error.message);
      }
      // These readings are not the cause: the rate limit, the credentials or the network is.
      return { unsent: unsent.flatMap(inRange), why: error.message };
    }
  }

  async function sendAll(): Promise<void> {
    for (let batch = await queue.take(); batch.length > 0; batch = await queue.take()) {
      const { unsent, why } = await send(batch);
      if (unsent.length === 0) continue;
      if (queue.ended) {
        for (const reading of unsent) lose(reading, why);
        continue;
      }
      log(`will retry ${unsent.length} readings: ${why}`);
      queue.putBack(unsent);
      await clock.sleep(longestWait);
    }
  }

  await Promise.all([read(), sendAll()]);
  return result;
}

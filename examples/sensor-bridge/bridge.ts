import {
  type Clock,
  type Collection,
  type IndexRange,
  PartialFailureError,
  systemClock,
} from "@kinakit/kinabase";
import { createQueue } from "./queue.ts";
import { bySensor, type Reading, readingIn, readingsOf, type Sensor, text } from "./reading.ts";

/** How readings are gathered. */
export interface BridgeOptions {
  /** How many readings are sent at once at most. Default 300. */
  batchSize?: number;
  /** How long a reading waits for others, in milliseconds. Default 5,000. */
  longestWait?: number;
  /** How many readings are kept while Kinabase cannot be reached. Default 10,000. */
  mostKept?: number;
  /** Is told what is lost, and why. */
  log: (line: string) => void;
  /** Tells the time of readings, and when they are due. Default: the machine's clock. */
  clock?: Clock;
}

/** What became of the readings. */
export interface BridgeResult {
  /** How many Kinabase took. */
  taken: number;
  /** How many it did not, or may not have: each was logged. */
  lost: number;
}

/** Sends lines such as `<sensor's record ID>,21.5` to Kinabase until they end. */
export async function bridge(
  lines: AsyncIterable<string>,
  sensors: Pick<Collection<Sensor>, "ingest">,
  options: BridgeOptions,
): Promise<BridgeResult> {
  const { batchSize = 300, longestWait = 5_000, mostKept = 10_000, log } = options;
  const { clock = systemClock } = options;
  const queue = createQueue<Reading>({ batchSize, longestWait, mostKept, clock });
  const result = { taken: 0, lost: 0 };

  // Beside the sending, so that a slow answer does not make the times of readings late.
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

  /** Sends readings, and gives back those that were not sent. */
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
      // Whether readings that are sent twice would count twice is not known, so they are told.
      for (const range of [...failed, ...unknown]) {
        for (const reading of inRange(range)) lose(reading, range.error.message);
      }
      // A used-up limit or a lost network says nothing against the readings.
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
      log(`kept ${unsent.length} for later: ${why}`);
      queue.putBack(unsent);
      await clock.sleep(longestWait);
    }
  }

  await Promise.all([read(), sendAll()]);
  return result;
}
